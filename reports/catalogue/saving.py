"""Keeping a register as it is put together, sharing it, and taking it away."""

from django.db import transaction
from django.utils.http import urlencode

from core.errors import DomainError, NotAllowed
from organizations.models import User
from reports.catalogue import kind_of
from reports.catalogue.query import OWN, Query
from reports.models import SavedRegister

MOST_KEPT = 100


def can_share(user: User, saved: SavedRegister) -> bool:
    """Tell whether the user may offer a kept register to a union and all below it: his own, where he has a role.

    What is offered already he may always take back, also after he has moved on.
    """
    has_role = saved.is_shared or user.scope.holds(kind_of(saved.kind).roles, saved.union.path)
    return saved.owner_id == user.pk and has_role


@transaction.atomic
def save_register(query: Query, *, by: User, name: str) -> SavedRegister:
    """Keep what is asked under a name; the owner's own of that name is written anew. Union and day are not kept."""
    if not name.strip():
        raise DomainError("请填写名称，例如“季度报省级花名册”。", field="name")
    own = SavedRegister.objects.filter(owner=by)
    if own.count() >= MOST_KEPT and not own.filter(kind=query.kind.name, name=name.strip()).exists():
        raise DomainError(f"最多保存 {MOST_KEPT} 个，请先删除不用的。", field="name")
    rest = {key: value for key, value in query.params.items() if key not in OWN}
    facts = {
        "union": query.union,
        "fields": [field.key for field in (*query.fields, *query.left_out)],
        "order": query.order,
        "group": query.group,
        "filters": urlencode(rest),
        "paper": query.paper,
        "page_sums": query.sums,
    }
    saved, _made = SavedRegister.objects.update_or_create(
        owner=by, kind=query.kind.name, name=name.strip()[:60], defaults=facts
    )
    return saved


@transaction.atomic
def share_register(saved: SavedRegister, *, by: User, shared: bool) -> SavedRegister:
    """Offer a kept register to its union and all below, or to its owner alone again."""
    saved = SavedRegister.objects.select_for_update(of=["self"]).select_related("union").get(pk=saved.pk)
    if not can_share(by, saved):
        raise NotAllowed("只有保存人在其管辖范围内可以共享或取消共享。")
    saved.is_shared = shared
    saved.save(update_fields=["is_shared"])
    return saved


@transaction.atomic
def delete_register(saved: SavedRegister, *, by: User) -> None:
    """Take a kept register away; whoever had it shared loses it as well."""
    if saved.owner_id != by.pk:
        raise NotAllowed("只有保存人可以删除，请联系保存人。")
    saved.delete()
