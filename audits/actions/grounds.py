"""On what ground a household may be applied for: each subject's guards, and what its review is to carry out."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from audits.enums import CancelCause, ExitChannel
from audits.models import ExitCheck, HouseholdReview
from audits.submissions import Dossier
from core import clock
from core.errors import DomainError
from households.enums import CATEGORIES, IN_CARE, Category, Level, RuleVersion, Status, rule_version_of
from households.models import Household
from reviews.enums import Subject

FROM = {
    Subject.ENTRY: (Status.DRAFT,),
    Subject.EXIT: (Status.ON_FILE,),
    Subject.CANCEL: IN_CARE,
    Subject.CHANGE: IN_CARE,
    Subject.RELIEF: (Status.ON_FILE,),
    Subject.RETURN: (Status.TAPERING,),
}
CHECK_FIRST = "请先到户完成退出核查（收入核查和两有五保障），再提交申请。"


@dataclass(frozen=True)
class Ask:
    """What is applied for about one household: the columns of its HouseholdReview."""

    household: Household
    facts: dict[str, Any] = field(default_factory=dict)


def _asked(subject: Subject, dossier: Dossier, **facts: Any) -> HouseholdReview:
    """Return the row, not yet written. Raises DomainError when the archive's status does not allow the subject."""
    household = dossier.household
    if household.status not in FROM[subject]:
        allowed = "、".join(str(Status(status).label) for status in FROM[subject])
        raise DomainError(
            f"档案 {household.archive_no} 现为“{household.get_status_display()}”，"
            f"只有{allowed}的档案可以申请{subject.label}。"
        )
    note = str(facts.pop("note", "")).strip()
    return HouseholdReview(household=household, subject=subject, survey=dossier.survey, note=note, **facts)


def entry(dossier: Dossier, ask: Ask, missing: Sequence[str]) -> HouseholdReview:
    """A draft with every starred field, a survey, and the category that the rules find."""
    household, found = dossier.household, dossier.eligibility
    asked = _asked(
        Subject.ENTRY,
        dossier,
        to_status=Status.ON_FILE,
        level=household.level,
        category=household.category,
        rule_version=rule_version_of(household.category),
        eligibility=found,
        **ask.facts,
    )
    if missing:
        raise DomainError(f"档案还缺：{'、'.join(missing[:12])}。请补充后再提交。")
    if dossier.survey is None:
        raise DomainError("还没有家庭收支调查，请先登记最近的收支。")
    _refuse_by_rules(dossier, household.category)
    return asked


def _refuse_by_rules(dossier: Dossier, category: str) -> None:
    """Refuse what the rules do not find, in their own words, and what they could not be asked about."""
    if dossier.lacking:
        raise DomainError(dossier.lacking)
    found = dossier.eligibility
    if found and not found.passed:
        said = {line["title"]: line["text"] for line in found.lines}
        words = "".join(said.get(title, "") for title in ("人均收入", "低保标准", "结论"))
        raise DomainError(f"认定测算不通过：{words}收支、成员有误的请更正后再提交。")
    if found and found.category != category:
        raise DomainError(
            f"认定测算符合的类别是“{found.get_category_display()}”，填写的是“{Category(category).label}”，"
            "请核对后修改其中之一。"
        )


def exit_(dossier: Dossier, ask: Ask, missing: Sequence[str]) -> HouseholdReview:
    """A check that is passed and not too old, and what lifted the household out of hardship."""
    facts = dict(ask.facts)
    check = _check_of(dossier, facts.pop("exit_check", None))
    taper = facts.pop("taper_months", None)
    if facts.get("channel") not in ExitChannel.values:
        raise DomainError("请选择退出渠道。", field="channel")
    if check is None:
        _asked(Subject.EXIT, dossier)
        raise DomainError(CHECK_FIRST)
    months = check.rule.taper_months if taper is None else taper
    to_status = Status.TAPERING if months else Status.EXITED
    asked = _asked(Subject.EXIT, dossier, to_status=to_status, exit_check=check, taper_months=months, **facts)
    _refuse_stale(check)
    if not check.passed:
        raise DomainError(
            f"{check.on_day:%Y-%m-%d} 的退出核查未达到退出条件，不能申请脱困退出；"
            "收入未达到而保障已落实的，可以申请解困认定。"
        )
    return asked


def cancel(dossier: Dossier, ask: Ask, missing: Sequence[str]) -> HouseholdReview:
    """A cause of the list; of 其他 the words too."""
    if ask.facts.get("cause") not in CancelCause.values:
        raise DomainError("请选择注销原因。", field="cause")
    if ask.facts["cause"] == CancelCause.OTHER and not str(ask.facts.get("note", "")).strip():
        raise DomainError("原因为“其他”的，请在说明中写明。", field="note")
    return _asked(Subject.CANCEL, dossier, to_status=Status.CANCELLED, **ask.facts)


def change(dossier: Dossier, ask: Ask, missing: Sequence[str]) -> HouseholdReview:
    """Another level or category than the archive has; by the rules of today the category that they find."""
    level, category = str(ask.facts.get("level", "")), str(ask.facts.get("category", ""))
    if level not in Level.values:
        raise DomainError("请选择建档标准。", field="level")
    if not any(category in known for known in CATEGORIES.values()):
        raise DomainError("请选择困难类别。", field="category")
    if (level, category) == (dossier.household.level, dossier.household.category):
        raise DomainError("建档标准和困难类别与现在相同，不需要调整。", field="category")
    version = rule_version_of(category)
    asked = _asked(Subject.CHANGE, dossier, rule_version=version, eligibility=dossier.eligibility, **ask.facts)
    if version == RuleVersion.B2020:
        _refuse_by_rules(dossier, category)
    return asked


def relief(dossier: Dossier, ask: Ask, missing: Sequence[str]) -> HouseholdReview:
    """A check in which none of the seven items is wanting, of a household not yet relieved."""
    facts = dict(ask.facts)
    check = _check_of(dossier, facts.pop("exit_check", None))
    asked = _asked(Subject.RELIEF, dossier, exit_check=check, **facts)
    if day := dossier.household.relieved_on:
        raise DomainError(f"该户已于 {day:%Y-%m-%d} 认定解困，不需要再次申请。")
    if check is None:
        raise DomainError(CHECK_FIRST)
    _refuse_stale(check)
    if not check.is_secured:
        raise DomainError(f"{check.on_day:%Y-%m-%d} 的退出核查中还有未保障的项目，不能认定解困。")
    return asked


def return_(dossier: Dossier, ask: Ask, missing: Sequence[str]) -> HouseholdReview:
    """The reason why a tapering household comes back."""
    if not str(ask.facts.get("note", "")).strip():
        raise DomainError("请写明恢复在档的原因。", field="note")
    return _asked(Subject.RETURN, dossier, to_status=Status.ON_FILE, **ask.facts)


def _check_of(dossier: Dossier, named: ExitCheck | None) -> ExitCheck | None:
    """Return the check of this very household that is named, or its latest."""
    own = dossier.exit_checks
    return next((check for check in own if named is None or check.pk == named.pk), None)


def _refuse_stale(check: ExitCheck) -> None:
    days = check.rule.check_days
    if check.on_day + datetime.timedelta(days=days) < clock.today():
        raise DomainError(f"退出核查是 {check.on_day:%Y-%m-%d} 做的，已超过 {days} 天，请重新到户核查。")


GROUNDS: dict[str, Callable[[Dossier, Ask, Sequence[str]], HouseholdReview]] = {
    Subject.ENTRY: entry,
    Subject.EXIT: exit_,
    Subject.CANCEL: cancel,
    Subject.CHANGE: change,
    Subject.RELIEF: relief,
    Subject.RETURN: return_,
}
