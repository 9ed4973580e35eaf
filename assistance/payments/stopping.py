"""The stop list (停发清单): every reason not to pay the lines of a batch, found for all of them at once.

Each finder goes through the lines and names what it finds; what it needs beside them is read before, a fixed number of
queries for any number of lines. What each reason means: docs/algorithms/stop-list.md.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from assistance.ceilings.enums import Formula
from assistance.enums import Delivery
from assistance.models import Batch, Fund, Payment
from assistance.payments.enums import PaymentStatus, StopKind
from assistance.payments.stopfacts import Facts, read_facts, row_key
from core import clock
from core.identity import is_card_plausible
from core.money import format_money
from households.enums import IN_CARE, AttachmentKind, Departure, Status

Found = Iterator[tuple[Payment, StopKind, str]]
Finder = Callable[[Batch, Sequence[Payment], Facts], Found]
SHORTEST, LONGEST = 8, 30  # digits of an account: passbooks and old cards are shorter or longer than a card
# Cards of UnionPay pass the check digit; passbooks and old cards may not (domain reference 9.4).
UNION_PAY, CARD_LENGTHS = "62", range(16, 20)
PAPERS_OF_BILLS = frozenset({AttachmentKind.MEDICAL, AttachmentKind.SCHOOLING})
MOST_WORDS = 300


def find_stops(batch: Batch, lines: Sequence[Payment] | None = None) -> dict[Payment, list[tuple[StopKind, str]]]:
    """Return why lines should not be paid; by default of all proposed lines of a batch (loaded with item and fund)."""
    asked = lines_to_check(batch) if lines is None else lines
    found: dict[Payment, list[tuple[StopKind, str]]] = defaultdict(list)
    if not asked:
        return found
    facts = read_facts(batch, asked)
    for finder in FINDERS:
        for line, kind, detail in finder(batch, asked, facts):
            found[line].append((kind, detail[:MOST_WORDS]))
    return found


def lines_to_check(batch: Batch, among: Sequence[Payment] | None = None) -> list[Payment]:
    """Return the proposed lines of a batch with archive, person and rule line, in their order; one query."""
    lines = Payment.objects.filter(batch=batch, status=PaymentStatus.PROPOSED)
    if among is not None:
        lines = lines.filter(pk__in=[line.pk for line in among])
    loaded = lines.select_related("household", "member", "rule_line").order_by("position")
    return list(loaded.defer("household__search", "household__remark", "household__cause_text", "reasoning"))


def _not_on_file(batch: Batch, lines: Sequence[Payment], facts: Facts) -> Found:
    for line in lines:
        household = line.household
        if household.status not in IN_CARE and (batch.item.on_file_only or not household.is_open):
            yield line, StopKind.NOT_ON_FILE, f"档案目前“{household.get_status_display()}”。"


def _tapering(batch: Batch, lines: Sequence[Payment], facts: Facts) -> Found:
    if batch.item.pays_tapering:
        return
    for line in lines:
        if line.household.status == Status.TAPERING:
            yield line, StopKind.TAPERING, f"该户在渐退期，“{batch.item}”不对渐退期户发放。"


def _deceased(batch: Batch, lines: Sequence[Payment], facts: Facts) -> Found:
    for line in lines:
        person = line.member
        if person and person.departed_on:
            why = "去世" if person.departed_why == Departure.DIED else f"离户（{person.get_departed_why_display()}）"
            yield line, StopKind.DECEASED, f"受益人{person.name}已于 {person.departed_on:%Y-%m-%d} {why}。"


def _two_archives(batch: Batch, lines: Sequence[Payment], facts: Facts) -> Found:
    for line in lines:
        if other := facts.suspected.get(line.household_id):
            yield line, StopKind.TWO_ARCHIVES, f"与{other}疑似重复建档，尚未判定。"


def _ceilings(batch: Batch, lines: Sequence[Payment], facts: Facts) -> Found:
    for line in lines:
        proposal = facts.proposals[line.pk]
        if proposal.ceiling is None:
            yield line, StopKind.NO_RULE, proposal.reason_none or "没有适用的发放标准。"
        elif line.amount > proposal.ceiling:
            over = f"金额 {format_money(line.amount)} 元，标准上限 {format_money(proposal.ceiling)} 元。"
            yield line, StopKind.OVER_CEILING, over
        elif not line.amount:
            yield line, StopKind.OVER_CEILING, "可发放金额为零，请填写金额或移出。"


def _same_purpose(batch: Batch, lines: Sequence[Payment], facts: Facts) -> Found:
    first: dict[str, Payment] = {}
    for line in lines:
        keys = (line.once_key, row_key(batch.item, line))
        if words := next((facts.taken[key] for key in keys if key in facts.taken), ""):
            yield line, StopKind.SAME_PURPOSE, words
        elif before := next((first[key] for key in keys if key in first), None):
            yield line, StopKind.SAME_PURPOSE, f"与本批次第 {before.position} 行是同一对象、同一发放期。"
        for key in keys:
            first.setdefault(key, line)


def _fund(batch: Batch, lines: Sequence[Payment], facts: Facts) -> Found:
    fund, item = batch.budget.fund, batch.item
    if fund.projects and item.project not in fund.projects:
        told = f"“{fund}”不得用于{item.get_project_display()}。"
        yield from ((line, StopKind.FUND_PROJECT, told) for line in lines)
    elif told := _out_of_use(fund):
        yield from ((line, StopKind.FUND_PROJECT, told) for line in lines)
    for line in lines:
        if fund.levels and line.household.level not in fund.levels:
            yield line, StopKind.FUND_LEVEL, f"“{fund}”不得用于{line.household.get_level_display()}档案。"


def _out_of_use(fund: Fund) -> str:
    """Say why nothing is paid from a fund today, "" when it may be."""
    if fund.valid_from > clock.today():
        return f"“{fund}”自 {fund.valid_from:%Y-%m-%d} 起才能使用。"
    over = not fund.is_active or (fund.valid_until and fund.valid_until < clock.today())
    return f"“{fund}”已停用。" if over else ""


def _accounts(batch: Batch, lines: Sequence[Payment], facts: Facts) -> Found:
    if batch.delivery != Delivery.CARD:
        return
    for line in lines:
        if not line.card_no or not line.payee_name:
            yield line, StopKind.NO_ACCOUNT, "没有户名。" if line.card_no else "档案和本明细都没有银行账号。"
        elif fault := account_fault(line.card_no):
            yield line, StopKind.BAD_ACCOUNT, fault
        elif not line.own_account and line.card_no != line.household.card_no:
            yield line, StopKind.BAD_ACCOUNT, f"账号（尾号 {line.card_no[-4:]}）已不是档案现在登记的账号。"


def account_fault(card_no: str) -> str:
    """Say why a bank cannot take an account number, "" when it may: digits, length, check digit of UnionPay cards."""
    if not (card_no.isascii() and card_no.isdigit()):
        return f"账号（尾号 {card_no[-4:]}）含有数字以外的字符。"
    if not SHORTEST <= len(card_no) <= LONGEST:
        return f"账号（尾号 {card_no[-4:]}）为 {len(card_no)} 位，位数不对。"
    if card_no.startswith(UNION_PAY) and len(card_no) in CARD_LENGTHS and not is_card_plausible(card_no):
        return f"银行卡号（尾号 {card_no[-4:]}）校验位不符，请核对原卡。"
    return ""


def _strangers(batch: Batch, lines: Sequence[Payment], facts: Facts) -> Found:
    if batch.delivery != Delivery.CARD:
        return
    for line in lines:
        if line.payee_name and line.payee_name not in facts.people[line.household_id]:
            yield line, StopKind.STRANGER, f"户名“{line.payee_name}”不是该户在户人员。"
        elif line.card_no and facts.archives_of_card[line.card_no] - {line.household_id}:
            yield line, StopKind.STRANGER, f"账号（尾号 {line.card_no[-4:]}）同时登记在另一份在册档案中。"


def _bills(batch: Batch, lines: Sequence[Payment], facts: Facts) -> Found:
    for line in lines:
        if used := facts.used_bills.get(line.request_id or 0):
            yield line, StopKind.BILL_USED, f"票据 {'、'.join(used[:3])} 已用于其他发放。"
        rule = facts.proposals[line.pk].rule_line
        if rule and rule.formula == Formula.SHARE and not facts.bills[line.pk]:
            yield line, StopKind.NO_BILL, "按自付费用比例发放，本明细没有可用票据。"


def _papers(batch: Batch, lines: Sequence[Payment], facts: Facts) -> Found:
    for line in lines:
        has = facts.papers[line.household_id]
        if facts.bills[line.pk]:
            has = has | PAPERS_OF_BILLS
        if missing := [paper for paper in batch.item.papers if paper not in has]:
            names = "、".join(str(AttachmentKind(paper).label) for paper in missing)
            yield line, StopKind.NO_PAPERS, f"档案附件中没有：{names}。"


def _reviews(batch: Batch, lines: Sequence[Payment], facts: Facts) -> Found:
    for line in lines:
        if subject := facts.reviews.get(line.household.archive_no):
            yield line, StopKind.REVIEW_PENDING, f"该户正在办理{subject}审核。"


def _income(batch: Batch, lines: Sequence[Payment], facts: Facts) -> Found:
    for line in lines:
        if words := facts.above.get(line.household_id):
            yield line, StopKind.INCOME_ABOVE, words


FINDERS: tuple[Finder, ...] = (
    *(_not_on_file, _tapering, _deceased, _two_archives, _ceilings, _same_purpose, _fund),
    *(_accounts, _strangers, _bills, _papers, _reviews, _income),
)
