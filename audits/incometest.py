"""The income test of exit: surveys held against the standard, so many months running.

Pure calculation, written out with a worked table in docs/algorithms/exit.md.
"""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Self

from audits.models import ExitCheck, ExitRule
from core import clock
from core.money import to_money
from households.eligibility.facts import Line
from households.income import months_between
from households.models import Household, IncomeSurvey

LISTED = 6  # surveys that the lines name


@dataclass(frozen=True)
class Period:
    """One survey as the test reads it (元 per head and month); ``standard`` is that of the period's last day."""

    start: datetime.date
    end: datetime.date
    per_head: Decimal
    standard: Decimal | None
    source: str = ""

    @classmethod
    def of(cls, survey: IncomeSurvey) -> Self:
        """Read a survey."""
        return cls(survey.period_start, survey.period_end, survey.per_head, survey.standard, survey.standard_source)

    @classmethod
    def kept(cls, facts: dict[str, Any]) -> Self:
        """Read back what an exit check keeps."""
        start, end = (datetime.date.fromisoformat(facts[name]) for name in ("start", "end"))
        standard = Decimal(facts["standard"]) if facts["standard"] else None
        return cls(start, end, Decimal(facts["per_head"]), standard, facts["source"])

    def to_keep(self) -> dict[str, str]:
        """Write it as an exit check keeps it."""
        return {name: "" if value is None else str(value) for name, value in asdict(self).items()}

    @property
    def months(self) -> int:
        return months_between(self.start, self.end)

    def __str__(self) -> str:
        return f"{self.start:%Y-%m} 至 {self.end:%Y-%m}"


@dataclass(frozen=True)
class Terms:
    """What the rule asks: ``multiple`` of the standard, ``months`` running, in a survey of the last ``survey_age``."""

    multiple: Decimal
    months: int
    survey_age: int

    @classmethod
    def of(cls, rule: ExitRule) -> Self:
        """Read a rule."""
        return cls(rule.multiple, rule.months, rule.survey_age)

    def threshold(self, period: Period) -> Decimal | None:
        """Return what a period is held against, in 元 per head and month; None where no standard is known."""
        return None if period.standard is None else to_money(period.standard * self.multiple)

    def met_in(self, period: Period) -> bool:
        """Tell whether a period reaches the threshold; equal is reached."""
        threshold = self.threshold(period)
        return threshold is not None and period.per_head >= threshold


@dataclass(frozen=True)
class IncomeTest:
    """What came of the test, with the words that a decider reads."""

    passed: bool
    words: str
    per_head: Decimal | None = None
    threshold: Decimal | None = None
    months_met: int = 0


def income_test(periods: Sequence[Period], terms: Terms, day: datetime.date) -> IncomeTest:
    """Hold surveys, the latest first, against the rule on a day.

    A period that reaches the threshold counts with its months; periods that join on (a gap of at most a day) add up
    until one falls short. Months of two periods that overlap are counted once.
    """
    if not periods:
        return IncomeTest(False, "没有收支调查，无法核算；请先登记近期的收支调查。")
    latest = periods[0]
    threshold = terms.threshold(latest)
    if threshold is None:
        return IncomeTest(False, f"{latest} 的收支调查没有对照的低保标准；请先登记当地低保标准。", latest.per_head)
    run = _run(periods, terms)
    months = months_between(run[-1].start, latest.end) if run else 0
    words = [_comparison(latest, threshold, terms)]
    if run:
        since = f"{run[-1].start:%Y-%m} 至 {latest.end:%Y-%m}"
        words.append(f"连续 {months} 个月达到（{since}），规则要求连续 {terms.months} 个月")
    if old := day > clock.months_after(latest.end, terms.survey_age):
        words.append(f"该调查截至 {latest.end:%Y-%m}，已超过 {terms.survey_age} 个月，应重新调查")
    passed = bool(run) and months >= terms.months and not old
    words.append(f"结论：{'达到' if passed else '未达到'}退出标准")
    return IncomeTest(passed, "；".join(words) + "。", latest.per_head, threshold, months)


def _run(periods: Sequence[Period], terms: Terms) -> list[Period]:
    """Return the latest periods that reach the threshold without a gap, the latest first."""
    run: list[Period] = []
    for period in periods:
        joins = not run or period.end >= run[-1].start - datetime.timedelta(days=1)
        if not joins or not terms.met_in(period):
            break
        if not run or period.start < run[-1].start:
            run.append(period)
    return run


def _comparison(latest: Period, threshold: Decimal, terms: Terms) -> str:
    over = latest.per_head - threshold
    against = f"{latest.standard:,.2f} 元 × {terms.multiple.normalize():f} = {threshold:,.2f} 元"
    relation = f"高出 {over:,.2f} 元" if over > 0 else "与标准相等" if over == 0 else f"低于标准 {-over:,.2f} 元"
    source = f"（{latest.source}）" if latest.source else ""
    return f"{latest} 家庭月人均纯收入 {latest.per_head:,.2f} 元，退出标准 {against}{source}，{relation}"


def income_lines(check: ExitCheck) -> list[Line]:
    """Write the income test of a check line by line, from what the check itself and its rule keep; no query."""
    terms, periods = Terms.of(check.rule), [Period.kept(facts) for facts in check.periods]
    test = income_test(periods, terms, check.on_day)
    asked = f"低保标准 {terms.multiple.normalize():f} 倍，连续 {terms.months} 个月，调查不超过 {terms.survey_age} 个月"
    lines = [Line("退出规则", f"{asked}。")]
    lines += [Line(f"{period}", _held(period, terms), terms.met_in(period)) for period in periods[:LISTED]]
    if periods:
        lines.append(Line("连续月数", f"连续 {test.months_met} 个月达到。", test.months_met >= terms.months))
    lines.append(Line("结论", test.words.split("；")[-1], test.passed))
    agreed = (test.passed, test.words) == (check.income_passed, check.income_words)
    return [*lines, Line("复算", "按当时数据重算一致。" if agreed else "按当时数据重算不一致，请报上级核对。", agreed)]


def _held(period: Period, terms: Terms) -> str:
    threshold = terms.threshold(period)
    if threshold is None:
        return f"每人每月 {period.per_head:,.2f} 元，没有对照的低保标准。"
    sign = "≥" if terms.met_in(period) else "<"
    against = f"{period.standard:,.2f} 元 × {terms.multiple.normalize():f}"
    return f"每人每月 {period.per_head:,.2f} 元 {sign} {against} = {threshold:,.2f} 元。"


def income_of(household: Household, rule: ExitRule, day: datetime.date) -> tuple[IncomeTest, list[IncomeSurvey]]:
    """Hold the surveys of a household up to a day against a rule; returns the result and what was read, one query."""
    surveys = list(household.surveys.filter(period_end__lte=day).order_by("-period_end", "-id"))
    return income_test([Period.of(survey) for survey in surveys], Terms.of(rule), day), surveys


def recompute(check: ExitCheck) -> IncomeTest:
    """Compute the income test of a check again, from what the check itself and its rule keep."""
    return income_test([Period.kept(facts) for facts in check.periods], Terms.of(check.rule), check.on_day)
