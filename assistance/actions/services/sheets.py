"""Taking over an attendance sheet that was filled in: good rows, and what is wrong with the others."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assistance.actions.services.sessions import record_attendance
from assistance.models import Enrolment, Service, ServiceSession
from assistance.services.enums import EXPECTED
from assistance.services.rules import WHO_KEEPS, can_keep
from assistance.services.sheets import ARCHIVE, IDENTITY, NAME, PHONE, PRESENT, TOLD_BY, SheetRow, heads_of, rows_of
from assistance.workbooks import Fault
from core.errors import DomainError
from organizations.models import User
from organizations.rules import require

CAME = frozenset({"到", "是", "√", "✓", "1", "出勤", "到场"})
STAYED_AWAY = frozenset({"缺", "否", "×", "✗", "0", "X", "缺勤", "未到", "请假"})


@dataclass
class SheetReport:
    """What came of a sheet: how many marks were written, how many said nothing new, the people, and the faults."""

    written: int = 0
    unchanged: int = 0
    people: int = 0
    faults: list[Fault] = field(default_factory=list)


Marks = dict[int, dict[int, bool | None]]


@transaction.atomic
def read_attendance(
    service: Service, upload: UploadedFile, *, by: User, session: ServiceSession | None = None
) -> SheetReport:
    """Enter who came as a sheet says; a row at fault is named and keeps no other from being taken over.

    With a ``session`` everybody on the sheet came to it, unless the column 到场 says otherwise; else each session has
    its column. The same sheet again changes nothing. Raises DomainError when the file is no such sheet.
    """
    require(can_keep(by, service.union), WHO_KEEPS)
    sessions = list(service.sessions.all())
    rows, columns = rows_of(upload, sessions)
    heads = {PRESENT: session.pk} if session else {k: v for k, v in heads_of(sessions).items() if k in columns}
    if not heads:
        raise DomainError("表中没有本服务各场次的列；这是一场的签到表的，请选择场次后上传。", field="session")
    report, marks = SheetReport(), defaultdict[int, dict[int, bool | None]](dict)
    people, seen = _people(service), set[int]()
    for row in rows:
        person = _person(row, people, report)
        if person is not None and person.pk in seen:
            _fault(report, row, NAME, f"{row.text(NAME)}在前面的行已有，请只保留一行")
        elif person is not None:
            seen.add(person.pk)
            _read_marks(row, person, heads, report, marks, listed=session is not None)
    report.people = len(seen)
    report.written, report.unchanged = record_attendance(service, marks, by=by)
    report.faults.sort(key=lambda fault: fault.row)
    return report


def _people(service: Service) -> dict[str, list[Enrolment]]:
    """Return those who may have come by name; one query."""
    found: dict[str, list[Enrolment]] = defaultdict(list)
    for row in service.enrolments.filter(status__in=EXPECTED).select_related("member", "household"):
        found[row.member.name].append(row)
    return found


def _person(row: SheetRow, people: dict[str, list[Enrolment]], report: SheetReport) -> Enrolment | None:
    """Find whom a row names; what does not fit exactly one is a fault."""
    named = people.get(row.text(NAME), [])
    fitting = [person for person in named if _fits(row, person)]
    if not any(row.digits(head) for head in TOLD_BY):
        return _fault(report, row, ARCHIVE, "请填写档案编号、身份证号、手机后四位中的一项")
    if not named:
        return _fault(report, row, NAME, f"“{row.text(NAME)[:20]}”不在本服务的参加人中，请先报名或核对姓名")
    if not fitting:
        return _fault(report, row, ARCHIVE, f"{row.text(NAME)}的号码与报名的人不符，请核对")
    if len(fitting) > 1:
        return _fault(report, row, ARCHIVE, f"有 {len(fitting)} 位{row.text(NAME)}符合，请填写身份证号")
    return fitting[0]


def _fits(row: SheetRow, person: Enrolment) -> bool:
    """Tell whether every number that a row gives is the person's."""
    own = {
        ARCHIVE: person.household.archive_no,
        IDENTITY: person.member.identity_no.upper(),
        PHONE: person.member.phone[-4:],
    }
    return all(row.digits(head) in ("", number) for head, number in own.items())


def _read_marks(
    row: SheetRow, person: Enrolment, heads: dict[str, int], report: SheetReport, marks: Marks, *, listed: bool
) -> None:
    for head, session in heads.items():
        word = row.text(head).upper()
        if word in CAME or (listed and not word):
            marks[session][person.pk] = True
        elif word in STAYED_AWAY:
            marks[session][person.pk] = False
        elif word:
            _fault(report, row, head, f"“{word[:10]}”无法识别，请填“到”或“缺”")


def _fault(report: SheetReport, row: SheetRow, column: str, reason: str) -> Enrolment | None:
    """Note a fault, and return nobody."""
    report.faults.append(Fault(row.number, column, reason))
    return None
