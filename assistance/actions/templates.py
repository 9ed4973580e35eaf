"""Keeping the frequent measures of a union, which are offered there and in every union below."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from assistance.models import MeasureTemplate
from assistance.rules import can_keep_templates
from core.errors import DomainError
from households.actions.facts import changed_facts, unless_taken, validate, write_facts
from households.history import signed
from organizations.models import User
from organizations.rules import require

KEEPERS_ONLY = "常用措施由本级及上级工会的经办人员维护。"
ONCE = "measure_template_once"


@transaction.atomic
@signed
def add_template(*, by: User, facts: Mapping[str, Any]) -> MeasureTemplate:
    """Add a frequent measure; one with the same words for the same need is refused."""
    require(can_keep_templates(by, facts["union"]), KEEPERS_ONLY)
    template = MeasureTemplate(created_by=by, **facts)
    _check(facts)
    validate(template, facts)
    with unless_taken(ONCE, _known_already()):
        template.save(force_insert=True)
    return template


@transaction.atomic
@signed
def edit_template(template: MeasureTemplate, *, by: User, facts: Mapping[str, Any], seen: str = "") -> MeasureTemplate:
    """Change a frequent measure; measures made of it before stay as they are. Only what differs is written.

    Raises Conflict when somebody changed it since it was ``seen``.
    """
    locked = _lock(template, by)
    if "union" in facts:
        require(can_keep_templates(by, facts["union"]), KEEPERS_ONLY)
    if changed := changed_facts(locked, facts, seen=seen):
        _check({name: getattr(locked, name) for name in ("lead_department", "co_departments")} | changed)
        with unless_taken(ONCE, _known_already()):
            write_facts(locked, changed)
    return locked


@transaction.atomic
@signed
def retire_template(template: MeasureTemplate, *, by: User) -> MeasureTemplate:
    """Offer a frequent measure no longer; a retired one stays as it is."""
    return _set_active(template, by, is_active=False)


@transaction.atomic
@signed
def restore_template(template: MeasureTemplate, *, by: User) -> MeasureTemplate:
    """Offer a retired frequent measure again."""
    return _set_active(template, by, is_active=True)


def _set_active(template: MeasureTemplate, by: User, *, is_active: bool) -> MeasureTemplate:
    locked = _lock(template, by)
    if locked.is_active != is_active:
        locked.is_active = is_active
        locked.save(update_fields=["is_active"])
    return locked


def _lock(template: MeasureTemplate, by: User) -> MeasureTemplate:
    rows = MeasureTemplate.objects.select_for_update(of=("self",), no_key=True).select_related("union")
    locked = rows.get(pk=template.pk)
    require(can_keep_templates(by, locked.union), KEEPERS_ONLY)
    return locked


def _check(facts: Mapping[str, Any]) -> None:
    if facts["lead_department"] in facts["co_departments"]:
        raise DomainError("责任部门不必再列为协办部门，请取消勾选。", field="co_departments")


def _known_already() -> DomainError:
    return DomainError("已有相同的常用措施。", field="text")
