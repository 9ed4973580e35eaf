"""Money of the demo county through the real actions: budgets, and a batch of payments at every stage."""

import datetime
import uuid
from collections.abc import Iterable
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import transaction

from assistance.actions.bank.again import pay_again
from assistance.actions.bank.files import make_bank_file
from assistance.actions.bank.results import read_result
from assistance.actions.funds.granting import grant, open_budget
from assistance.actions.funds.moving import allocate
from assistance.actions.payments.closing import close_batch, set_voucher
from assistance.actions.payments.drawing import add_households, draw_batch
from assistance.actions.payments.lines import drop_lines
from assistance.actions.payments.locking import lock_batch
from assistance.actions.payments.submitting import submit_batch
from assistance.bank.lines import line_key
from assistance.models import AidItem, BankLayout, Batch, Budget, Fund, Payment
from assistance.payments.building import Wanted
from assistance.payments.enums import PaymentStatus, StopState
from core import clock
from core.workdays import add_workdays
from households.enums import Status
from households.models import Household
from organizations.models import Union, User
from reports.demo.accounts import PREFECTURE
from reports.demo.places import COUNTY
from reports.demo.reviewing import END, Accounts, Leader
from reviews.models import Review

SPACE = uuid.UUID("6f1d2026-0000-4000-8000-000000000002")
# Of each fund: what the prefecture is granted, and what it passes on to the county, in 元.
GRANTS = (("central", 1_200_000, 400_000), ("own-union", 500_000, 150_000))
SIZE = 10  # households of a batch
# Working days from handing in until step 3, the reviewer of the county, waits; and until everybody has agreed.
AT_REVIEWER, AGREED = 8, 12
FAILURE = "账号与户名不符"


class Funding:
    """Makes the money of a home that has just been seeded; needs the demo accounts."""

    def __init__(self) -> None:
        names = ("county-officer", "county-reviewer", "finance")
        self.users = User.objects.in_bulk(names, field_name="username")
        self.county = Union.objects.get(code=COUNTY)
        self.leader = Leader(Accounts())
        self.teller = Teller(self.users["finance"])

    @transaction.atomic
    def make(self) -> None:
        """Make the budgets, and five batches: paid and closed, at the bank, at the reviewer, being drawn, goods."""
        grant_money()
        homes = list(self._homes())
        parts = (self._closed, self._at_the_bank, self._at_the_reviewer, self._drawn, self._goods)
        for number, part in enumerate(parts):
            part(homes[number * SIZE : (number + 1) * SIZE])

    def _homes(self) -> Iterable[Household]:
        rows = Household.objects.filter(union__path__startswith=self.county.path, status=Status.ON_FILE)
        return rows.filter(household_reviews=None).defer("search").order_by("-archive_no")

    def _draw(self, title: str, item: str, fund: str, homes: list[Household], amount: int, goods: str = "") -> Batch:
        officer, year = self.users["county-officer"], clock.today().year
        batch = draw_batch(
            by=officer,
            union=self.county,
            title=title,
            item=AidItem.objects.get(code=item),
            budget=Budget.objects.get(fund__code=fund, union=self.county, year=year),
            unit_amount=Decimal(amount),
            client_id=uuid.uuid5(SPACE, title),
            goods=goods,
        )
        add_households(batch, [Wanted(home) for home in homes], by=officer)
        return batch

    def _hand_in(self, batch: Batch) -> None:
        """Take off what must not be paid, and hand the rest in."""
        officer = self.users["county-officer"]
        stopped = Payment.objects.filter(batch=batch, stops__state=StopState.OPEN).distinct()
        if stopped.exists():
            drop_lines(batch, stopped, by=officer, reason="停发事由未消除")
        submit_batch(Batch.objects.get(pk=batch.pk), by=officer)

    def _agreed(self, batch: Batch, day: datetime.date, to: int = END) -> Batch:
        """Hand a batch in on a day and lead it to a step; at the end of all it is locked."""
        with clock.at(day):
            self._hand_in(batch)
        review = Review.objects.get(batches=batch.pk)
        self.leader.lead(review, to, day)
        batch.refresh_from_db()
        return batch

    def _closed(self, homes: list[Household]) -> None:
        start = ago(40)
        with clock.at(start):
            batch = self._draw(f"{start.year} 年第三季度生活救助", "living", "central", homes, 3500)
        self._agreed(batch, start)
        with clock.at(ago(24)):
            self.teller.send(batch)
        with clock.at(ago(22)):
            self.teller.answer(batch, fails=2)
            failed = Payment.objects.filter(batch=batch, status=PaymentStatus.FAILED).select_related("household")
            pay_again(failed, by=self.users["finance"], same=True)
            self.teller.send(batch)
        with clock.at(ago(20)):
            self.teller.answer(batch, fails=0)
            set_voucher(batch, by=self.users["finance"], voucher_no=f"记{start.year}10-021")
            close_batch(Batch.objects.get(pk=batch.pk), by=self.users["finance"])

    def _at_the_bank(self, homes: list[Household]) -> None:
        start = ago(16)
        with clock.at(start):
            batch = self._draw(f"{start.year} 年第四季度生活救助", "living", "central", homes, 2600)
        self._agreed(batch, start)
        with clock.at(ago(2)):
            self.teller.send(batch)

    def _at_the_reviewer(self, homes: list[Household]) -> None:
        start = ago(AT_REVIEWER)
        with clock.at(start):
            batch = self._draw(f"{start.year} 年临时救助", "emergency", "own-union", homes, 1500)
        self._agreed(batch, start, to=3)

    def _drawn(self, homes: list[Household]) -> None:
        with clock.at(ago(1)):
            year = clock.today().year
            self._draw(f"{year} 年冬季生活救助（补充）", "living", "central", homes, 2000)

    def _goods(self, homes: list[Household]) -> None:
        start, goods = ago(15), "大米 10 公斤、食用油 5 升"
        with clock.at(start):
            batch = self._draw(f"{start.year} 年中秋国庆慰问品", "gifts", "own-union", homes, 300, goods=goods)
        self._agreed(batch, start)
        with clock.at(ago(2)):
            lock_batch(Batch.objects.get(pk=batch.pk), by=self.users["finance"])


class Teller:
    """Finance and the bank: locks, sends, reads what came back."""

    def __init__(self, finance: User) -> None:
        self.finance, self.layout = finance, BankLayout.objects.order_by("pk")[0]

    def send(self, batch: Batch) -> None:
        """Lock a batch, and make the file of its next round."""
        finance = self.finance
        lock_batch(Batch.objects.get(pk=batch.pk), by=finance)
        make_bank_file(Batch.objects.get(pk=batch.pk), self.layout, by=finance, password="Jianshui2026")  # noqa: S106

    def answer(self, batch: Batch, *, fails: int) -> None:
        """Read what the bank answers to the round that was sent: the first lines come back."""
        lines = Payment.objects.filter(batch=batch, status=PaymentStatus.SENT).order_by("position")
        rows = [_row(self.layout, line, fails=number < fails) for number, line in enumerate(lines)]
        head = self.layout.separator.join(self.layout.result_columns.values())
        content = "\n".join([head, *rows, ""]).encode(self.layout.encoding)
        read_result(batch, self.layout, ContentFile(content, name="回盘.txt"), by=self.finance)


def _row(layout: BankLayout, line: Payment, *, fails: bool) -> str:
    """Write what the bank says of a line."""
    words = {
        "key": line_key(line.batch_id, line.position),
        "amount": f"{line.amount}",
        "outcome": "失败" if fails else "成功",
        "reason": FAILURE if fails else "",
        "bank_ref": "" if fails else f"YH{line.pk:08d}",
        "paid_on": "",
    }
    return layout.separator.join(words[name] for name in layout.result_columns)


def grant_money() -> None:
    """Grant the prefecture this year's money, and pass a part on to the county."""
    first, by = clock.today().replace(month=1, day=4), User.objects.get(username="finance")
    prefecture, county = Union.objects.get(code=PREFECTURE), Union.objects.get(code=COUNTY)
    with clock.at(first):
        for code, granted, passed_on in GRANTS:
            budget = open_budget(Fund.objects.get(code=code), prefecture, first.year, by=by)
            paper = f"演示〔{first.year}〕{len(code)} 号"
            grant(budget, Decimal(granted), by=by, doc_no=paper, movement=uuid.uuid5(SPACE, f"grant/{code}"))
            key = uuid.uuid5(SPACE, f"allocate/{code}")
            allocate(budget, county, Decimal(passed_on), by=by, doc_no=paper, movement=key)


def ago(workdays: int) -> datetime.date:
    """Return the working day so many working days back."""
    day = clock.today()
    while add_workdays(day, workdays).day > clock.today():
        day -= datetime.timedelta(days=1)
    return day
