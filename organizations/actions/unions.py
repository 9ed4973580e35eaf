"""Creating, editing, moving and closing unions."""

import re
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from organizations.actions.access import record_admin
from organizations.actions.locks import lock_tree
from organizations.actions.roles import end_roles_outside_accounts
from organizations.enums import DIVISION_KINDS, KINDS_BELOW, UnionKind
from organizations.models import DivisionCode, Union, User
from organizations.rules import require, require_union

# Apps to the right add theirs when they start: each answers why a union cannot be closed yet, or "".
CLOSING_GUARDS: list[Callable[[Union], str]] = []

DIVISION_CODE = re.compile(r"\d{6}")
OWN_CODE = re.compile(r"[0-9A-Z][0-9A-Z-]*\d[0-9A-Z-]*")
CODE_LENGTH = 20


@transaction.atomic
def create_union(parent: Union, *, by: User, kind: str, name: str, code: str = "", division_name: str = "") -> Union:
    """Add a union below another; an empty code is given out, except where the division code is the code."""
    lock_tree()
    parent = Union.objects.get(pk=parent.pk)
    require_union(by, parent)
    _check_place(kind, parent, field="kind")
    _check_name(name, parent)
    code = _clean_code(code, kind=kind, parent=parent)
    division = division_name.strip() if kind in DIVISION_KINDS else ""
    union = Union.objects.add_child(
        parent, instance=Union(kind=kind, name=name.strip(), code=code, division_name=division)
    )
    if kind in DIVISION_KINDS:
        DivisionCode.objects.create(union=union, code=code, name=division or name.strip())
    record_admin(by, code, f"新建工会：{union.name}（上级：{parent.name}）")
    return union


@transaction.atomic
def edit_union(union: Union, *, by: User, name: str, code: str, division_name: str = "") -> Union:
    """Rename a union or change its code; the division code it had before stays known, with its last year."""
    lock_tree()
    union = Union.objects.get(pk=union.pk)
    require_union(by, union)
    parent = Union.objects.get_parent(union)
    _check_name(name, parent, besides=union)
    before = (union.name, union.code, union.division_name)
    if code.strip().upper() != union.code:
        union.code = _clean_code(code, kind=union.kind, parent=parent)
    union.name = name.strip()
    union.division_name = division_name.strip() if union.kind in DIVISION_KINDS else ""
    if (union.name, union.code, union.division_name) == before:
        return union
    union.save(update_fields=["name", "code", "division_name"])
    if union.kind in DIVISION_KINDS:
        _follow_division(union, code_before=before[1])
    record_admin(by, union.code, f"修改工会：{before[0]}（{before[1]}）改为 {union.name}（{union.code}）")
    return union


@transaction.atomic
def move_union(union: Union, *, to: Union, by: User) -> Union:
    """Move a union with all below it under another one; moving it to where it is changes nothing.

    The scope paths of its households follow by database trigger; roles that would now lie outside the union of
    their account end.
    """
    lock_tree()
    union, to = Union.objects.get(pk=union.pk), Union.objects.get(pk=to.pk)
    origin = Union.objects.get_parent(union)
    if origin is not None and origin.pk == to.pk:
        return union
    _require_above(by, union, origin)
    require_union(by, to)
    if union.covers(to.path):
        raise DomainError("不能调整到自己或自己的下级工会之下，请另选上级工会。", field="to")
    _check_place(union.kind, to, field="to")
    _check_name(union.name, to, besides=union, field="to")
    Union.objects.move(union, to, "last-child")
    union = Union.objects.get(pk=union.pk)
    end_roles_outside_accounts(union, by=by)
    record_admin(by, union.code, f"调整隶属：{union.name} 由 {origin} 调整到 {to.name}")
    return union


@transaction.atomic
def close_union(union: Union, *, by: User) -> Union:
    """Close a union that nothing hangs on any more; closing it twice changes nothing."""
    lock_tree()
    union = Union.objects.get(pk=union.pk)
    _require_above(by, union, Union.objects.get_parent(union))
    if not union.is_active:
        return union
    if reasons := closing_obstacles(union):
        raise DomainError(f"{union.name}还不能撤销：{'；'.join(reasons)}。")
    union.is_active = False
    union.save(update_fields=["is_active"])
    record_admin(by, union.code, f"撤销工会：{union.name}")
    return union


@transaction.atomic
def reopen_union(union: Union, *, by: User) -> Union:
    """Take back the closing of a union; its parent must be open."""
    lock_tree()
    union = Union.objects.get(pk=union.pk)
    parent = Union.objects.get_parent(union)
    _require_above(by, union, parent)
    if union.is_active:
        return union
    if parent is not None and not parent.is_active:
        raise DomainError(f"上级工会 {parent.name} 已撤销，请先恢复上级工会。")
    union.is_active = True
    union.save(update_fields=["is_active"])
    record_admin(by, union.code, f"恢复工会：{union.name}")
    return union


def closing_obstacles(union: Union) -> list[str]:
    """Return why a union cannot be closed yet: unions and accounts in use below it, and what other apps say."""
    below = Union.objects.active().within(union.path).exclude(pk=union.pk).count()
    staff = User.objects.filter(union=union, is_active=True).count()
    obstacles = [
        f"还有 {below} 个在用的下级工会，请先撤销或调整隶属" if below else "",
        f"还有 {staff} 个在用的账号，请先调动或停用" if staff else "",
        *(guard(union) for guard in CLOSING_GUARDS),
    ]
    return [reason for reason in obstacles if reason]


def _require_above(by: User, union: Union, parent: Union | None) -> None:
    require(parent is not None, "省总工会是最上级，不能调整隶属或撤销。")
    if parent is not None:
        require_union(by, parent)
    require_union(by, union)


def _check_place(kind: str, parent: Union, *, field: str) -> None:
    if not parent.is_active:
        raise DomainError(f"{parent.name}已撤销，不能作为上级工会。", field=field)
    if kind not in KINDS_BELOW[UnionKind(parent.kind)]:
        kinds = "、".join(str(below.label) for below in KINDS_BELOW[UnionKind(parent.kind)])
        raise DomainError(f"{parent.get_kind_display()}工会之下只能设：{kinds}。", field=field)


def _check_name(name: str, parent: Union | None, *, besides: Union | None = None, field: str = "name") -> None:
    if not name.strip():
        raise DomainError("请填写工会名称。", field=field)
    if parent is None:
        return
    twin = Union.objects.get_children(parent).filter(name=name.strip()).first()
    if twin is not None and twin != besides:
        raise DomainError(f"{parent.name}之下已有同名工会（编码 {twin.code}），请核对。", field=field)


def _clean_code(code: str, *, kind: str, parent: Union | None) -> str:
    """Return a code that nobody has or had; raises DomainError for one that does not fit the kind."""
    code = code.strip().upper()
    if kind in DIVISION_KINDS:
        _check_division_code(code, parent)
    elif not code and parent is not None:
        return _next_code(parent)
    elif not OWN_CODE.fullmatch(code) or len(code) > CODE_LENGTH:
        raise DomainError("编码只能用数字、大写字母和短横线，至少有一个数字，最多 20 位。", field="code")
    if taken := Union.objects.filter(code=code).first():
        raise DomainError(f"编码 {code} 已被 {taken.name} 使用，请核对。", field="code")
    return code


def _check_division_code(code: str, parent: Union | None) -> None:
    if not DIVISION_CODE.fullmatch(code):
        raise DomainError("州市和县（市、区）工会的编码是 6 位行政区划代码。", field="code")
    digits = {UnionKind.PREFECTURE: 4, UnionKind.PROVINCE: 2}.get(UnionKind(parent.kind), 0) if parent else 0
    if parent and code[:digits] != parent.code[:digits]:
        raise DomainError(f"行政区划代码应以 {parent.code[:digits]} 开头，请核对。", field="code")
    if former := DivisionCode.objects.filter(code=code).select_related("union").first():
        raise DomainError(f"代码 {code} 现由或曾由 {former.union.name} 使用，请核对。", field="code")


def _next_code(parent: Union) -> str:
    stem = parent.code[: CODE_LENGTH - 4]
    taken = set(Union.objects.filter(code__startswith=f"{stem}-").values_list("code", flat=True))
    return next(code for number in range(1, 1000 + len(taken)) if (code := f"{stem}-{number:03d}") not in taken)


def _follow_division(union: Union, *, code_before: str) -> None:
    # The former code keeps its row: archives and workbooks of earlier years still name it.
    if union.code != code_before:
        DivisionCode.objects.filter(union=union, code=code_before).update(valid_to=timezone.localdate().year)
        DivisionCode.objects.create(union=union, code=union.code, name=union.division_name or union.name)
    else:
        DivisionCode.objects.filter(union=union, code=union.code).update(name=union.division_name or union.name)
