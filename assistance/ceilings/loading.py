"""The ceilings of many cases with a fixed number of queries: rules and standards in force, persons, bills, receipts."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from django.db.models import Count, F, Q, Sum

from assistance.ceilings.calculator import Claim, Line, ceiling_of, first_fitting
from assistance.ceilings.enums import BillKind, Formula
from assistance.ceilings.periods import year_of
from assistance.models import AidItem, Bill, ItemRule, Payment, RuleLine
from core import clock
from core.money import ZERO
from households.enums import AttachmentKind
from households.income import source_text
from households.models import Household, LivingStandard, Member
from organizations.models import Union
from organizations.scope import paths_down_to

Row = TypeVar("Row")
KIND_OF_PAPER = {AttachmentKind.MEDICAL: BillKind.MEDICAL, AttachmentKind.SCHOOLING: BillKind.TUITION}


@dataclass(frozen=True)
class Case:
    """Whom an amount is worked out for; ``household`` with ``union_path``, its members prefetched where there are many.

    ``bills`` None means all unused ones that fit; given ones count whatever they were used for. ``pending`` is what
    other lines propose for the same purpose in this year beside this one.
    """

    household: Household
    member: Member | None = None
    stage: str = ""
    bills: Sequence[Bill] | None = None
    pending: Decimal = ZERO


@dataclass(frozen=True)
class Proposal:
    """What the rule gives for a case in 元; ``ceiling`` None where it gives nothing, ``reason_none`` says why.

    ``bills`` are those that the amount was worked out from.
    """

    amount: Decimal
    ceiling: Decimal | None
    rule_line: RuleLine | None
    reasoning: list[str]
    reason_none: str = ""
    bills: tuple[Bill, ...] = ()


def propose(item: AidItem, cases: Sequence[Case], *, on: datetime.date, period: str) -> list[Proposal]:
    """Return what the rules of a day give for each case, in their order; six queries for any number of cases.

    Each household is held against the rule of the nearest union above it, the latest of it by the day.
    """
    desk = Desk(item, cases, on=on, period=period)
    return [desk.proposal_of(case) for case in cases]


class Desk:
    """Everything that the ceilings of some cases are worked out from."""

    def __init__(self, item: AidItem, cases: Sequence[Case], *, on: datetime.date, period: str) -> None:
        self.item, self.on = item, on
        self._households = {case.household.pk: case.household for case in cases}
        paths = {path for case in cases for path in paths_down_to(case.household.union_path)}
        self._rules = _rules_of(item, paths, on)
        self._standards = _standards_of(paths, on)
        self._persons = self._count_persons()
        self._bills = self._unused_bills(cases)
        self._received = _received(item, self._households.values(), year_of(period, on))

    def claim_of(self, case: Case, bills: Sequence[Bill] = ()) -> Claim:
        """Return what the amount of a case is worked out from."""
        household = case.household
        standard = _nearest(self._standards, household.union_path)
        province = self._standards.get(paths_down_to(household.union_path)[0])
        return Claim(
            category=household.category,
            level=household.level,
            persons=self._persons.get(household.pk, 0),
            stage=case.stage,
            self_paid=sum((bill.self_paid for bill in bills), ZERO),
            bills=len(bills),
            received=self._received_by(case) + case.pending,
            standard=standard.amount if standard else None,
            standard_source=source_text(standard) if standard else "",
            provincial=province.amount if province else None,
            provincial_source=source_text(province) if province else "",
        )

    def proposal_of(self, case: Case) -> Proposal:
        """Work one case out."""
        rule = _nearest(self._rules, case.household.union_path)
        if rule is None:
            reason = f"当地没有已发布并在 {self.on:%Y-%m-%d} 执行的“{self.item}”发放标准。"
            return Proposal(ZERO, None, None, [reason], reason)
        line = first_fitting(self.claim_of(case), rule.lines)
        since = clock.months_after(self.on, -line.bill_months) if line and line.bill_months else datetime.date.min
        offered = list(self._bills_of(case)) if line and line.formula == Formula.SHARE else []
        bills = tuple(bill for bill in offered if bill.issued_on >= since)
        claim = self.claim_of(case, bills)
        found = ceiling_of(replace(claim, too_old=len(offered) - len(bills)), rule.lines)
        reasoning = [f"依据：{rule.words}。", *found.reasoning]
        row = rule.rows.get(found.line.key) if found.line else None
        return Proposal(found.amount or ZERO, found.amount, row, reasoning, found.reason_none, bills)

    def _count_persons(self) -> dict[int, int]:
        """Return the stated number of persons, where none is stated the number of those who live there."""
        stated = {key: household.persons for key, household in self._households.items() if household.persons}
        asked = self._households.keys() - stated.keys()
        present = Member.objects.present().filter(household__in=asked).values("household").annotate(n=Count("pk"))
        return stated | dict(present.values_list("household", "n"))

    def _unused_bills(self, cases: Sequence[Case]) -> dict[int, list[Bill]]:
        """Return the unused bills of the households that named none, of the kinds that the item asks for."""
        asked = {case.household.pk for case in cases if case.bills is None}
        kinds = [KIND_OF_PAPER[paper] for paper in self.item.papers if paper in KIND_OF_PAPER]
        found: dict[int, list[Bill]] = defaultdict(list)
        if kinds and asked:
            fitting = Bill.objects.unused().filter(household__in=asked, kind__in=kinds, request__isnull=True)
            for bill in fitting.filter(issued_on__lte=self.on).order_by("issued_on", "pk"):
                found[bill.household_id].append(bill)
        return found

    def _bills_of(self, case: Case) -> Iterable[Bill]:
        if case.bills is not None:
            return {bill.pk: bill for bill in case.bills}.values()
        unused = self._bills.get(case.household.pk, ())
        return [bill for bill in unused if case.member is None or bill.member_id == case.member.pk]

    def _received_by(self, case: Case) -> Decimal:
        if case.member is None:
            return self._received.get(f"h{case.household.pk}", ZERO)
        return self._received.get(case.member.identity_no or f"m{case.member.pk}", ZERO)


@dataclass(frozen=True)
class _Rule:
    """A rule in force with its cases as the calculation reads them, and the rows that they were read from."""

    words: str
    lines: tuple[Line, ...]
    rows: dict[int, RuleLine]


def line_of(row: RuleLine) -> Line:
    """Return a case of a rule as the calculation reads it; its key is the position."""
    return Line(
        key=row.position,
        name=row.name,
        formula=row.formula,
        categories=frozenset(row.categories),
        levels=frozenset(row.levels),
        stages=frozenset(row.stages),
        amount=row.amount or ZERO,
        months=row.months or ZERO,
        per_head=row.per_head,
        of_province=row.of_province,
        share=row.share or ZERO,
        floor=row.floor,
        bill_months=row.bill_months,
        for_year=row.for_year,
        most=row.most,
        most_year=row.most_year,
    )


def _rules_of(item: AidItem, paths: set[str], on: datetime.date) -> dict[str, _Rule]:
    """Return the rule in force of each union on the way up, by its path; two queries."""
    held = ItemRule.objects.holding_on(on).filter(item=item, union__path__in=paths)
    found: dict[str, _Rule] = {}
    for rule in held.select_related("union").prefetch_related("lines"):
        if rule.union.path not in found:
            rows = {row.position: row for row in rule.lines.all()}
            found[rule.union.path] = _Rule(words_of(item, rule), tuple(map(line_of, rows.values())), rows)
    return found


def words_of(item: AidItem, rule: ItemRule) -> str:
    """Say which version of a rule an amount follows from."""
    paper = f"，{rule.doc_no}" if rule.doc_no else ""
    return f"{rule.union}“{item}”发放标准（{rule.valid_from:%Y-%m-%d} 起执行{paper}）"


def _standards_of(paths: set[str], on: datetime.date) -> dict[str, LivingStandard]:
    """Return the 低保 standard in force of each union on the way up, by its path."""
    held = LivingStandard.objects.filter(union__path__in=paths, valid_from__lte=on).select_related("union")
    latest = held.order_by("union__path", "-valid_from").distinct("union__path")
    return {standard.union.path: standard for standard in latest}


def standards_at(union: Union, day: datetime.date) -> dict[str, Decimal | None]:
    """Return the 低保 standard of a union's region and that of its province on a day; one query."""
    paths = paths_down_to(union.path)
    held = _standards_of(set(paths), day)
    here, province = _nearest(held, union.path), held.get(paths[0])
    return {"standard": here.amount if here else None, "provincial": province.amount if province else None}


def _nearest(rows: Mapping[str, Row], path: str) -> Row | None:
    return next((rows[above] for above in reversed(paths_down_to(path)) if above in rows), None)


def _received(item: AidItem, households: Iterable[Household], year: int) -> dict[str, Decimal]:
    """Return what was booked of an item in a year, less what was given back, by household and by person; one query.

    An archive counts with the one that it goes on from, and a person by the identity number in both.
    """
    begun = {household.pk: household for household in households}
    later = {household.previous_id: key for key, household in begun.items() if household.previous_id}
    of_year = Q(batch__period__startswith=f"{year}") | Q(batch__year=year) & ~Q(batch__period__regex="^[0-9]")
    booked = Payment.objects.booked().filter(of_year, household__in=[*begun, *later], batch__item=item)
    kept = Sum(F("amount") - F("refunded"))
    rows = booked.values_list("household", "member", "member__identity_no").annotate(kept=kept)
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for household, member, number, amount in rows.order_by():
        for key in {household, later.get(household)} & begun.keys():
            found[f"h{key}"] += amount
        if member:
            found[number or f"m{member}"] += amount
    return found
