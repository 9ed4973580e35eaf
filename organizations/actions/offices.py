"""Creating and editing the offices of government departments."""

from django.db import transaction

from core.errors import DomainError
from organizations.actions.access import record_admin
from organizations.actions.locks import lock_tree
from organizations.models import Office, Union, User
from organizations.rules import require_union


@transaction.atomic
def create_office(*, by: User, union: Union, department: str, name: str) -> Office:
    """Add the office of a department in the region of a union."""
    require_union(by, union)
    lock_tree()
    _check_name(union, name)
    office = Office.objects.create(union=union, department=department, name=name.strip())
    record_admin(by, union.code, f"新建部门：{office.name}")
    return office


@transaction.atomic
def edit_office(office: Office, *, by: User, department: str, name: str, is_active: bool) -> Office:
    """Rename an office, correct its department, or put it out of use; its liaisons keep their role until its day."""
    require_union(by, office.union)
    lock_tree()
    office = Office.objects.select_for_update(of=("self",)).select_related("union").get(pk=office.pk)
    _check_name(office.union, name, besides=office)
    before = (office.department, office.name, office.is_active)
    office.department, office.name, office.is_active = department, name.strip(), is_active
    if (office.department, office.name, office.is_active) == before:
        return office
    office.save(update_fields=["department", "name", "is_active"])
    record_admin(by, office.union.code, f"修改部门：{before[1]}改为 {office.name}，{'在用' if is_active else '停用'}")
    return office


def _check_name(union: Union, name: str, *, besides: Office | None = None) -> None:
    twin = Office.objects.filter(union=union, name=name.strip()).first()
    if twin is not None and twin != besides:
        raise DomainError(f"{union.name}所在地已有同名部门，请核对。", field="name")
