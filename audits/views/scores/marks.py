"""Giving points: a union scores itself with papers, the checker gives his beside, or sends the card back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.actions.scores.checking import CHECKERS, finish_check, reopen_check, return_card, save_checked
from audits.actions.scores.marks import SELF, attach_paper, remove_paper, save_self_scores, submit_self_scores
from audits.forms.scorecards import CheckForm, ReturnForm, SelfForm
from audits.models import MarkPaper, ScoreCard
from audits.scores.enums import CardStatus
from audits.scores.rules import can_check, can_self_score, is_for_checking
from audits.scores.sheetview import rows_of, total_so_far
from audits.views.scores.cards import card_asked
from audits.views.scores.sheets import WHO
from core import files
from core.errors import DomainError
from core.forms import attempt
from core.serving import send_file
from core.telling import done
from organizations.actions.access import record_access
from organizations.enums import SUBTREE_ROLES, AccessVerb
from organizations.http import UserRequest
from organizations.rules import require

FINISH = "finish"


@require_http_methods(["GET", "POST"])
def score_card_self(request: UserRequest, pk: int) -> HttpResponse:
    """Let a union score itself: keep what is filled in, or hand it in."""
    found = card_asked(request, pk)
    require(can_self_score(request.user, found), SELF)
    if found.status != CardStatus.OPEN:
        messages.info(request, f"评分表{found.get_status_display()}，不能再改自评。")
        return redirect(found)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    groups = rows_of(found)
    form = SelfForm(*sent, card=found, groups=groups)
    if form.is_valid() and (done := _save_self(request, found, form)):
        return redirect("score_card" if done.status != CardStatus.OPEN else "score_card_self", found.pk)
    counted = total_so_far(groups, "computed")
    return render(request, "audits/scores/card_self.html", {"card": found, "form": form, "counted": counted})


def _save_self(request: UserRequest, found: ScoreCard, form: SelfForm) -> ScoreCard | None:
    saved = attempt(form, lambda: save_self_scores(found, by=request.user, seen=form.seen_version, said=form.said))
    if saved is None:
        return None
    form.seen = str(saved.version)
    _attach(request, found, form)
    if form.errors:
        return None
    if FINISH not in request.POST:
        messages.success(request, "已保存自评，尚未提交。")
        return saved
    handed = attempt(form, lambda: submit_self_scores(found, by=request.user))
    if handed is not None:
        messages.success(request, f"已提交自评，由{found.sheet.union}核定。")
    return handed


def _attach(request: UserRequest, found: ScoreCard, form: SelfForm) -> None:
    """Attach each file; those that are refused are named in the form, the others are kept."""
    for row in form.rows:
        name = f"papers_{row.mark.pk}"
        for paper in form.cleaned_data[name]:
            try:
                row.papers.append(attach_paper(found, row.mark, by=request.user, upload=paper))
            except DomainError as error:
                form.add_error(name, files.refused(paper, error))


@require_http_methods(["GET", "POST"])
def score_card_check(request: UserRequest, pk: int) -> HttpResponse:
    """Let a checker give points beside what was computed and claimed: keep them, or settle them."""
    found = card_asked(request, pk)
    require(can_check(request.user, found), CHECKERS)
    if not is_for_checking(found):
        messages.info(request, f"评分表{found.get_status_display()}，现在不能核定。")
        return redirect(found)
    form = CheckForm(request.POST if request.method == "POST" else None, card=found, groups=rows_of(found))
    if form.is_valid() and (done := _save_checked(request, found, form)):
        return redirect("score_card" if done.status == CardStatus.CHECKED else "score_card_check", found.pk)
    return render(request, "audits/scores/card_check.html", {"card": found, "form": form, "returning": ReturnForm()})


def _save_checked(request: UserRequest, found: ScoreCard, form: CheckForm) -> ScoreCard | None:
    saved = attempt(form, lambda: save_checked(found, by=request.user, seen=form.seen_version, said=form.said))
    if saved is None:
        return None
    form.seen = str(saved.version)
    if FINISH not in request.POST:
        messages.success(request, "已保存核定得分，尚未完成核定。")
        return saved
    done = attempt(form, lambda: finish_check(found, by=request.user))
    if done is not None:
        messages.success(request, f"已核定：{found.union}。")
    return done


@require_POST
def score_card_return(request: UserRequest, pk: int) -> HttpResponse:
    """Send a card back to its union with the reason."""
    found = card_asked(request, pk)
    reason, words = request.POST.get("reason", ""), f"已退回{found.union}，修改后重新提交。"
    if done(request, lambda: return_card(found, by=request.user, reason=reason), words):
        return redirect(found)
    return redirect("score_card_check", found.pk)


@require_POST
def score_card_reopen(request: UserRequest, pk: int) -> HttpResponse:
    """Take a check back, to give other points."""
    found = reopen_check(card_asked(request, pk), by=request.user)
    messages.success(request, "已撤回核定，可以修改后重新核定。")
    return redirect(found)


@require_GET
def score_paper(request: UserRequest, pk: int) -> HttpResponse:
    """Give one file to whoever sees its card, and write that down; ``?download=1`` saves it."""
    found = _paper(request, pk)
    record_access(request.user, AccessVerb.DOWNLOAD, f"考核{found.card_id}", detail=str(found))
    path = files.path_of(found.sha256)
    return send_file(path, found.content_type, name=found.title, save="download" in request.GET)


@require_POST
def score_paper_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take a file back; it is kept out of sight."""
    found = remove_paper(_paper(request, pk), by=request.user)
    messages.success(request, f"已移除佐证材料“{found}”。")
    return redirect("score_card_self", found.card_id)


def _paper(request: UserRequest, pk: int) -> MarkPaper:
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    return get_object_or_404(MarkPaper.objects.visible_to(request.user).select_related("card"), pk=pk)
