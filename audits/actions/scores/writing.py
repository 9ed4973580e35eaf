"""What writing of scores has in common, whoever gives them: bounds, versions, and naming what lacks."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from audits.models import Mark, ScoreCard
from core.errors import Conflict, DomainError, first_few
from households.actions.facts import KEPT
from households.importing.bulk import update_rows
from organizations.models import User

Said = tuple[Decimal | None, str]


def keep_said(card: ScoreCard, *, by: User, seen: int, said: Mapping[int, Said], fields: tuple[str, str]) -> ScoreCard:
    """Write points and words of some marks of a locked card, and count its version on; the same again is nothing."""
    score, words = fields
    marks = {mark.pk: mark for mark in card.marks.select_related("item")}
    changed = []
    for key, (points, text) in said.items():
        mark = marks[key]
        if points is not None and not 0 <= points <= mark.item.weight:
            raise DomainError(f"“{mark.item}”的得分应在 0 到 {mark.item.weight} 分之间。", field=f"score_{key}")
        if (getattr(mark, score), getattr(mark, words)) != (points, text.strip()):
            setattr(mark, score, points)
            setattr(mark, words, text.strip())
            changed.append(mark)
    if not changed:
        return card
    if seen != card.version:
        raise Conflict(
            f"您填写期间，{card.saved_by or '有人'}保存过这份评分表，有 {len(changed)} 项与您填写的不同。{KEPT}"
        )
    update_rows(Mark, changed, list(fields))
    card.version, card.saved_by = card.version + 1, by
    card.save(update_fields=["version", "saved_by"])
    return card


def lacking(words: str, marks: Sequence[Mark]) -> None:
    """Refuse when something lacks, naming the items."""
    if marks:
        named = first_few([f"“{mark.item}”" for mark in marks])
        raise DomainError(f"{words}：{named} {len(marks)} 项。")
