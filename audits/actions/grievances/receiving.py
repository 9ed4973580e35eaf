"""Taking a grievance in: from the public page (``by`` none), or written down by staff."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from audits.actions.grievances.locks import note_step
from audits.actions.grievances.papers import keep_papers, read_papers
from audits.grievances.codes import code_digest_of, code_of, sent_digest_of
from audits.grievances.enums import Channel, FileStage, StepKind
from audits.grievances.people import leaves_nobody, people_named
from audits.grievances.rules import can_register
from audits.grievances.terms import last_day, term_for
from audits.grievances.words import plain
from audits.models import Grievance
from audits.models.grievances import LONGEST, new_number
from core import clock, files
from core.errors import DomainError
from households.models import Household
from households.timeline import on_day
from organizations.models import Union, User
from organizations.rules import require

REGISTRARS = "来电、来访、来信由受理单位及以上的经办、审核、审批人员登记。"
NOBODY_LEFT = "回避这些人员以后，这里没有人可以受理，请改由上级工会受理；省总工会也无人受理的，请向纪检监察机关反映。"
OLDEST_DAYS = 366  # a letter that lay longer is written down as of today, and says so
TRIES = 20


@dataclass(frozen=True)
class Said:
    """What somebody complains of; whoever wants no name gets none."""

    union: Union
    category: str
    text: str
    is_secret: bool = False
    is_anonymous: bool = False
    name: str = ""
    phone: str = ""
    about: str = ""

    def words(self, contents: Sequence[files.Content]) -> str:
        """Return what makes it the same when the form is sent again: all of it, so that no wish for secrecy is lost."""
        how = f"{self.is_secret}{self.is_anonymous}"
        papers = [content.sha256 for content in contents]
        return "\n".join([self.union.code, self.category, self.text, self.about, self.name, self.phone, how, *papers])


@dataclass(frozen=True)
class Came:
    """How a grievance came; ``sent_key`` is the number of the form, the day counts for what was written down later."""

    sent_key: uuid.UUID
    channel: str = Channel.PAGE
    on: datetime.date | None = None
    by: User | None = None
    household: Household | None = None


def receive_grievance(said: Said, *, came: Came, uploads: Sequence[UploadedFile] = ()) -> tuple[Grievance, str]:
    """Take a grievance in, and return it with the code to ask with, which is kept nowhere.

    The same form sent again is the same grievance with the same code. Whoever is named in it never sees it. Raises
    DomainError (with its field) for what is missing or wrong, NotAllowed for staff of elsewhere.
    """
    _refuse(said, came)
    contents = read_papers(uploads, pictures_only=came.by is None and said.is_anonymous)
    words = said.words(contents)
    code, sent = code_of(came.sent_key, words), sent_digest_of(came.sent_key, words)
    if before := Grievance.objects.filter(sent_digest=sent).first():
        return _told_again(before, code)
    try:
        return _take_in(said, came, contents, uploads, (code, sent)), code
    except IntegrityError:  # the same form at the same moment: who was second gets what the first has made
        if again := Grievance.objects.filter(sent_digest=sent).first():
            return _told_again(again, code)
        raise


def _told_again(grievance: Grievance, code: str) -> tuple[Grievance, str]:
    """Return a grievance that came before with its code; raises DomainError when another was issued since."""
    if grievance.code_digest != code_digest_of(grievance.number, code):
        raise DomainError(f"信访件 {grievance.number} 已经收到，其查询码后来补发过，请使用补发的查询码。")
    return grievance, code


@transaction.atomic
def _take_in(
    said: Said, came: Came, contents: Sequence[files.Content], uploads: Sequence[UploadedFile], made: tuple[str, str]
) -> Grievance:
    today, number = clock.today(), _free_number()
    day, (code, sent) = came.on or today, made
    grievance = Grievance.objects.create(
        number=number,
        channel=came.channel,
        category=said.category,
        text=said.text.strip(),
        is_secret=said.is_secret,
        is_anonymous=said.is_anonymous,
        name="" if said.is_anonymous else plain(said.name),
        phone="" if said.is_anonymous else said.phone.strip(),
        about=plain(said.about),
        union=said.union,
        household=came.household,
        received_at=clock.now() if day == today else on_day(day),
        entered_at=clock.now(),
        entered_by=came.by,
        due_on=last_day(day, term_for(said.union, said.category, day).answer_days),
        code_digest=code_digest_of(number, code),
        sent_digest=sent,
    )
    keep_away(grievance, people_named(grievance.about, said.union))
    keep_papers(grievance, contents, FileStage.SAID, by=came.by, uploads=uploads)
    note_step(grievance, StepKind.RECEIVED, by=came.by, words=Channel(came.channel).label)
    return grievance


def keep_away(grievance: Grievance, people: Iterable[User]) -> None:
    """Keep people away from a locked grievance; raises DomainError when nobody would be left to accept it."""
    grievance.avoided.add(*people)
    if leaves_nobody(grievance.union, grievance.avoided.values_list("pk", flat=True)):
        raise DomainError(NOBODY_LEFT, field="about")


def _free_number() -> str:
    for _try in range(TRIES):
        number = new_number()
        if not Grievance.objects.filter(number=number).exists():
            return number
    raise DomainError("暂时不能提交，请稍后再试。")


def _refuse(said: Said, came: Came) -> None:
    require(came.by is None or can_register(came.by, said.union), REGISTRARS)
    today = clock.today()
    if came.on and came.on > today:
        raise DomainError("收到日期不能晚于今天。", field="received_on")
    if came.on and (today - came.on).days > OLDEST_DAYS:
        raise DomainError("收到日期早于一年以前，请核对；确实积压的，按今天登记并在内容中写明。", field="received_on")
    if not plain(said.text):
        raise DomainError("请写明要反映的事情。", field="text")
    if len(said.text.strip()) > LONGEST:
        raise DomainError(f"最多写 {LONGEST} 字，请写要点。", field="text")
    if not said.is_anonymous and not plain(said.name):
        raise DomainError("实名反映请填写姓名；不愿留名的，请选择匿名。", field="name")
    check_archive(came.household, said.union)


def check_archive(household: Household | None, union: Union) -> None:
    """Refuse an archive that does not lie at the union or below it."""
    if household is not None and not household.union_path.startswith(union.path):
        raise DomainError(f"档案 {household.archive_no} 不在{union.name}范围内，请核对档案编号。", field="archive_no")
