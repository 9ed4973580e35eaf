"""What keeps a sheet from being published, and an item from being kept; said in words."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from audits.models import ScoreItem, ScoreSheet
from audits.scores.enums import ItemKind, Scale, Sense
from audits.scores.scales import ZERO
from audits.scores.sources import SOURCES
from core.errors import DomainError

SCALES: dict[str, tuple[str, ...]] = {
    Scale.LINEAR: ("full_at", "zero_at"),
    Scale.STEPS: ("steps", "less_is_better"),
    Scale.PER_CASE: ("each",),
}
MOST_POINTS = Decimal("9999.99")  # what the total of a card may come to
EMPTY: dict[str, Any] = {"full_at": None, "zero_at": None, "steps": [], "less_is_better": False, "each": None}


def faults_of(sheet: ScoreSheet, items: Sequence[ScoreItem]) -> list[str]:
    """Say what is wrong with a draft; nothing is asked of the database."""
    scored = [item for item in items if not item.is_group]
    filled = {item.parent_id for item in scored}
    found = [
        f"考核类别“{item}”下没有项目，请增加项目或删除类别" for item in items if item.is_group and item.pk not in filled
    ]
    if not scored:
        return ["还没有考核项目"]
    if (total := weights_of(scored)) != sheet.full:
        found.append(f"各计分项目分值合计 {total} 分，与满分 {sheet.full} 分不符")
    if not sheet.full:
        found.append("满分须大于 0")
    if (most := weights_of(scored) + weights_of(scored, Sense.BONUS)) > MOST_POINTS:
        found.append(f"计分和加分合计 {most} 分，最多 {MOST_POINTS} 分")
    found += [f"“{item}”的计量指标已停用，请另选" for item in scored if item.source and item.source not in SOURCES]
    return found


def weights_of(items: Iterable[ScoreItem], sense: str = Sense.BASE) -> Decimal:
    """Add up the weights of the items of one sense."""
    return sum((item.weight for item in items if not item.is_group and item.sense == sense), ZERO)


def tidy_item(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of an item without what its kind and scale have no use for; raises DomainError in words."""
    kind = facts["kind"]
    if kind == ItemKind.GROUP:
        empty = {"weight": ZERO, "sense": Sense.BASE, "standard": "", "evidence": "", "source": "", "scale": ""}
        return {**facts, **empty, **EMPTY}
    _require(facts.get("weight"), "weight", "请填写分值，须大于 0。")
    if kind == ItemKind.HAND:
        _require(facts.get("standard"), "standard", "人工评分的项目请写明评分标准。")
        return {**facts, "source": "", "scale": "", **EMPTY}
    _require(facts.get("source") in SOURCES, "source", "请选择计量指标。")
    _require(facts.get("scale") in SCALES, "scale", "请选择计分办法。")
    said = {name: facts.get(name) for name in SCALES[facts["scale"]]}
    _check_scale(facts, said)
    return {**facts, **EMPTY, **said}


def _check_scale(facts: dict[str, Any], said: dict[str, Any]) -> None:
    match facts["scale"]:
        case Scale.LINEAR:
            _require(said["full_at"] is not None, "full_at", "请填写得满分的值。")
            _require(said["zero_at"] is not None, "zero_at", "请填写得零分的值。")
            _require(said["full_at"] != said["zero_at"], "zero_at", "得满分和得零分的值不能相同。")
        case Scale.STEPS:
            _check_steps(said["steps"] or [], facts["weight"], less=bool(said["less_is_better"]))
        case _:
            _require(said["each"], "each", "请填写每一例的分数，须大于 0。")


def _check_steps(steps: list[list[str]], weight: Decimal, *, less: bool) -> None:
    _require(steps, "steps", "请至少填写一档。")
    pairs = [(Decimal(bound), Decimal(given)) for bound, given in steps]
    _require(all(given <= weight for _bound, given in pairs), "steps", f"各档得分不能超过分值 {weight} 分。")
    bounds, given = [bound for bound, _given in pairs], [points for _bound, points in pairs]
    in_order = bounds == sorted(set(bounds), reverse=not less) and given == sorted(set(given), reverse=True)
    rising = "由小到大" if less else "由大到小"
    _require(in_order, "steps", f"各档须从最好的写起：界限{rising}，得分由高到低，不能相同。")


def _require(held: Any, field: str, words: str) -> None:
    if not held:
        raise DomainError(words, field=field)
