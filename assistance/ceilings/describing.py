"""Rules of items in words, and which version holds where on a day."""

from collections.abc import Iterable, Iterator

from assistance.ceilings.enums import Formula, Stage
from assistance.models import ItemRule, RuleLine
from core import clock
from households.eligibility.words import times, yuan
from households.enums import Category, Level

ALL = "不限"


def whom(line: RuleLine) -> list[str]:
    """Say for whom a case is; an empty list stands for everybody."""
    parts = ((Category, line.categories), (Level, line.levels), (Stage, line.stages))
    return ["、".join(str(kind(code).label) for code in codes) for kind, codes in parts if codes]


def formula(line: RuleLine) -> str:
    """Say by which formula a case pays."""
    match line.formula:
        case Formula.FIXED:
            return f"定额 {yuan(line.amount)}" if line.amount else ""
        case Formula.MONTHS:
            which = "全省" if line.of_province else "当地"
            heads = " × 家庭人口" if line.per_head else ""
            return f"{which}低保标准 × {times(line.months)} 个月{heads}" if line.months else ""
        case _:
            paid = f"个人自付超过 {yuan(line.floor)}的部分" if line.floor else "个人自付"
            return f"{paid} × {times(line.share)}%" if line.share else ""


def limits(line: RuleLine) -> Iterator[str]:
    """Say what bounds a case besides its formula."""
    if line.for_year:
        yield "为全年合计，减去本年已发放的"
    if line.bill_months:
        yield f"只计算最近 {line.bill_months} 个月的票据"
    if line.most is not None:
        yield f"每次最高 {yuan(line.most)}"
    if line.most_year is not None:
        yield f"每年最高 {yuan(line.most_year)}"


def state_of(rule: ItemRule, rules: Iterable[ItemRule]) -> str:
    """Say how a version stands: draft, not begun, in force, or followed by another of the same union."""
    today = clock.today()
    if rule.published_at is None:
        return "draft"
    if rule.valid_from > today:
        return "later"
    later = (one.valid_from for one in rules if one.union_id == rule.union_id and one.published_at)
    return "past" if any(rule.valid_from < day <= today for day in later) else "holds"
