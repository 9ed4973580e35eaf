"""Registers: choosing one, putting it together with its first rows as they will be, and keeping it for another time."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError, NotAllowed
from core.forms import attempt
from organizations.http import UserRequest
from organizations.rules import require
from reports.catalogue import KINDS
from reports.catalogue.base import RegisterKind
from reports.catalogue.forms import AskForm, KeepForm
from reports.catalogue.listing import fields_chosen, kinds_for, kinds_of, query_string
from reports.catalogue.preview import preview_of
from reports.catalogue.query import Query
from reports.catalogue.saving import can_share, delete_register, save_register, share_register
from reports.models import SavedRegister

WHO = "报表由各级工会的经办、审核、审批、财务和档案统计人员使用。"
NOT_ASKED = frozenset({"f", "saved", "fields"})


@require_GET
def registers(request: UserRequest) -> HttpResponse:
    """List the registers by topic, and those that were kept."""
    require(bool(kinds_for(request.user)), WHO)
    kept = SavedRegister.objects.visible_to(request.user).for_list()
    saved = [(one, KINDS[one.kind], can_share(request.user, one)) for one in kept if one.kind in KINDS]
    return render(request, "reports/register_list.html", {"topics": kinds_of(request.user), "saved": saved})


@require_GET
def register(request: UserRequest, kind: str) -> HttpResponse:
    """Show what a register is made of, and its first rows."""
    found, error = _kind(request, kind), ""
    try:
        query = Query.of(found, request.user, _params(request))
        preview = preview_of(query)
    except NotAllowed:
        raise
    except DomainError as refused:
        if refused.field == "union":
            raise Http404 from refused
        # What was asked cannot be; the page stands as it usually does and says why.
        error, query = refused.message, Query.of(found, request.user, {})
        preview = preview_of(query)
    return render(request, "reports/register_detail.html", _context(request, query, preview) | {"error": error})


def _context(request: UserRequest, query: Query, preview: Any) -> dict[str, Any]:
    count = query.count()
    return {
        "kind": query.kind,
        "query": query,
        "asked": query_string(query),
        "topics": kinds_of(request.user),
        "form": AskForm(query),
        "keep": KeepForm(),
        "fields": fields_chosen(query),
        "preview": preview,
        "count": query.kind.counted.format(count=f"{count:,}", unit=query.kind.unit or "行"),
        "saved": SavedRegister.objects.visible_to(request.user).for_list().filter(kind=query.kind.name),
    }


@require_POST
def register_save(request: UserRequest, kind: str) -> HttpResponse:
    """Keep a register as it stands on the page, under a name."""
    found, form = _kind(request, kind), KeepForm(request.POST)
    query = Query.of(found, request.user, _params(request))
    name = form.data.get("name", "")
    saved = attempt(form, lambda: save_register(query, by=request.user, name=name)) if form.is_valid() else None
    if saved is None:
        messages.error(request, f"没有保存：{next(iter(form.errors.values()))[0]}")
        return redirect(f"{request.path.removesuffix('save/')}?{query_string(query)}")
    messages.success(request, f"已保存“{saved.name}”，以后从“报表”页打开。")
    own = {"union": query.union.code, **({"as_of": query.as_of.isoformat()} if query.as_of else {})}
    return redirect(f"{saved.get_absolute_url()}&{urlencode(own)}")


@require_POST
def register_share(request: UserRequest, pk: int) -> HttpResponse:
    """Offer a kept register to the union and all below, or take it back."""
    saved = share_register(_saved(request, pk), by=request.user, shared=request.POST.get("shared") == "1")
    told = f"已共享给{saved.union.name}和下级。" if saved.is_shared else "已取消共享。"
    messages.success(request, f"“{saved.name}”{told}")
    return redirect("registers")


@require_POST
def register_delete(request: UserRequest, pk: int) -> HttpResponse:
    """Take a kept register away."""
    saved = _saved(request, pk)
    delete_register(saved, by=request.user)
    messages.success(request, f"“{saved.name}”已删除。")
    return redirect("registers")


def _kind(request: UserRequest, name: str) -> RegisterKind:
    require(bool(kinds_for(request.user)), WHO)
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _saved(request: UserRequest, pk: int) -> SavedRegister:
    return get_object_or_404(SavedRegister.objects.visible_to(request.user), pk=pk)


def _params(request: UserRequest) -> dict[str, str]:
    """Read what is asked: columns come as one ``fields`` of a link, or as an ``f`` each from the form."""
    params = {key: str(value) for key, value in request.GET.items() if key not in NOT_ASKED}
    return params | {"fields": ",".join(request.GET.getlist("f")) or request.GET.get("fields", "")}
