"""Logging visits and calls, and correcting what was logged."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import Required, TypedDict, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from core import clock
from core.errors import Conflict, DomainError
from households.actions.attachments import attach_evidence
from households.actions.difficulties import record_difficulty
from households.actions.facts import changed_facts, write_facts
from households.actions.working import lock_to_work
from households.enums import AttachmentKind
from households.history import signed
from households.models import Household
from organizations.models import User
from organizations.rules import require
from pairing.actions.rhythm import refresh_dates
from pairing.after import CORRECTION_GUARDS
from pairing.enums import Met
from pairing.models import Cadre, Visit, VisitPhoto
from pairing.rules import can_correct_visit

MAX_PHOTOS = 9
CORRECTORS = "走访记录由走访人、登记人或建档单位的经办人员更正。"


class VisitFacts(TypedDict, total=False):
    """What a cadre tells of a visit; all but the first three may be left out."""

    on: Required[datetime.date]
    method: Required[str]
    situation: Required[str]
    met: str
    no_difficulty: bool
    basics_confirmed: bool
    policies: str
    health_kit: bool
    health_kit_contents: str
    next_visit_on: datetime.date | None


class Found(TypedDict):
    """One difficulty found on a visit."""

    need: str
    description: str


@transaction.atomic
def log_visit(
    household: Household,
    *,
    by: User,
    client_id: uuid.UUID,
    difficulties: Sequence[Found] = (),
    photos: Sequence[UploadedFile] = (),
    cadre: Cadre | None = None,
    **facts: Unpack[VisitFacts],
) -> Visit:
    """Log a visit or call by ``cadre`` (else by whoever logs it); the same ``client_id`` again returns the first one.

    Each difficulty found becomes a difficulty of the household, each photo an attachment; the visit rhythm follows.
    Locks the archive, so that a button pressed twice at the same moment still logs one visit. Raises DomainError, with
    the field.
    """
    household = lock_to_work(household, by=by)
    if visit := household.visits.filter(client_id=client_id).order_by("pk").first():
        return visit
    _check_facts(household, facts, difficulties)
    if facts.get("no_difficulty"):
        _check_no_open_difficulty(household)
    cadre = cadre or Cadre.objects.filter(user=by).first()
    name = cadre.name if cadre else by.name
    visit = Visit(household=household, client_id=client_id, cadre=cadre, visitor_name=name, created_by=by)
    _insert(visit, facts)
    _add_difficulties(visit, difficulties, by=by)
    _add_photos(visit, photos, by=by)
    refresh_dates([household.pk])
    return visit


@transaction.atomic
@signed
def correct_visit(
    visit: Visit, *, by: User, photos: Sequence[UploadedFile] = (), seen: str = "", **facts: Unpack[VisitFacts]
) -> Visit:
    """Correct what was logged, keeping the former state in the history, and add photos; nothing is ever deleted.

    Raises Conflict when somebody corrected it since it was ``seen``.
    """
    household = lock_to_work(visit.household, by=by)
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    require(can_correct_visit(by, household, locked), CORRECTORS)
    found = [Found(need=d.need, description=d.description) for d in locked.difficulties.all()]
    _check_facts(household, facts, found)
    if facts.get("no_difficulty") and not locked.no_difficulty:
        _check_no_open_difficulty(household)
    if changed := changed_facts(locked, dict(facts), seen=seen):
        _check_correction(locked, changed)
        write_facts(locked, changed)
        refresh_dates([household.pk])
    _add_photos(locked, photos, by=by)
    return locked


def _check_correction(visit: Visit, changed: Iterable[str]) -> None:
    if reasons := [reason for guard in CORRECTION_GUARDS if (reason := guard(visit, changed))]:
        raise DomainError(f"{'；'.join(reasons)}。")


def _check_facts(household: Household, facts: VisitFacts, found: Sequence[Found]) -> None:
    on, planned = facts["on"], facts.get("next_visit_on")
    if on > clock.today():
        raise DomainError("走访日期不能晚于今天。", field="on")
    if household.filed_on and on < household.filed_on:
        raise DomainError(f"走访日期不能早于建档日期 {household.filed_on:%Y-%m-%d}。", field="on")
    if planned and planned <= on:
        raise DomainError("下次走访日期应晚于本次走访。", field="next_visit_on")
    if not facts["situation"].strip():
        raise DomainError("请写明走访情况。", field="situation")
    if facts.get("no_difficulty") and found:
        raise DomainError(
            f"已登记本次发现的 {len(found)} 项困难，不能同时确认目前没有困难；请去掉其中之一。", field="no_difficulty"
        )
    if facts.get("met") == Met.NOBODY:
        for field in ("basics_confirmed", "no_difficulty"):
            if facts.get(field):
                raise DomainError("没有见到人，不能核对家庭情况或确认没有困难，请去掉勾选。", field=field)


def _check_no_open_difficulty(household: Household) -> None:
    if count := household.difficulties.open().count():
        raise DomainError(f"该户还有 {count} 项困难没有销号，不能确认目前没有困难；请先销号。", field="no_difficulty")


def _insert(visit: Visit, facts: VisitFacts) -> None:
    for name, value in facts.items():
        setattr(visit, name, value)
    visit.health_kit = visit.health_kit or bool(visit.health_kit_contents)
    try:
        visit.save(force_insert=True)  # no savepoint: what is raised below undoes the whole action
    except IntegrityError as error:
        # The lock covers one archive only: the same number came in for another one.
        raise Conflict("这张表已用于另一户的走访登记，请重新打开登记页面。") from error


def _add_difficulties(visit: Visit, difficulties: Sequence[Found], *, by: User) -> None:
    through = Visit.difficulties.through
    # The same words twice are one difficulty.
    recorded = dict.fromkeys(
        record_difficulty(
            visit.household, by=by, need=found["need"], description=found["description"].strip(), found_on=visit.on
        )
        for found in difficulties
    )
    through.objects.bulk_create(through(visit=visit, difficulty=difficulty) for difficulty in recorded)


def _add_photos(visit: Visit, photos: Sequence[UploadedFile], *, by: User) -> None:
    if not photos:
        return
    there = visit.photos.count()
    if there + len(photos) > MAX_PHOTOS:
        raise DomainError(f"每次走访最多保存 {MAX_PHOTOS} 张照片，已有 {there} 张。", field="photos")
    for number, photo in enumerate(photos, start=there + 1):
        title = f"走访照片 {visit.on:%Y-%m-%d} 第 {number} 张"
        try:
            kept = attach_evidence(visit.household, by=by, kind=AttachmentKind.PHOTO, title=title, upload=photo)
        except DomainError as error:
            raise DomainError(f"照片“{photo.name}”：{error.message}", field="photos") from error
        VisitPhoto.objects.create(visit=visit, attachment=kept)
