"""A version of the rules in words, as its page shows it."""

from decimal import Decimal

from households.eligibility.words import times, yuan
from households.enums import LineKind
from households.models import RuleCase, RuleSet


def labels(kinds: list[str]) -> str:
    """Return the names of lines of the survey."""
    return "、".join(str(LineKind(kind).label) for kind in kinds)


def working_age(rule_set: RuleSet) -> str:
    """Say who is of working age."""
    first, men, women = rule_set.working_age_from, rule_set.working_age_men, rule_set.working_age_women
    return f"{first} 周岁以上，男不满 {men} 周岁、女不满 {women} 周岁"


def ceiling(rule_set: RuleSet) -> str:
    """Say what is asked of everybody's income per head, "" for nothing."""
    said, than = [], rule_set.get_ceiling_operator_display()
    if rule_set.ceiling_multiple is not None:
        said.append(f"{than}低保标准的 {times(rule_set.ceiling_multiple)} 倍")
    if rule_set.ceiling_amount is not None:
        said.append(f"每年{than} {yuan(rule_set.ceiling_amount)}")
    return "，".join(said)


def conditions(case: RuleCase) -> list[str]:
    """Say everything that a case asks."""
    after = "加上储蓄和投资、扣减支出后" if case.adds_assets else "扣减支出后"
    said = [
        str(case.get_circumstance_display()) if case.circumstance else "",
        f"核算期不少于 {case.min_months} 个月" if case.min_months else "",
        _asked("人均收入", case.get_over_operator_display(), case.over),
        _asked("人均收入", case.get_upto_operator_display(), case.upto),
        _asked(f"{after}人均", case.get_limit_operator_display(), case.limit),
        f"支出{case.get_loss_operator_display()}收入的 {times(case.loss_share)}%" if case.loss_share else "",
        "支出先减去所获赔付" if case.takes_off_compensation else "",
    ]
    return [words for words in said if words]


def _asked(what: str, operator: str, multiple: Decimal | None) -> str:
    return "" if multiple is None else f"{what}{operator}低保标准的 {times(multiple)} 倍"
