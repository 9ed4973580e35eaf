"""A union scores itself: points and words for each item, papers that prove them, and handing the card in."""

from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from audits.actions.scores.locks import lock_card
from audits.actions.scores.writing import Said, keep_said, lacking
from audits.models import Mark, MarkPaper, ScoreCard
from audits.scores.enums import CardStatus, SheetStatus
from audits.scores.rules import can_self_score
from core import clock, files
from core.errors import DomainError
from households.importing.bulk import update_rows
from organizations.models import User
from organizations.rules import require

SELF = "自评由被考核单位本级的经办人员填报。"
LONGEST_TITLE = 120


@transaction.atomic
def save_self_scores(card: ScoreCard, *, by: User, seen: int, said: Mapping[int, Said]) -> ScoreCard:
    """Keep what a union says of itself so far; ``said`` holds points (or None) and words by the key of the mark.

    ``seen`` is the version of the card on the screen: raises Conflict when others saved since and say otherwise.
    """
    locked = _lock_open(card, by)
    return keep_said(locked, by=by, seen=seen, said=said, fields=("self_score", "self_words"))


@transaction.atomic
def submit_self_scores(card: ScoreCard, *, by: User) -> ScoreCard:
    """Hand a card in; what was left out of an indicator is the computed score. A second press changes nothing.

    Raises DomainError that names the items without points, words or papers.
    """
    locked = lock_card(card)
    require(can_self_score(by, locked), SELF)
    if locked.status == CardStatus.SELF_SCORED:
        return locked
    locked = _lock_open(card, by)
    marks = list(locked.marks.in_order())
    filled = [mark for mark in marks if mark.self_score is None and mark.computed is not None]
    for mark in filled:
        mark.self_score = mark.computed
    proved = set(locked.papers.filter(removed_at=None).values_list("item", flat=True))
    _refuse_lacking(marks, proved)
    update_rows(Mark, filled, ["self_score"])
    locked.status, locked.self_by, locked.self_at = CardStatus.SELF_SCORED, by, clock.now()
    locked.version += 1
    locked.save(update_fields=["status", "self_by", "self_at", "version"])
    return locked


def _refuse_lacking(marks: list[Mark], proved: set[int]) -> None:
    without = [mark for mark in marks if mark.self_score is None]
    other = [m for m in marks if m.computed is not None and m.self_score != m.computed and not m.self_words]
    claims = [mark for mark in marks if mark.item.evidence and mark.self_score and not mark.item.is_indicator]
    lacking("没有自评得分", without)
    lacking("自评与计量得分不同，须写明理由", other)
    lacking("须附佐证材料", [mark for mark in claims if mark.item_id not in proved])


@transaction.atomic
def attach_paper(card: ScoreCard, mark: Mark, *, by: User, upload: UploadedFile) -> MarkPaper:
    """Add a file that proves what is claimed for an item; the same file again is returned as it lies.

    Raises DomainError (field ``file``) for what is no picture or PDF (core.files).
    """
    content = files.read_upload(upload)
    locked = _lock_open(card, by)
    if same := locked.papers.filter(item=mark.item_id, sha256=content.sha256, removed_at=None).first():
        return same
    files.keep(content)
    facts = {"title": files.title_of(upload, otherwise=str(mark.item), longest=LONGEST_TITLE), **content.facts}
    return MarkPaper.objects.create(card=locked, item_id=mark.item_id, by=by, at=clock.now(), **facts)


@transaction.atomic
def remove_paper(paper: MarkPaper, *, by: User) -> MarkPaper:
    """Take a file back; it is kept out of sight. Taking it back twice changes nothing."""
    _lock_open(paper.card, by)
    locked = MarkPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if locked.removed_at is None:
        locked.removed_by, locked.removed_at = by, clock.now()
        locked.save(update_fields=["removed_by", "removed_at"])
    return locked


def _lock_open(card: ScoreCard, by: User) -> ScoreCard:
    locked = lock_card(card)
    require(can_self_score(by, locked), SELF)
    if locked.status != CardStatus.OPEN or locked.sheet.status != SheetStatus.PUBLISHED:
        raise DomainError(
            f"评分表{locked.get_status_display()}，不能再改自评；需要修改的，请联系{locked.sheet.union}退回。"
        )
    return locked
