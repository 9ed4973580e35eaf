"""The identification rules applied to one household: facts and rules in, a finding with its explanation out.

Pure: no query, no clock. The rule is written out with worked tables in docs/algorithms/eligibility.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.errors import DomainError
from core.money import ZERO, to_money
from households.eligibility.cases import Judged, judge
from households.eligibility.enums import MonthsBasis
from households.eligibility.facts import Facts, Finding, Line
from households.eligibility.parameters import Rules
from households.eligibility.words import holds, must, named, times, yuan
from households.enums import Category, LineKind, Relation
from households.income import MONTHS_OF_A_YEAR


@dataclass(frozen=True)
class Income:
    """What counts as income, in 元 for the period, and how that came about."""

    amount: Decimal
    lines: tuple[Line, ...]


def calculate(facts: Facts, rules: Rules) -> Finding:
    """Return what the rules say of a household; the first case that is met decides.

    Figures per head are rounded once, to the cent, and compared as they are shown. Raises DomainError when there are
    no persons, no months or no standard. Source: domain reference 1.2, 1.3, 1.5, 3.
    """
    if facts.persons < 1 or facts.months < 1 or facts.standard <= 0:
        raise DomainError("测算需要共同生活人口、核算期月数和低保标准，均应大于零。")
    months = facts.months if rules.months_basis == MonthsBasis.PERIOD else MONTHS_OF_A_YEAR
    income = income_of(facts, rules, months)
    per_head = to_money(income.amount / facts.persons / months)
    lines = [*_opening(facts, rules), *income.lines, *_per_head(facts, income.amount, months, per_head)]
    ceiling = tuple(_ceiling(facts, rules, per_head))
    judged = judge(facts, rules, income.amount, months, per_head) if _all_met(ceiling) else Judged("", ())
    standing = tuple(veto.label for veto in facts.vetoes if not veto.overridden)
    passed = bool(judged.category) and not standing
    lines += [*ceiling, *judged.lines, *_vetoes(facts), _conclusion(judged, standing)]
    return Finding(judged.category, passed, per_head, tuple(lines), standing)


def _opening(facts: Facts, rules: Rules) -> Iterator[Line]:
    start, end = facts.period
    period = f"{start} 至 {end}，共 {facts.months} 个月" if start else f"{facts.months} 个月"
    yield Line("测算依据", f"{rules.name}；核算期 {period}；共同生活 {facts.persons} 人。")


def income_of(facts: Facts, rules: Rules, months: int) -> Income:
    """Return what these rules count as income: the survey's lines, less what is left out, with what is imputed."""
    counted = {kind: amount for kind in rules.income_kinds if (amount := facts.amount(kind))}
    union_aid = facts.amount(LineKind.UNION_AID)
    if union_aid and rules.counts_union_aid:
        counted[LineKind.UNION_AID] = union_aid
    total = sum(counted.values(), ZERO)
    lines = [Line("家庭收入", f"{named(counted)} = {yuan(total)}。" if counted else "没有登记收入。")]
    if union_aid and not rules.counts_union_aid:
        lines.append(Line("不计入的收入", f"工会帮扶资金 {yuan(union_aid)}按规定不计入收入。"))
    for kind, amount in _left_out(facts, rules, counted):
        total -= amount
        words = f"{kind.label} {yuan(amount)}按规定不计入收入，计入后的家庭收入为 {yuan(total)}。"
        lines.append(Line("不计入的收入", words))
    imputed, more = _imputed(facts, rules, months)
    return Income(total + imputed, (*lines, *more))


def _left_out(facts: Facts, rules: Rules, counted: dict[str, Decimal]) -> Iterator[tuple[LineKind, Decimal]]:
    """Yield what is taken out again of the transfer income, never more than there is of it."""
    room = counted.get(LineKind.TRANSFER, ZERO)
    wanted = {
        LineKind.BASIC_PENSION: rules.excludes_basic_pension,
        LineKind.GOVERNMENT_AID: rules.excludes_government_aid,
    }
    for kind, is_left_out in wanted.items():
        if is_left_out and (amount := min(facts.amount(kind), room)):
            room -= amount
            yield kind, amount


def _imputed(facts: Facts, rules: Rules, months: int) -> tuple[Decimal, list[Line]]:
    """Return the minimum wage of everybody who could work and does not, where these rules count it."""
    idle = [person for person in facts.people if rules.imputes_idle and rules.is_idle(person)]
    if not idle:
        return ZERO, []
    who = "、".join(str(Relation(person.relation).label) for person in idle)
    why = f"{who}在劳动年龄内、有劳动能力而未就业"
    if facts.minimum_wage is None:
        return ZERO, [Line("按最低工资计算", f"{why}，但当地没有登记最低工资标准，没有计算这部分收入。")]
    amount = facts.minimum_wage * months * len(idle)
    each = f"每人每月按当地最低工资 {yuan(facts.minimum_wage)}计算"
    return amount, [Line("按最低工资计算", f"{why}，{each}，{len(idle)} 人 {months} 个月共 {yuan(amount)}。")]


def _per_head(facts: Facts, income: Decimal, months: int, per_head: Decimal) -> Iterator[Line]:
    divided = f"家庭收入 {yuan(income)} ÷ {facts.persons} 人 ÷ {months} 个月"
    yield Line("人均收入", f"{divided} = 每人每月 {yuan(per_head)}。")
    source = f"，{facts.standard_source}" if facts.standard_source else ""
    yield Line("低保标准", f"当地城市低保标准为每人每月 {yuan(facts.standard)}{source}。")


def _ceiling(facts: Facts, rules: Rules, per_head: Decimal) -> Iterator[Line]:
    """Say whether the income per head is below what these rules ask of everybody, where they ask anything."""
    if rules.ceiling_multiple is not None:
        limit = facts.standard * rules.ceiling_multiple
        asked = must(rules.ceiling_operator, limit, f"低保标准的 {times(rules.ceiling_multiple)} 倍")
        met = holds(per_head, rules.ceiling_operator, limit)
        yield Line("收入上限", f"每人每月收入 {yuan(per_head)}，{asked}。", met)
    if rules.ceiling_amount is not None:
        yearly = per_head * MONTHS_OF_A_YEAR
        asked = must(rules.ceiling_operator, rules.ceiling_amount, "规定的人均收入上限")
        met = holds(yearly, rules.ceiling_operator, rules.ceiling_amount)
        yield Line("收入上限", f"每人每年收入 {yuan(yearly)}，{asked}。", met)


def _all_met(lines: tuple[Line, ...]) -> bool:
    return all(line.met is not False for line in lines)


def _vetoes(facts: Facts) -> Iterator[Line]:
    for veto in facts.vetoes:
        found = f"{veto.label}。核查情况：{veto.evidence}。" if veto.evidence else f"{veto.label}。"
        if veto.overridden:
            yield Line("否决情形", f"{found}经复核不作否决，理由：{veto.overridden}。", met=True)
        else:
            yield Line("否决情形", found, met=False)


def _conclusion(judged: Judged, standing: tuple[str, ...]) -> Line:
    if not judged.category:
        why = "不符合上述任何一种情形" if judged.lines else "人均收入不在规定的上限以内"
        return Line("结论", f"{why}，不符合困难职工认定条件。", met=False)
    found = f"符合“{Category(judged.category).label}”的认定条件"
    if standing:
        return Line("结论", f"收支情况{found}，但有否决情形：{'；'.join(standing)}，不予认定。", met=False)
    return Line("结论", f"{found}。", met=True)
