"""Whom a seasonal action is for: its list, what is added by the filter of archives, and what is taken off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions.drives.targets import add_targets, remove_targets
from assistance.ceilings.enums import Per
from assistance.ceilings.periods import period_of
from assistance.drives import rules
from assistance.drives.choosing import Chosen, homes_left, key_of, not_listed, people_of
from assistance.forms.drives import TargetFilter
from assistance.models import AidDrive, DriveTarget
from assistance.payments.candidates import CandidateFilter
from assistance.views.drives import drive_asked, may
from core import clock
from core.keys import read_key, read_keys
from core.paging import capped_count, in_words, page_of
from core.telling import told
from households.models import Household
from organizations.choosing import chips
from organizations.http import UserRequest
from organizations.rules import require


@require_GET
def drive_targets(request: UserRequest, pk: int) -> HttpResponse:
    """List whom an action is for, in the user's scope, and how far each has come."""
    found, _union = drive_asked(request, pk)
    filters = TargetFilter(request.GET, user=request.user)
    rows = filters.narrow(DriveTarget.objects.visible_to(request.user).filter(drive=found))
    total = in_words(*capped_count(rows))
    page = page_of(rows.for_list().order_by("union_path", "pk"), request)
    context = {"drive": found, "filters": filters, "page": page, "total": total} | may(request, found)
    return render(request, "assistance/drive_targets.html", context)


@require_http_methods(["GET", "POST"])
def drive_targets_add(request: UserRequest, pk: int) -> HttpResponse:
    """Narrow the archives, and put those ticked (or with ``all`` every one found) on the list."""
    found, _union = drive_asked(request, pk)
    require(may(request, found)["may_list"], rules.WHO_TARGETS)
    asked = _asked(request, found)
    if request.method == "POST":
        return _add(request, found, asked)
    homes = homes_left(asked, found)
    page = page_of(homes, request)
    context = {
        "drive": found,
        "filters": asked.form,
        "chips": chips(asked, request.GET),
        "total": in_words(*capped_count(homes)),
        "page": page,
        "people": people_of(asked, found, page),
        "by_person": found.item.per == Per.PERSON,
    }
    return render(request, "assistance/drive_targets_add.html", context)


def _asked(request: UserRequest, found: AidDrive) -> CandidateFilter:
    homes = Household.objects.visible_to(request.user).filter(
        request.user.scope.subtree("union_path", rules.OFFICERS), union_path__startswith=found.union.path
    )
    today = clock.today()
    period, query = period_of(found.item, today), request.GET
    return CandidateFilter(
        query, homes.in_care(), user=request.user, item=found.item, on=today, period=period, fund=found.fund
    )


def _add(request: UserRequest, found: AidDrive, asked: CandidateFilter) -> HttpResponse:
    back = f"{reverse('drive_targets_add', args=[found.pk])}?{request.GET.urlencode()}"
    count = told(request, lambda: add_targets(found, _chosen(request, found, asked), by=request.user))
    if count is None:
        return redirect(back)
    messages.success(request, f"已列入活动对象 {count} {'人' if found.item.per == Per.PERSON else '户'}。")
    return redirect("drive_targets", found.pk)


def _chosen(request: UserRequest, found: AidDrive, asked: CandidateFilter) -> list[Chosen]:
    """Return what was ticked, or all that the filter finds; the action itself checks each of them."""
    if "all" in request.POST:
        return [key_of(one) for one in not_listed(found, asked.candidates())]
    pairs = [text.partition("-") for text in request.POST.getlist("chosen")]
    keys = [(read_key(home), read_key(member)) for home, _dash, member in pairs]
    return [(home, member) for home, member in keys if home is not None]


@require_POST
def drive_targets_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take the ticked ones off the list."""
    found, _union = drive_asked(request, pk)
    require(may(request, found)["may_list"], rules.WHO_TARGETS)
    keys = read_keys(request.POST.getlist("target"))
    visible = DriveTarget.objects.visible_to(request.user).filter(drive=found, pk__in=keys)
    targets = list(visible.values_list("pk", flat=True))
    count = told(request, lambda: remove_targets(found, targets, by=request.user))
    if count is not None:
        messages.success(request, f"已移出 {count} 个活动对象。")
    return redirect(f"{reverse('drive_targets', args=[found.pk])}?{request.GET.urlencode()}")
