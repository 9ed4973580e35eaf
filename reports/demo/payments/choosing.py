"""Who is paid in which wave, and what money that takes of each budget."""

from collections import defaultdict
from decimal import Decimal
from functools import cached_property

from assistance.models import AidItem, Fund
from core.money import ZERO
from organizations.models import Union
from reports.demo.payments import services
from reports.demo.payments.money import Need
from reports.demo.payments.payees import Payee, Payees
from reports.demo.payments.plan import KINDS, Plan, Wave, amount_of, spread, waves


class Choice:
    """Shares the figures of a plan out over the households that are there."""

    def __init__(self, living: int, province: Union) -> None:
        self.plan, self.payees, self.province = Plan(living), Payees(), province
        for wave in waves():
            counts = {union: len(self._there(wave, union)) for union in self.unions}
            self.plan.there[wave] = {union: count for union, count in counts.items() if count}
        self.counts = {key: count for kind in KINDS for key, count in self.plan.shares(kind).items() if count}

    @cached_property
    def unions(self) -> dict[int, Union]:
        return {union.pk: union for union in self.payees.unions.values()}

    @cached_property
    def funds(self) -> dict[str, Fund]:
        return {fund.code: fund for fund in Fund.objects.filter(union=self.province)}

    @cached_property
    def items(self) -> dict[str, AidItem]:
        return {item.code: item for item in AidItem.objects.filter(union=self.province)}

    @cached_property
    def needs(self) -> dict[Need, Decimal]:
        """What each budget has to bear, in 元: payments, and courses."""
        needs: dict[Need, Decimal] = defaultdict(lambda: ZERO)
        for turn, wave in enumerate(waves()):
            for union in self.unions:
                if lines := self.chosen(wave, turn, union):
                    total = sum((amount_of(wave.kind, payee.household, wave.day) for payee in lines), ZERO)
                    needs[wave.day.year, wave.fund, union] += total
        for year, found in services.courses(self.plan, self.payees.of, self.unions):
            for course in found:
                needs[year, services.FUND, course.service.union_id] += course.cost
        return needs

    def chosen(self, wave: Wave, turn: int, union: int) -> list[Payee]:
        """Return whom a union pays in a wave."""
        there = self._there(wave, union)
        return [there[place] for place in spread(self.counts.get((wave, union), 0), len(there), turn)]

    def _there(self, wave: Wave, union: int) -> list[Payee]:
        """Return whom a union may pay in a wave: a fund pays archives of its levels only."""
        levels = self.funds[wave.fund].levels
        there = self.payees.there(union, wave.kind, wave.day)
        return [payee for payee in there if payee.level in levels] if levels else there
