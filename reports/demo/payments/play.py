"""The four years themselves, wave by wave; begun again, they go on after the last wave that was brought to its end."""

import datetime
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db import connection, transaction
from django.db.models import Count, Max, Sum

from assistance.enums import AidProject
from assistance.models import AidItem, BankLayout, Batch, Budget, Fund, Payment, Service
from assistance.payments.enums import BatchStatus, PaymentStatus
from assistance.services.enums import EnrolmentStatus
from audits.actions.clear import refresh_clear
from core import clock
from core.errors import Conflict
from core.money import ZERO
from core.workdays import add_workdays
from households.importing.bulk import insert_rows
from households.models import Household
from organizations.enums import Role
from organizations.models import Union, User
from reports.demo.campaign.walking import Walker
from reports.demo.payments import services
from reports.demo.payments.batches import Drawn, draw
from reports.demo.payments.money import Need, budgets_of, fill
from reports.demo.payments.payees import Payee, Payees
from reports.demo.payments.paying import Payday
from reports.demo.payments.plan import KINDS, Plan, Wave, amount_of, spread, waves
from reports.demo.payments.staff import Staff
from reviews.actions.starting import Case, start_reviews
from reviews.enums import StepLevel, Subject
from reviews.models import Step

AT_ONCE = 2000  # archives whose six-clear is computed anew together
Tell = Callable[[str], None]


class PaymentWalker(Walker):
    """Leads payments to their decision: of two approvers the last one decides for the prefecture."""

    def by_the_last(self, step: Step) -> bool:
        """Tell whether the last of those who hold the role acts on a step."""
        return step.level == StepLevel.PREFECTURE


@dataclass(frozen=True)
class Figures:
    """What the four years came to: household-times by item, person-times of services, and the sum in 元."""

    living: int
    schooling: int
    medical: int
    services: int
    amount: Decimal


class Money:
    """Plays the money of 2017 to 2020 over the archives of a home."""

    def __init__(self, living: int, tell: Tell) -> None:
        self.plan, self.tell, self.began = Plan(living), tell, time.monotonic()

    def play(self) -> Figures:
        """Bring the four years to their end and return what they came to."""
        self.staff, self.payees = Staff(), Payees()
        self.walker = PaymentWalker(self.staff)
        self._plan()
        fill(self.needs, self.unions, self.funds, by=self._finance(self.staff.province))
        self.budgets = budgets_of(self.funds)
        self.say("资金已下达拨付")
        for turn, wave in enumerate(waves()):
            self._wave(wave, turn)
        self._serve()
        self._clear()
        return figures()

    def say(self, words: str) -> None:
        """Tell what is done, and after how many seconds."""
        self.tell(f"{time.monotonic() - self.began:7.1f} 秒  {words}")

    @cached_property
    def unions(self) -> dict[int, Union]:
        return {union.pk: union for union in self.payees.unions.values()}

    @cached_property
    def funds(self) -> dict[str, Fund]:
        return {fund.code: fund for fund in Fund.objects.filter(union=self.staff.province)}

    @cached_property
    def items(self) -> dict[str, AidItem]:
        return {item.code: item for item in AidItem.objects.filter(union=self.staff.province)}

    def _finance(self, union: Union) -> User:
        return self.staff.holding(Role.FINANCE, union.path)

    def _plan(self) -> None:
        """Count who is there at each wave, share the figures out, choose the households, and sum the money up."""
        for wave in waves():
            counts = {union: len(self._there(wave, union)) for union in self.unions}
            self.plan.there[wave] = {union: count for union, count in counts.items() if count}
        self.counts = {key: count for kind in KINDS for key, count in self.plan.shares(kind).items() if count}
        self.needs: dict[Need, Decimal] = defaultdict(lambda: ZERO)
        for turn, wave in enumerate(waves()):
            for union in self.unions:
                lines = self._chosen(wave, turn, union)
                if lines:
                    total = sum((amount_of(wave.kind, payee.household, wave.day) for payee in lines), ZERO)
                    self.needs[wave.day.year, wave.fund, union] += total
        for year, found in services.courses(self.plan, self.payees.of, self.unions):
            for course in found:
                self.needs[year, services.FUND, course.service.union_id] += course.cost
        self.say(f"计划 {sum(self.counts.values()):,} 笔，{sum(self.needs.values()):,.2f} 元")

    def _there(self, wave: Wave, union: int) -> list[Payee]:
        """Return whom a union may pay in a wave: a fund pays archives of its levels only."""
        levels = self.funds[wave.fund].levels
        there = self.payees.there(union, wave.kind, wave.day)
        return [payee for payee in there if payee.level in levels] if levels else there

    def _chosen(self, wave: Wave, turn: int, union: int) -> list[Payee]:
        there = self._there(wave, union)
        return [there[place] for place in spread(self.counts.get((wave, union), 0), len(there), turn)]

    @transaction.atomic
    def _wave(self, wave: Wave, turn: int) -> None:
        """Draw the batches of a wave, have them decided, and pay them; whole or not at all."""
        item = self.items[wave.kind.item]
        if Batch.objects.filter(item=item, drawn_at__date=wave.day, status=BatchStatus.CLOSED).exists():
            return
        seqs = dict(Batch.objects.filter(year=wave.day.year).values_list("union").annotate(last=Max("seq")))
        drawn = []
        for union in self.unions.values():
            if payees := self._chosen(wave, turn, union.pk):
                budget = self.budgets[wave.day.year, wave.fund, union.pk]
                by = self.staff.holding(Role.OFFICER, union.path)
                drawn.append(draw(wave, item, budget, payees, seq=seqs.get(union.pk, 0) + 1, by=by))
        insert_rows(Batch, [one.batch for one in drawn])
        insert_rows(Payment, [line for one in drawn for line in one.lines])
        last = self._decide(drawn, wave)
        finance = {union: self._finance(found) for union, found in self.unions.items()}
        day = add_workdays(last, 1).day
        Payday(drawn, self.layout, day, finance).run()
        self.say(f"{day:%Y-%m-%d} {item.name} {sum(len(one.lines) for one in drawn):,} 笔已发放")

    @cached_property
    def layout(self) -> BankLayout:
        return BankLayout.objects.filter(union=self.staff.province).order_by("pk")[0]

    def _decide(self, drawn: Sequence[Drawn], wave: Wave) -> datetime.date:
        """Hand the batches in and lead them to their decision; return the last day."""
        reviews = []
        with clock.at(wave.day):
            for one in drawn:
                batch = one.batch
                case = Case(
                    batch.union,
                    batch.title,
                    batch.number,
                    [["发放批次", [["帮扶项目", str(batch.item)], ["户次", str(len(one.lines))]]]],
                    {"batch": batch.pk},
                    one.amount,
                )
                [review] = start_reviews(Subject.PAYMENT, [case], by=batch.drawn_by)
                batch.review, batch.status, batch.submitted_at = review, BatchStatus.REVIEWING, clock.now()
                batch.save(update_fields=["review", "status", "submitted_at"])
                reviews.append(review.pk)
        last = self.walker.walk(reviews, wave.day)
        keys = [one.batch.pk for one in drawn]
        approved = Batch.objects.filter(pk__in=keys, status=BatchStatus.APPROVED).count()
        if approved != len(drawn):
            raise Conflict(f"{wave.day} 的 {len(drawn)} 个批次只批准了 {approved} 个。")
        return last

    def _serve(self) -> None:
        """Write the services of each year that are missing, and what they cost."""
        for year, found in services.courses(self.plan, self.payees.of, self.unions):
            self._serve_year(year, found)

    @transaction.atomic
    def _serve_year(self, year: int, found: list[services.Course]) -> None:
        there = set(
            Service.objects.filter(client_id__in=[c.service.client_id for c in found]).values_list(
                "client_id", flat=True
            )
        )
        found = [course for course in found if course.service.client_id not in there]
        if not found:
            return
        by = self.staff.holding(Role.OFFICER, self.staff.province.path)
        services.write(found, by=by)
        services.charge(found, self.budgets, by=self._finance(self.staff.province))
        people = sum(len(course.people) for course in found)
        self.say(f"{year} 年{found[0].service.get_kind_display()} {people:,} 人次")

    def _clear(self) -> None:
        """Compute the six-clear of all archives anew, since what they received has changed."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        keys = list(Household.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            refresh_clear(keys[start : start + AT_ONCE])
        self.say("六清已重新计算")


def figures() -> Figures:
    """Return what was paid and given, counted from the rows themselves."""
    paid = Payment.objects.filter(status=PaymentStatus.PAID)
    counts = Counter(dict(paid.values_list("batch__item__project").annotate(n=Count("pk")).order_by()))
    people = Service.objects.filter(enrolments__status=EnrolmentStatus.COMPLETED).aggregate(n=Count("enrolments"))["n"]
    spent = Budget.objects.aggregate(n=Sum("spent"))["n"] or ZERO
    return Figures(counts[AidProject.LIVING], counts[AidProject.SCHOOLING], counts[AidProject.MEDICAL], people, spent)
