"""What a single application puts before its deciders, in words; no numbers of identity, phone or card."""

from collections.abc import Sequence
from typing import Any

from assistance.ceilings.enums import Stage
from assistance.ceilings.loading import Case, Proposal, propose
from assistance.ceilings.periods import period_of
from assistance.models import AidRequest, Bill
from core import clock
from core.money import ZERO, format_money

NO_BILLS = "没有附票据"


def proposal_for(request: AidRequest, bills: Sequence[Bill]) -> Proposal:
    """Return what the rules of today give for an application; a few queries."""
    today = clock.today()
    case = Case(request.household, request.member, request.stage, list(bills))
    [found] = propose(request.item, [case], on=today, period=period_of(request.item, today, request.stage))
    return found


def over(request: AidRequest, found: Proposal) -> str:
    """Say in words that more is asked for than the rule gives; "" when it is not."""
    if found.ceiling is None:
        return found.reason_none
    beyond = request.amount - found.ceiling
    return f"超过标准上限 {format_money(found.ceiling)} 元，多 {format_money(beyond)} 元" if beyond > ZERO else ""


def content_of(request: AidRequest, bills: Sequence[Bill], found: Proposal) -> list[Any]:
    """Return what is submitted, as headings with labels and values."""
    return [
        ["申请事项", [row for row in _asked(request) if row[1]]],
        ["标准测算", _measured(request, found)],
        ["票据", [[f"票据 {n}", _bill(bill)] for n, bill in enumerate(bills, 1)] or [["票据", NO_BILLS]]],
        ["家庭", _family(request)],
    ]


def facts_of(request: AidRequest, found: Proposal) -> dict[str, Any]:
    """Return what is kept with each submission for the system."""
    ceiling = None if found.ceiling is None else str(found.ceiling)
    return {"request": request.pk, "amount": str(request.amount), "ceiling": ceiling, "proposed": str(found.amount)}


def _asked(request: AidRequest) -> list[list[str]]:
    who = request.member
    stage = Stage(request.stage).label if request.stage else ""
    return [
        ["帮扶项目", request.item.name],
        ["受益人", f"{who.name}（{who.get_relation_display()}）" if who else "全户"],
        ["学段", stage],
        ["申请金额", f"{format_money(request.amount)} 元"],
        ["申请事由", request.reason],
    ]


def _measured(request: AidRequest, found: Proposal) -> list[list[str]]:
    rows = [["测算金额", f"{format_money(found.amount)} 元"]] if found.ceiling is not None else []
    rows += [["依据", line] for line in found.reasoning]
    if beyond := over(request, found):
        rows.append(["提示", beyond])
    return rows


def _bill(bill: Bill) -> str:
    issuer = f"{bill.issuer}，" if bill.issuer else ""
    paid = f"票面 {format_money(bill.total)} 元，自付 {format_money(bill.self_paid)} 元"
    return f"{bill.get_kind_display()}，{issuer}{bill.issued_on:%Y-%m-%d}，{paid}"


def _family(request: AidRequest) -> list[list[str]]:
    home = request.household
    return [
        ["建档单位", home.union.name],
        ["建档标准", home.get_level_display()],
        ["困难类别", home.get_category_display()],
        ["主要致困原因", home.get_main_cause_display()],
        ["家庭人口", f"{home.persons} 人" if home.persons else "—"],
    ]
