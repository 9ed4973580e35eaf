"""Keeping the agencies that verify for the unions."""

from collections.abc import Callable

from django.db import transaction

from core.errors import DomainError, first_few
from organizations.actions.access import record_admin
from organizations.actions.locks import lock_tree
from organizations.models import Agency, User
from organizations.rules import require_agencies

# Apps to the right add theirs when they start: each names what an agency has not finished.
AGENCY_GUARDS: list[Callable[[Agency], list[str]]] = []


@transaction.atomic
def create_agency(*, by: User, name: str, contact: str = "", phone: str = "") -> Agency:
    """Enter an agency; the same again returns the first."""
    require_agencies(by)
    # Two people who enter the same at once: the second waits here and finds it.
    lock_tree()
    facts = {"contact": contact.strip(), "phone": phone}
    twin = Agency.objects.filter(name=name.strip()).first()
    if twin is not None:
        if twin.is_active and all(getattr(twin, field) == value for field, value in facts.items()):
            return twin
        raise DomainError("已有同名的核查机构，请核对。", field="name")
    agency = Agency.objects.create(name=name.strip(), **facts)
    record_admin(by, agency.name, "新建核查机构")
    return agency


@transaction.atomic
def edit_agency(agency: Agency, *, by: User, name: str, is_active: bool, contact: str = "", phone: str = "") -> Agency:
    """Correct an agency, or put it out of use, when it has nothing to finish: nothing new is given to it then."""
    require_agencies(by)
    lock_tree()
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if Agency.objects.filter(name=name.strip()).exclude(pk=agency.pk).exists():
        raise DomainError("已有同名的核查机构，请核对。", field="name")
    facts = {"name": name.strip(), "contact": contact.strip(), "phone": phone, "is_active": is_active}
    changed = [field for field, value in facts.items() if getattr(agency, field) != value]
    if not changed:
        return agency
    if "is_active" in changed and not is_active:
        _check_finished(agency)
    before = agency.name
    for field in changed:
        setattr(agency, field, facts[field])
    agency.save(update_fields=changed)
    record_admin(by, agency.name, f"修改核查机构：{before}改为 {agency.name}，{'在用' if is_active else '停用'}")
    return agency


def agency_obstacles(agency: Agency) -> list[str]:
    """Return what an agency has not finished, by what other apps say."""
    return [words for guard in AGENCY_GUARDS for words in guard(agency)]


def _check_finished(agency: Agency) -> None:
    if left := agency_obstacles(agency):
        words = f"{agency.name}承接的核查还没有办完：{first_few(left)}。请组织单位办完，或改由其他机构承接，再停用。"
        raise DomainError(words, field="is_active")
