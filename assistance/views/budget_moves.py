"""Moving money: each movement is filled in, asked in words, and booked when that is confirmed."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from assistance.actions import funds as actions
from assistance.forms.funds import (
    AmountForm,
    GrantForm,
    MovementForm,
    ToUnionForm,
    all_unions_below,
    unions_above,
    unions_beside,
)
from assistance.funds.rules import READERS, WHO_BOOKS, WHO_READS, can_book, can_book_above
from assistance.models import Budget, LedgerEntry
from core.forms import attempt
from core.money import ZERO, format_money
from organizations.enums import Role
from organizations.http import UserRequest
from organizations.models import User
from organizations.rules import require


@dataclass(frozen=True)
class Move:
    """One kind of movement: its name, the form that asks for it, the act, and the question before it."""

    label: str
    form: Callable[..., Any]
    act: Callable[..., LedgerEntry | None]
    question: Callable[[Budget, dict[str, Any]], str]
    offered: Callable[[Budget, User], bool]


def _amount(facts: dict[str, Any]) -> str:
    return f"{format_money(facts['amount'])} 元"


def _named(budget: Budget) -> str:
    return f"{budget.union} {budget.year} 年“{budget.fund}”预算"


def _adjusted(budget: Budget, facts: dict[str, Any]) -> str:
    way = "调增" if facts["amount"] > 0 else "调减"
    return f"将按 {facts['doc_no']} 把{_named(budget)}{way} {format_money(abs(facts['amount']))} 元。"


MOVES = {
    "allocate": Move(
        "拨付下级",
        lambda budget, user, *sent: ToUnionForm(*sent, unions=all_unions_below(budget.union)),
        actions.allocate,
        lambda budget, facts: f"将从{_named(budget)}拨付 {_amount(facts)}给{facts['to_union']}。",
        lambda budget, user: budget.fund.is_active and budget.union.numchild > 0,
    ),
    "return-up": Move(
        "交回上级",
        lambda budget, user, *sent: ToUnionForm(*sent, unions=unions_above(budget)),
        actions.return_up,
        lambda budget, facts: f"将从{_named(budget)}交回 {_amount(facts)}给{facts['to_union']}。",
        lambda budget, user: budget.union_id != budget.fund.union_id,
    ),
    "transfer": Move(
        "调剂",
        lambda budget, user, *sent: ToUnionForm(*sent, unions=unions_beside(budget, user)),
        actions.transfer,
        lambda budget, facts: f"将从{_named(budget)}调剂 {_amount(facts)}给{facts['to_union']}。",
        lambda budget, user: budget.fund.is_active and can_book_above(user, budget),
    ),
    "adjust": Move(
        "调整",
        lambda budget, user, *sent: AmountForm(*sent, needs_document=True, signed=True),
        actions.adjust,
        _adjusted,
        lambda budget, user: True,
    ),
    "carry-over": Move(
        "结转下年",
        lambda budget, user, *sent: MovementForm(*sent),
        actions.carry_over,
        lambda budget, facts: (
            f"将把{_named(budget)}的余额 {format_money(budget.balance)} 元全部结转到 {budget.year + 1} 年。"
        ),
        lambda budget, user: not budget.fund.lapses,
    ),
    "lapse": Move(
        "结余收回",
        lambda budget, user, *sent: MovementForm(*sent),
        actions.lapse,
        lambda budget, facts: f"将登记{_named(budget)}的余额 {format_money(budget.balance)} 元已全部收回。",
        lambda budget, user: budget.fund.lapses,
    ),
}
STAYS = "记账后不能修改或删除，记错了的须另作一笔更正。"


def moves_for(budget: Budget, user: User) -> list[tuple[str, str]]:
    """Return the movements that the page of a budget offers, as (slug, label)."""
    if not can_book(user, budget.union):
        return []
    return [(slug, move.label) for slug, move in MOVES.items() if move.offered(budget, user)]


@require_http_methods(["GET", "POST"])
def budget_move(request: UserRequest, pk: int, move: str) -> HttpResponse:
    """Book one movement of a budget; the first press asks in words, the second books."""
    require(request.user.scope.has(*READERS), WHO_READS)
    found = get_object_or_404(Budget.objects.visible_to(request.user).for_list(), pk=pk)
    require(can_book(request.user, found.union), WHO_BOOKS)
    kind = _move(move)
    form = kind.form(found, request.user, *_sent(request))
    left = None if "confirmed" in request.POST else _left(found, move, form)
    if form.is_valid() and "confirmed" in request.POST:
        facts = {name: form.cleaned_data[name] for name in ("to_union", "amount") if name in form.cleaned_data}
        booked = attempt(form, lambda: (kind.act(found, **facts, by=request.user, **form.papers),))
        if booked is not None:
            messages.success(request, _told(kind, booked[0]))
            return redirect(found)
    asking = form.is_valid() and "back" not in request.POST
    context = {"budget": found, "move": kind, "form": form, "stays": STAYS, "left": left}
    context["question"] = kind.question(found, form.cleaned_data) if asking else ""
    return render(request, "assistance/budget_move.html", context)


@require_http_methods(["GET", "POST"])
def budget_grant(request: UserRequest) -> HttpResponse:
    """Book money that came from outside; the first press asks in words, the second books."""
    require(request.user.scope.has(Role.FINANCE), WHO_BOOKS)
    form = GrantForm(*_sent(request), user=request.user)
    if form.is_valid() and "confirmed" in request.POST:
        facts = {name: form.cleaned_data[name] for name in ("fund", "union", "year", "amount")}
        booked = attempt(form, lambda: actions.grant_to(**facts, by=request.user, **form.papers))
        if booked is not None:
            messages.success(request, f"已登记下达 {format_money(booked.amount)} 元，文号 {booked.doc_no}。")
            return redirect(booked.budget)
    asking = form.is_valid() and "back" not in request.POST
    context = {"form": form, "stays": STAYS, "question": _grant_question(form.cleaned_data) if asking else ""}
    return render(request, "assistance/budget_move.html", context)


def _grant_question(facts: dict[str, Any]) -> str:
    where = f"{facts['union']} {facts['year']} 年“{facts['fund']}”"
    return f"将按 {facts['doc_no']} 登记下达 {_amount(facts)}，记入{where}的预算。"


def _left(budget: Budget, move: str, form: MovementForm) -> Decimal | None:
    """Return what a movement leaves in the budget; one that takes more than is there is refused before it is asked."""
    if not form.is_valid() or "amount" not in form.cleaned_data:
        return None
    amount = form.cleaned_data["amount"]
    left = budget.balance + (amount if move == "adjust" else -amount)
    if left < ZERO:
        form.add_error("amount", f"余额只有 {format_money(budget.balance)} 元，请减少金额。")
    return left


def _told(move: Move, entry: LedgerEntry | None) -> str:
    if entry is None:
        return "余额为零，没有需要办理的金额。"
    return f"已登记{move.label} {format_money(abs(entry.amount) or ZERO)} 元。"


def _move(slug: str) -> Move:
    if slug not in MOVES:
        raise Http404
    return MOVES[slug]


def _sent(request: UserRequest) -> tuple:
    return (request.POST,) if request.method == "POST" else ()
