"""The cases of a version, tried in order: the first that is met gives the category."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.money import ZERO, to_money
from households.eligibility.enums import Circumstance
from households.eligibility.facts import Facts, Line
from households.eligibility.parameters import Case, Rules
from households.eligibility.words import holds, must, named, times, yuan
from households.enums import ASSET_KINDS, Category, Cause, LineKind
from households.income import MONTHS_OF_A_YEAR

MISHAPS = frozenset({Cause.ILLNESS, Cause.DISASTER, Cause.ACCIDENT})


@dataclass(frozen=True)
class Judged:
    """The category of the first case that is met, and how each case that was tried came out."""

    category: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Figures:
    """What all cases of one calculation are held against."""

    facts: Facts
    rules: Rules
    income: Decimal
    months: int
    per_head: Decimal


def judge(facts: Facts, rules: Rules, income: Decimal, months: int, per_head: Decimal) -> Judged:
    """Try the cases in order; each is told up to the first condition that is not met."""
    figures = Figures(facts, rules, income, months, per_head)
    lines: list[Line] = []
    for case in rules.cases:
        tried = list(_try(case, figures))
        lines += tried
        if all(line.met for line in tried):
            return Judged(case.category, tuple(lines))
    return Judged("", tuple(lines))


def _try(case: Case, figures: Figures) -> Iterator[Line]:
    """Yield the conditions of a case, up to and with the first that is not met."""
    for text, met in _conditions(case, figures):
        yield Line(f"{Category(case.category).label}：{case.name}", text, met)
        if not met:
            return


def _conditions(case: Case, figures: Figures) -> Iterator[tuple[str, bool]]:
    if case.circumstance:
        yield _circumstance(case, figures)
    if case.min_months is not None:
        months = figures.facts.months
        yield f"核算期 {months} 个月，应不少于 {case.min_months} 个月。", months >= case.min_months
    if case.over is not None:
        yield _bound(figures, case.over_operator, case.over)
    if case.upto is not None:
        yield _bound(figures, case.upto_operator, case.upto)
    if case.loss_share is not None:
        yield _share(case, case.loss_share, figures)
    if case.limit is not None:
        yield _limit(case, case.limit, figures)


def _bound(figures: Figures, operator: str, multiple: Decimal) -> tuple[str, bool]:
    bound = figures.facts.standard * multiple
    asked = must(operator, bound, f"低保标准的 {times(multiple)} 倍")
    return f"每人每月收入 {yuan(figures.per_head)}，{asked}。", holds(figures.per_head, operator, bound)


def _circumstance(case: Case, figures: Figures) -> tuple[str, bool]:
    facts = figures.facts
    aided = facts.has_low_income_aid or facts.amount(LineKind.GOVERNMENT_AID) > 0
    match case.circumstance:
        case Circumstance.MISHAP:
            hit = has_mishap(facts, figures.rules)
            return ("有" if hit else "没有登记") + "突发事件、意外伤害或重大疾病的情况。", hit
        case Circumstance.GOVERNMENT_AID:
            return ("已" if aided else "没有") + "获得低保金等政府救助。", aided
        case _:
            return ("已" if aided else "没有") + "获得低保金等政府救助。", not aided


def has_mishap(facts: Facts, rules: Rules) -> bool:
    """Tell whether an accident, a disaster or a serious illness is on file: as a cause, a loss, or a health."""
    ill = any(person.health in rules.serious_illnesses for person in facts.people)
    return ill or not MISHAPS.isdisjoint(facts.causes) or facts.amount(LineKind.DISASTER) > 0


def deductions(case: Case, facts: Facts) -> tuple[Decimal, str]:
    """Return what a case deducts from the income, in 元 for the period, and its words; never less than nothing."""
    kinds = {kind: amount for kind in case.deducted if (amount := facts.amount(kind))}
    total = sum(kinds.values(), ZERO)
    words = f"{yuan(total)}（{named(kinds)}）" if kinds else yuan(ZERO)
    compensation = facts.amount(LineKind.COMPENSATION)
    if not (case.takes_off_compensation and compensation and total):
        return total, words
    left = max(total - compensation, ZERO)
    return left, f"{words}减去所获赔偿补偿和保险支付 {yuan(compensation)}后的 {yuan(left)}"


def _share(case: Case, share: Decimal, figures: Figures) -> tuple[str, bool]:
    """Hold the deductions against a share of the income; without a division, so that no income is no exception."""
    lost, words = deductions(case, figures.facts)
    bound = to_money(figures.income * share / 100)
    asked = must(case.loss_operator, bound, f"家庭收入 {yuan(figures.income)}的 {times(share)}%")
    return f"致困支出 {words}，{asked}。", holds(lost, case.loss_operator, bound)


def _limit(case: Case, multiple: Decimal, figures: Figures) -> tuple[str, bool]:
    facts, income = figures.facts, figures.income
    spent, words = deductions(case, facts)
    kinds: dict[str, Decimal] = {
        kind: amount for kind in ASSET_KINDS if case.adds_assets and (amount := facts.amount(kind))
    }
    assets = sum(kinds.values(), ZERO)
    left = income + assets - spent
    figure = to_money(left / facts.persons / figures.months)
    whose = "家庭年收入" if figures.months == MONTHS_OF_A_YEAR else "核算期家庭收入"
    added = f" + {named(kinds)}" if kinds else ""
    sum_up = f"{whose} {yuan(income)}{added} − 刚性支出 {words} = {yuan(left)}"
    divided = f"÷ {facts.persons} 人 ÷ {figures.months} 个月 = 每人每月 {yuan(figure)}"
    limit = facts.standard * multiple
    asked = must(case.limit_operator, limit, f"低保标准的 {times(multiple)} 倍")
    return f"{sum_up}，{divided}，{asked}。", holds(figure, case.limit_operator, limit)
