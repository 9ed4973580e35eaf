"""Keeping the agencies that verify for the unions."""

from django.db import transaction

from core.errors import DomainError
from organizations.actions.access import record_admin
from organizations.actions.locks import lock_tree
from organizations.models import Agency, User
from organizations.rules import require_agencies


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
    """Correct an agency, or put it out of use: nothing new is given to it then, what runs goes on."""
    require_agencies(by)
    lock_tree()
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if Agency.objects.filter(name=name.strip()).exclude(pk=agency.pk).exists():
        raise DomainError("已有同名的核查机构，请核对。", field="name")
    facts = {"name": name.strip(), "contact": contact.strip(), "phone": phone, "is_active": is_active}
    changed = [field for field, value in facts.items() if getattr(agency, field) != value]
    if not changed:
        return agency
    before = agency.name
    for field in changed:
        setattr(agency, field, facts[field])
    agency.save(update_fields=changed)
    record_admin(by, agency.name, f"修改核查机构：{before}改为 {agency.name}，{'在用' if is_active else '停用'}")
    return agency
