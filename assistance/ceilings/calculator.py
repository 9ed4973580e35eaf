"""The ceiling of one case: what is claimed and the cases of a rule in, the amount and how it came about out.

Pure: no query, no clock. The rule is written out with worked tables in docs/algorithms/ceilings.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistance.ceilings.enums import Formula, Stage
from core.money import ZERO, to_money
from households.eligibility.words import times, yuan
from households.enums import Category, Level

NO_STAGE = "没有填写学段，无法确定适用的标准。"
NO_STANDARD = "当地没有登记测算当日执行的城市低保标准，请先登记低保标准。"
NO_PROVINCE_STANDARD = "没有登记测算当日执行的全省城市低保标准，请先登记。"
NO_PERSONS = "档案没有家庭人口，无法按人口测算。"
WHOLE = Decimal(100)  # a percentage of the whole


@dataclass(frozen=True)
class Claim:
    """What an amount is worked out from; all sums in 元, standards per head and month.

    ``received`` is what was received of the item in this year already, or is proposed beside this case; ``self_paid``
    is of the ``bills`` that count, ``too_old`` how many do not.
    """

    category: str
    level: str
    persons: int
    stage: str = ""
    self_paid: Decimal = ZERO
    bills: int = 0
    too_old: int = 0
    received: Decimal = ZERO
    standard: Decimal | None = None
    standard_source: str = ""
    provincial: Decimal | None = None
    provincial_source: str = ""


@dataclass(frozen=True)
class Line:
    """One case of a rule as the calculation reads it (``assistance.models.RuleLine``, which says what each means)."""

    key: int
    name: str
    formula: str
    categories: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    amount: Decimal = ZERO
    months: Decimal = ZERO
    per_head: bool = False
    of_province: bool = False
    share: Decimal = ZERO
    floor: Decimal = ZERO
    bill_months: int | None = None
    for_year: bool = False
    most: Decimal | None = None
    most_year: Decimal | None = None

    def fits(self, claim: Claim) -> bool:
        """Tell whether the case is for this category, level and stage; what it does not name is all the same to it."""
        asked = ((self.categories, claim.category), (self.levels, claim.level), (self.stages, claim.stage))
        return all(not wanted or stated in wanted for wanted, stated in asked)


@dataclass(frozen=True)
class Ceiling:
    """The amount in 元 with the line that it follows from, or None with the reason why there is none."""

    amount: Decimal | None
    line: Line | None
    reasoning: tuple[str, ...]
    reason_none: str = ""


def ceiling_of(claim: Claim, lines: Sequence[Line]) -> Ceiling:
    """Return what may be paid by the first line that fits, in 元, rounded once, half up, at the end.

    The order: formula, what the year leaves of it, the cap of one payment, what the cap of the year leaves; never below
    zero.
    Source: domain reference 6.3.
    """
    line = first_fitting(claim, lines)
    if line is None:
        return _none(_nothing_fits(claim, lines))
    found = _by_formula(claim, line)
    if isinstance(found, str):
        return _none(found, line)
    amount, said = found
    capped, limits = _limited(amount, claim, line)
    final = to_money(capped)
    return Ceiling(final, line, (f"适用情形：{line.name}。", *said, *limits, f"测算金额 {yuan(final)}。"))


def _limited(amount: Decimal, claim: Claim, line: Line) -> tuple[Decimal, list[str]]:
    """Return what is left of an amount by the year and under the caps, with a sentence for each that is asked."""
    said = []
    if line.for_year:
        left = max(amount - claim.received, ZERO)
        said.append(f"全年合计 {yuan(amount)}，已发放 {yuan(claim.received)}，还可发放 {yuan(left)}。")
        amount = left
    if line.most is not None and amount > line.most:
        amount = line.most
        said.append(f"每次最高 {yuan(line.most)}，按 {yuan(amount)}计。")
    if line.most_year is not None:
        left = max(line.most_year - claim.received, ZERO)
        said.append(f"每年最高 {yuan(line.most_year)}，已发放 {yuan(claim.received)}，还可发放 {yuan(left)}。")
        amount = min(amount, left)
    return amount, said


def first_fitting(claim: Claim, lines: Sequence[Line]) -> Line | None:
    """Return the first line that is for the case."""
    return next((line for line in lines if line.fits(claim)), None)


def _none(reason: str, line: Line | None = None) -> Ceiling:
    return Ceiling(None, line, (reason,), reason)


def _nothing_fits(claim: Claim, lines: Sequence[Line]) -> str:
    """Say why no line fits: the stage is missing where it would decide, or the case is not provided for."""
    if not claim.stage and any(line.stages for line in lines):
        return NO_STAGE
    stage = [Stage(claim.stage).label] if claim.stage else []
    case = "、".join([str(Category(claim.category).label), str(Level(claim.level).label), *map(str, stage)])
    return f"发放标准中没有适用于{case}的情形。"


def _by_formula(claim: Claim, line: Line) -> tuple[Decimal, list[str]] | str:
    """Return the exact amount of the formula and its sentences, or what is missing."""
    match line.formula:
        case Formula.FIXED:
            return line.amount, [f"定额 {yuan(line.amount)}。"]
        case Formula.MONTHS:
            return _months(claim, line)
        case _:
            return _share(claim, line), list(_share_words(claim, line))


def _months(claim: Claim, line: Line) -> tuple[Decimal, list[str]] | str:
    standard = claim.provincial if line.of_province else claim.standard
    source = claim.provincial_source if line.of_province else claim.standard_source
    if standard is None:
        return NO_PROVINCE_STANDARD if line.of_province else NO_STANDARD
    if line.per_head and claim.persons < 1:
        return NO_PERSONS
    heads = claim.persons if line.per_head else 1
    amount = standard * line.months * heads
    by_heads = f" × {claim.persons} 人" if line.per_head else ""
    which = "全省城市低保标准" if line.of_province else "当地城市低保标准"
    told = [f"{which}每人每月 {yuan(standard)}" + (f"，{source}。" if source else "。")]
    return amount, [*told, f"{yuan(standard)} × {times(line.months)} 个月{by_heads} = {yuan(amount)}。"]


def _share(claim: Claim, line: Line) -> Decimal:
    return max(claim.self_paid - line.floor, ZERO) * line.share / WHOLE


def _share_words(claim: Claim, line: Line) -> Iterator[str]:
    if claim.too_old:
        yield f"{claim.too_old} 张票据的开票日期早于最近 {line.bill_months} 个月，不计入。"
    if not claim.bills and not claim.self_paid:
        yield "没有可用的票据。"
        return
    yield f"可用票据 {claim.bills} 张，个人自付 {yuan(claim.self_paid)}。"
    over = max(claim.self_paid - line.floor, ZERO)
    if line.floor:
        yield f"起付线 {yuan(line.floor)}，超过部分 {yuan(over)}。"
    yield f"{yuan(over)} × {times(line.share)}% = {yuan(_share(claim, line))}。"
