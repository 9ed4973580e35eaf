"""The four years themselves, wave by wave; begun again, they go on after the last wave that was brought to its end."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db import connection, transaction
from django.db.models import Count, Max, Sum

from assistance.enums import AidProject
from assistance.models import BankLayout, Batch, Budget, Payment, Service
from assistance.payments.enums import BatchStatus, PaymentStatus
from assistance.services.enums import EnrolmentStatus
from audits.actions.clear import refresh_clear
from core.money import ZERO
from core.workdays import add_workdays
from households.importing.bulk import insert_rows
from households.models import Household
from organizations.enums import Role
from organizations.models import Union, User
from reports.demo.payments import services
from reports.demo.payments.batches import draw
from reports.demo.payments.choosing import Choice
from reports.demo.payments.deciding import PaymentWalker, decide
from reports.demo.payments.money import budgets_of, fill
from reports.demo.payments.paying import Payday
from reports.demo.payments.plan import YEARS, Wave, waves
from reports.demo.payments.staff import Staff

AT_ONCE = 2000  # archives whose six-clear is computed anew together
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Figures:
    """What the four years came to: household-times by item, person-times of services, and the sum in 元."""

    living: int
    schooling: int
    medical: int
    services: int
    amount: Decimal

    def __str__(self) -> str:
        return (
            f"2017 至 2020 年：生活救助 {self.living:,} 户次，子女助学 {self.schooling:,} 户次，"
            f"医疗救助 {self.medical:,} 户次，培训和就业服务 {self.services:,} 人次，支出 {self.amount:,.2f} 元。"
        )


class Money:
    """Plays the money of 2017 to 2020 over the archives of a home."""

    def __init__(self, living: int, tell: Tell) -> None:
        self.living, self.tell, self.began = living, tell, time.monotonic()

    def play(self) -> Figures:
        """Bring the four years to their end and return what they came to."""
        self.staff = Staff()
        self.walker = PaymentWalker(self.staff)
        self.choice = Choice(self.living, self.staff.province)
        self.unions = self.choice.unions
        lines, money = sum(self.choice.counts.values()), sum(self.choice.needs.values())
        self.say(f"计划 {lines:,} 笔，{money:,.2f} 元")
        fill(self.choice.needs, self.unions, self.choice.funds, by=self._finance(self.staff.province))
        self.budgets = budgets_of(self.choice.funds)
        self.say("资金已下达拨付")
        for turn, wave in enumerate(waves()):
            self._wave(wave, turn)
        self._serve()
        self._clear()
        return figures()

    def say(self, words: str) -> None:
        """Tell what is done, and after how many seconds."""
        self.tell(f"{time.monotonic() - self.began:7.1f} 秒  {words}")

    def _finance(self, union: Union) -> User:
        return self.staff.holding(Role.FINANCE, union.path)

    @transaction.atomic
    def _wave(self, wave: Wave, turn: int) -> None:
        """Draw the batches of a wave, have them decided, and pay them; whole or not at all."""
        item = self.choice.items[wave.kind.item]
        if Batch.objects.filter(item=item, drawn_at__date=wave.day, status=BatchStatus.CLOSED).exists():
            return
        seqs = dict(Batch.objects.filter(year=wave.day.year).values_list("union").annotate(last=Max("seq")))
        drawn = []
        for union in self.unions.values():
            if payees := self.choice.chosen(wave, turn, union.pk):
                budget = self.budgets[wave.day.year, wave.fund, union.pk]
                by = self.staff.holding(Role.OFFICER, union.path)
                drawn.append(draw(wave, item, budget, payees, seq=seqs.get(union.pk, 0) + 1, by=by))
        insert_rows(Batch, [one.batch for one in drawn])
        insert_rows(Payment, [line for one in drawn for line in one.lines])
        last = decide(drawn, wave.day, self.walker)
        finance = {union: self._finance(found) for union, found in self.unions.items()}
        day = add_workdays(last, 1).day
        Payday(drawn, self.layout, day, finance).run()
        self.say(f"{day:%Y-%m-%d} {item.name} {sum(len(one.lines) for one in drawn):,} 笔已发放")

    @cached_property
    def layout(self) -> BankLayout:
        return BankLayout.objects.filter(union=self.staff.province).order_by("pk")[0]

    def _serve(self) -> None:
        """Write the services of each year that are missing, and what they cost."""
        for year, found in services.courses(self.choice.plan, self.choice.payees.of, self.unions):
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
    paid = Payment.objects.filter(status=PaymentStatus.PAID, paid_on__year__in=YEARS)
    counts = Counter(dict(paid.values_list("batch__item__project").annotate(n=Count("pk")).order_by()))
    people = Service.objects.filter(enrolments__status=EnrolmentStatus.COMPLETED).aggregate(n=Count("enrolments"))["n"]
    spent = Budget.objects.filter(year__in=YEARS).aggregate(n=Sum("spent"))["n"] or ZERO
    return Figures(counts[AidProject.LIVING], counts[AidProject.SCHOOLING], counts[AidProject.MEDICAL], people, spent)
