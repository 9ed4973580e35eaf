"""One batch on its whole way through the real actions, each timed with its queries and its commit."""

import datetime
import functools
import io
import uuid
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import Count
from django.http import QueryDict
from PIL import Image

from assistance.actions.bank.files import make_bank_file
from assistance.actions.bank.results import read_result
from assistance.actions.payments.drawing import add_by_filter, draw_batch
from assistance.actions.payments.locking import lock_batch
from assistance.actions.payments.submitting import submit_batch
from assistance.ceilings.enums import Formula
from assistance.enums import AidProject
from assistance.funds.enums import EntryKind, FundKind
from assistance.funds.ledger import book, budget_for
from assistance.models import AidItem, BankLayout, Batch, Budget, Fund, ItemRule, LedgerEntry, RuleLine
from benchmarks.measure import reference, row, timed
from benchmarks.payments_bank import PASSWORD, answer_to
from core import clock
from core.money import to_money
from organizations.enums import Role
from organizations.models import RoleAssignment, Union, User
from reviews.actions.closing import close_notice
from reviews.actions.deciding import pass_step
from reviews.actions.notices import draw_notice, post_notice
from reviews.models import Notice, Review

EACH, GRANTED = to_money(100), to_money(1_000_000)
FAILED = 100  # of the lines, at the bank
DAYS_OF_NOTICE = datetime.timedelta(days=20)  # longer than a notice runs


class Play:
    """A county's batch for all its archives, and what each act on it took."""

    def __init__(self, code: str) -> None:
        self.union = Union.objects.get(code=code)
        self.officer, self.reviewer, self.approver, self.above = (
            User.objects.get(username=name)
            for name in ("county-officer", "county-reviewer", "county-approver", "prefecture-approver")
        )
        self.finance = _finance(self.union)
        self.rows: list[dict[str, Any]] = []

    def all_rows(self) -> list[dict[str, Any]]:
        """Take the batch all the way and return the figures."""
        with clock.at(clock.today() - DAYS_OF_NOTICE):
            batch = self.hand_in()
        close_notice(Notice.objects.get(), by=self.officer)
        for by in (self.reviewer, self.approver, self.above):
            pass_step(self.review_of(batch), by=by, opinion="同意")
        batch = self.act("locked and booked", lambda: lock_batch(batch, by=self.finance), 10)
        self.pay(batch)
        return [row("lines", batch.lines_count, "rows"), *self.rows]

    def hand_in(self) -> Batch:
        """Build a batch, hand it in and post its notice: all some days ago, for the notice to have ended by now."""
        drawn, everybody = self.draw(), QueryDict()
        self.act("built from a filter, all stops", lambda: add_by_filter(drawn, everybody, by=self.officer), 20)
        batch = self.act("handed in, stops looked for anew", lambda: submit_batch(drawn, by=self.officer), 20)
        review = self.review_of(batch)
        notice = self.act("notice of all lines drawn up", lambda: draw_notice([review], by=self.officer))
        post_notice(notice, by=self.officer, place="公告栏", photo=_photo())
        return batch

    def act(self, what: str, act: Callable[[], Any], most: int | None = None) -> Any:
        """Time an act with its commit, count its queries, and measure the machine just before."""
        asked = [0]

        def count(execute: Any, *arguments: Any) -> Any:
            asked[0] += 1
            return execute(*arguments)

        before = reference()
        with connection.execute_wrapper(count):
            result, took = timed(act)
        budget = f"<= {most}" if most else ""
        self.rows += [row(what, took, "s", budget, reference=before), row(f"{what}: queries", asked[0], "")]
        return result

    def draw(self) -> Batch:
        """Open a batch out of a budget that can pay it, of an item with one fixed amount."""
        facts = {
            "union": self.union,
            "title": "生活救助",
            "item": _item(self.union),
            "budget": _budget(self.union, self.finance),
        }
        return draw_batch(by=self.officer, client_id=uuid.uuid4(), **facts)

    def review_of(self, batch: Batch) -> Review:
        """Return the review of a batch as it stands."""
        return Review.objects.select_related("step").get(batches=batch)

    def pay(self, batch: Batch) -> None:
        """Hand the file to the bank and read its result: nearly all lines are paid, the last ones fail."""
        layout = BankLayout.objects.get(code="general-text")
        make = functools.partial(make_bank_file, batch, layout, by=self.finance, password=PASSWORD)
        _file, zipped = self.act("bank file made and locked", make)
        answer = answer_to(zipped, failed=FAILED)
        self.act("result file read and booked", lambda: read_result(batch, layout, answer, by=self.finance))
        counted = batch.payments.order_by().values_list("status").annotate(lines=Count("pk"))
        self.rows += [row(f"lines {status}", lines, "rows") for status, lines in sorted(counted)]


def _finance(union: Union) -> User:
    user = User.objects.create(username="bench-finance", name="县财务", union=union)
    day = clock.today()
    held = {"valid_from": day, "expires_on": day + datetime.timedelta(days=365)}
    RoleAssignment.objects.create(user=user, role=Role.FINANCE, union=union, **held)
    return user


def _item(union: Union) -> AidItem:
    item = AidItem.objects.create(code="bench", name="生活救助测试", project=AidProject.LIVING, union=union)
    rule = ItemRule.objects.create(item=item, union=union, valid_from=datetime.date(2016, 1, 1))
    RuleLine.objects.create(rule=rule, position=1, name="全部", formula=Formula.FIXED, amount=EACH)
    rule.published_at = clock.now()
    rule.save(update_fields=["published_at"])
    return item


@transaction.atomic
def _budget(union: Union, by: User) -> Budget:
    day = clock.today()
    facts = {"code": "bench", "name": "测试资金", "kind": FundKind.CENTRAL, "valid_from": day.replace(month=1, day=1)}
    budget = budget_for(Fund.objects.create(union=union, **facts), union, day.year)
    book([LedgerEntry(budget=budget, kind=EntryKind.GRANT, amount=GRANTED, doc_no="测 1 号", by=by)])
    return Budget.objects.get(pk=budget.pk)


def _photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "#b9d7ea").save(out, "JPEG")
    return SimpleUploadedFile("公示.jpg", out.getvalue(), "image/jpeg")
