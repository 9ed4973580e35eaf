"""The policy library: the list, one document with its file, and keeping it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions import policies as actions
from assistance.forms.policies import PolicyFilter, PolicyForm, SupersedeForm
from assistance.models import Policy
from assistance.policies import READERS, can_publish, chain_of, unions_to_publish_for
from core import files
from core.forms import attempt
from core.paging import page_of
from core.serving import send_file
from organizations.enums import Role
from organizations.http import UserRequest
from organizations.rules import require

WHO = "政策库供工会各级人员、帮扶干部和部门联络员查阅；系统、安全、审计管理员不查阅业务资料。"


@require_GET
def policies(request: UserRequest) -> HttpResponse:
    """List the documents that hold where the user works, those in force first."""
    require(request.user.scope.has(*READERS), WHO)
    query = request.GET.copy()
    query.setdefault("state", "in_force")
    filters = PolicyFilter(query)
    context = {
        "filters": filters,
        "states": filters.fields["state"].choices,  # type: ignore[attr-defined]
        "state": filters.choice("state"),
        "page": page_of(filters.narrow(Policy.objects.visible_to(request.user).for_list()), request),
        "may_publish": request.user.scope.has(Role.OFFICER) and unions_to_publish_for(request.user).exists(),
        "narrowed": any(filters.choice(name) for name in ("words", "group", "department")),
    }
    return render(request, "assistance/policies.html", context)


@require_GET
def policy(request: UserRequest, pk: int) -> HttpResponse:
    """Show one document: its facts, whom it is for, its text, and what it followed or gave way to."""
    found = _open(request, pk)
    chain = chain_of(found, user=request.user)
    context = {"policy": found, "chain": chain, "may_edit": can_publish(request.user, found.union)}
    return render(request, "assistance/policy.html", context)


@require_GET
def policy_file(request: UserRequest, pk: int) -> HttpResponse:
    """Show the document as it was issued; ``?download=1`` saves it."""
    found = _open(request, pk)
    if not found.file_sha256:
        raise Http404
    path = files.path_of(found.file_sha256)
    return send_file(path, files.PDF, name=found.title, save="download" in request.GET)


@require_http_methods(["GET", "POST"])
def policy_create(request: UserRequest) -> HttpResponse:
    """Enter a document."""
    allowed = request.user.scope.has(Role.OFFICER) and unions_to_publish_for(request.user).exists()
    require(allowed, actions.WHO)
    form = PolicyForm(*_sent(request), user=request.user)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        made = attempt(form, lambda: actions.publish_policy(by=request.user, facts=form.facts, upload=upload))
        if made is not None:
            messages.success(request, f"已录入《{made}》。")
            return redirect(made)
    return render(request, "assistance/policy_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def policy_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct a document."""
    found = _open_to_edit(request, pk)
    form = PolicyForm(*_sent(request), instance=found, user=request.user)
    if form.is_valid():
        facts = {"facts": form.facts, "upload": form.cleaned_data["file"], "seen": form.seen}
        saved = attempt(form, lambda: actions.edit_policy(found, by=request.user, **facts))
        if saved is not None:
            messages.success(request, f"已保存《{saved}》。")
            return redirect(saved)
    return render(request, "assistance/policy_form.html", {"form": form, "policy": _open(request, pk)})


@require_http_methods(["GET", "POST"])
def policy_supersede(request: UserRequest, pk: int) -> HttpResponse:
    """Say which document took the place of this one."""
    found = _open_to_edit(request, pk)
    form = SupersedeForm(request.POST if request.method == "POST" else None, policy=found, user=request.user)
    if form.is_valid():
        successor = form.cleaned_data["successor"]
        saved = attempt(form, lambda: actions.supersede_policy(found, by=request.user, successor=successor))
        if saved is not None:
            messages.success(request, f"已登记《{saved}》被《{saved.superseded_by}》取代，不再印入明白卡。")
            return redirect(saved)
    return render(request, "assistance/policy_supersede.html", {"form": form, "policy": found})


@require_POST
def policy_reinstate(request: UserRequest, pk: int) -> HttpResponse:
    """Take back that another document took the place of this one."""
    saved = actions.reinstate_policy(_open_to_edit(request, pk), by=request.user)
    messages.success(request, f"已撤销取代登记，《{saved}》按自己的施行和失效日期计算。")
    return redirect(saved)


def _open(request: UserRequest, pk: int) -> Policy:
    require(request.user.scope.has(*READERS), WHO)
    rows = Policy.objects.visible_to(request.user).select_related("union", "superseded_by__union", "created_by")
    return get_object_or_404(rows, pk=pk)


def _open_to_edit(request: UserRequest, pk: int) -> Policy:
    found = _open(request, pk)
    require(can_publish(request.user, found.union), actions.WHO)
    return found


def _sent(request: UserRequest) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else ()
