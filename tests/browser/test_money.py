"""Forty households are paid: stops, notice, approvals, bank, three failures, paid again; then the auditor's page.

With SCREENSHOTS=docs/images the pictures of the user guide are made by the way.
"""

import datetime
import zipfile
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.urls import reverse

from assistance.bank.lines import line_key
from assistance.models import BankLayout, Batch, Budget, LedgerEntry, Payment, Stop
from assistance.payments.enums import BatchStatus, PaymentStatus, StopKind, StopState
from audits.actions.household_reviews import apply_for_cancel
from audits.enums import CancelCause
from core import clock
from core.workdays import add_workdays
from households.enums import IN_CARE, Likeness, Status
from households.models import DuplicateSuspicion, Household
from organizations.models import User
from reports.demo.funding import grant_money
from reports.demo.seeding import seed_households
from reviews.models import Notice, Review
from tests.browser.conftest import confirm
from tests.support.files import scene
from tests.support.life import put

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference"), pytest.mark.timeout(400)]
START = datetime.date(2026, 10, 12)
FORTY = 40
SECRET = "Jianshui2026"
FIVE = {
    StopKind.NO_ACCOUNT,
    StopKind.BAD_ACCOUNT,
    StopKind.STRANGER,
    StopKind.TWO_ARCHIVES,
    StopKind.REVIEW_PENDING,
}
PHOTO = {"name": "公示栏.jpg", "mimeType": "image/jpeg", "buffer": scene()}


@pytest.fixture
def homes(accounts) -> list[Household]:
    """Forty households of the demo county that may be paid, and the budgets of this year."""
    with clock.at(START):
        seed_households(260, seed=1)
        grant_money()
    there = Household.objects.filter(union__path__startswith=county_path(), status__in=IN_CARE).order_by("archive_no")
    kept = list(there.filter(status=Status.ON_FILE)[:FORTY])
    for other in there.exclude(pk__in=[home.pk for home in kept]):
        put(other, Status.CANCELLED)
    return kept


def county_path() -> str:
    return User.objects.get(username="county-officer").union.path


def spoil(homes: list[Household]) -> None:
    """Give five of them five reasons not to be paid."""
    other = Household.objects.exclude(union__path__startswith=county_path()).filter(status=Status.ON_FILE)[0]
    Household.objects.filter(pk=homes[0].pk).update(card_no="")
    Household.objects.filter(pk=homes[1].pk).update(card_no=mistyped(homes[1].card_no))
    Household.objects.filter(pk=homes[2].pk).update(card_no=other.card_no)
    first, second = sorted([homes[3], other], key=lambda home: home.pk)
    DuplicateSuspicion.objects.create(first=first, second=second, reasons=[Likeness.NAME])
    apply_for_cancel(homes[4], by=User.objects.get(username="county-officer"), cause=CancelCause.TRANSFERRED)


def mistyped(number: str) -> str:
    """Return a card number whose check digit is wrong."""
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def draw(clerk) -> Batch:
    """Draw a batch of one amount for all, and fill it from a filter."""
    page = clerk.open(reverse("batch_create"))
    page.locator("#id_title").fill("2026 年第四季度生活救助")
    page.get_by_label("帮扶项目").select_option(label="生活救助")
    page.get_by_label("资金预算").select_option(index=1)
    page.locator("#id_unit_amount").fill("3500")
    clerk.keep("money-01-batch")
    page.get_by_role("button", name="编制并添加对象").click()
    page.get_by_role("heading", name=f"符合条件 {FORTY} 行").wait_for()
    clerk.keep("money-02-filter")
    page.get_by_role("button", name=f"添加这 {FORTY} 行").click()
    page.get_by_text(f"已添加 {FORTY} 行").wait_for()
    return Batch.objects.get()


def mend(clerk, batch: Batch, homes: list[Household], office) -> None:
    """Deal with the five stops: two accounts put right, two lines dropped, one overridden by the reviewer."""
    kinds = set(Stop.objects.filter(payment__batch=batch).values_list("kind", flat=True))
    assert kinds == FIVE
    page = clerk.open(reverse("batch_stops", args=[batch.pk]))
    clerk.keep("money-03-stops", whole=True)
    for home in homes[:2]:
        page = clerk.open(reverse("payment_edit", args=[batch.payments.get(household=home).pk]))
        page.get_by_label("银行账号").fill(home.card_no)
        page.get_by_role("button", name="保存", exact=True).click()
        page.get_by_text("已").first.wait_for()
    override(office("county-reviewer"), batch, homes[3])
    page = clerk.open(reverse("batch", args=[batch.pk], query={"show": "stopped"}))
    page.get_by_label("选择本页全部").check()
    page.get_by_label("移出原因").fill("待核实后另行发放")
    page.get_by_role("button", name="移出所选").click()
    page.get_by_text("没有待处理的停发事由").first.wait_for()


def override(reviewer, batch: Batch, home: Household) -> None:
    """Let a line be paid all the same, with a signed reason."""
    page = reviewer.open(reverse("batch_stops", args=[batch.pk]))
    group = page.locator("form", has=page.get_by_role("heading", name=StopKind.TWO_ARCHIVES.label))
    group.get_by_label(home.head_name).check()
    group.get_by_role("button", name="准予发放").click()
    group.get_by_role("alert").get_by_text("请填写准予发放的理由。").wait_for()
    group.get_by_label("准予发放的理由").fill("已到户核实，两户同名，不是同一家庭")
    reviewer.keep("money-04-override")
    group.get_by_role("button", name="准予发放").click()
    page.get_by_text("已到户核实").first.wait_for()


def hand_in(clerk, batch: Batch) -> Review:
    page = clerk.open(batch.get_absolute_url())
    page.get_by_role("button", name="停发核查").click()
    page.get_by_role("button", name="报批").click()
    confirm(page, "报批")
    page.get_by_text("审批中").first.wait_for()
    return Review.objects.get(batches=batch.pk)


def publish(clerk, phone, review: Review) -> datetime.date:
    """Draw the notice up, post it, and look at it from the street; return the working day after its last."""
    page = clerk.open(review.get_absolute_url())
    page.get_by_role("button", name="拟定公示").click()
    page.get_by_label("监督电话").fill("0873-7650000")
    page.get_by_role("button", name="拟定公示").click()
    page.get_by_role("link", name="登记张贴").click()
    page.get_by_label("张贴地点").fill("县总工会公示栏")
    page.get_by_label("张贴照片").set_input_files([PHOTO])
    page.get_by_role("button", name="登记张贴").click()
    page.get_by_text("公示网页").first.wait_for()
    notice = Notice.objects.get()
    phone.open(reverse("public_notice", args=[notice.token]))
    phone.keep("money-05-notice")
    return add_workdays(notice.ends_on, 1).day


def end_notice(clerk) -> None:
    page = clerk.open(Notice.objects.get().get_absolute_url())
    page.get_by_role("button", name="结束公示").click()
    confirm(page, "结束公示")
    page.get_by_text("已结束").first.wait_for()


def decide(visitor, review: Review, opinion: str, picture: str = "") -> None:
    page = visitor.open(review.get_absolute_url())
    page.get_by_label("审定意见").fill(opinion)
    page.get_by_role("heading", name="准予发放").first.wait_for()
    if picture:
        visitor.keep(picture, whole=True)
    page.get_by_role("button", name="同意", exact=True).click()
    confirm(page, "同意")
    page.get_by_text(opinion).first.wait_for()


def lock(finance, batch: Batch) -> None:
    page = finance.open(batch.get_absolute_url())
    finance.keep("money-07-approved")
    page.get_by_role("button", name="锁定并记账").click()
    confirm(page, "锁定")
    page.get_by_text("已锁定").first.wait_for()


def send(finance, batch: Batch, picture: str = "") -> None:
    """Download the file for the bank, and open it with the password."""
    page = finance.open(reverse("batch_bank", args=[batch.pk]))
    page.get_by_label("打开密码").fill(SECRET)
    page.get_by_label("再输一次").fill(SECRET)
    if picture:
        finance.keep(picture)
    with page.expect_download() as coming:
        page.get_by_role("button", name="导出代发文件").click()
    page.get_by_role("button", name="上传并核对").wait_for()
    with zipfile.ZipFile(coming.value.path()) as archive:
        assert all(entry.flag_bits & 1 for entry in archive.infolist())


def answer(finance, batch: Batch, *, fails: int, picture: str = "") -> None:
    """Upload what the bank answers: the first lines come back, the others are paid."""
    layout = BankLayout.objects.order_by("pk")[0]
    lines = Payment.objects.filter(batch=batch, status=PaymentStatus.SENT).order_by("position")
    rows = [result_row(layout, line, fails=number < fails) for number, line in enumerate(lines)]
    content = "\n".join([layout.separator.join(layout.result_columns.values()), *rows, ""])
    page = finance.open(reverse("batch_bank", args=[batch.pk]))
    file = {"name": "回盘.txt", "mimeType": "text/plain", "buffer": content.encode(layout.encoding)}
    page.locator("#id_book").set_input_files([file])
    page.get_by_role("button", name="上传并核对").click()
    page.get_by_text(f"{len(rows) - fails} 笔成功").wait_for()
    if picture:
        finance.keep(picture)
    page.get_by_role("button", name="确认入账").click()
    confirm(page, "确认入账")
    page.get_by_text("成功").first.wait_for()


def result_row(layout: BankLayout, line: Payment, *, fails: bool) -> str:
    said = {"key": line_key(line.batch_id, line.position), "amount": str(line.amount), "paid_on": ""}
    said |= (
        {"outcome": "失败", "reason": "账号已销户"} if fails else {"outcome": "成功", "bank_ref": f"YH{line.pk:08d}"}
    )
    return layout.separator.join(said.get(name, "") for name in layout.result_columns)


def pay_again(finance) -> None:
    """Follow the three failures up, each on another account."""
    finance.open(reverse("payments_failed"))
    finance.keep("money-10-failed")
    for line in list(Payment.objects.filter(status=PaymentStatus.FAILED).order_by("position")):
        page = finance.open(reverse("payment_follow_up", args=[line.pk]))
        page.get_by_label("账户无误，按原账户补发").check()
        page.get_by_role("button", name="列入补发").click()
        page.get_by_text("的补发已列入下一轮").wait_for()


def end(finance, batch: Batch) -> None:
    page = finance.open(batch.get_absolute_url())
    page.get_by_label("记账凭证号").fill("记2026-11-036")
    page.get_by_role("button", name="登记凭证号").click()
    page.get_by_role("button", name="办结").click()
    confirm(page, "办结")
    page.get_by_text("已办结").first.wait_for()


def the_books_agree(batch: Batch) -> None:
    paid = Payment.objects.filter(batch=batch, status=PaymentStatus.PAID)
    budget = Budget.objects.get(pk=batch.budget_id)
    assert (batch.status, paid.count()) == (BatchStatus.CLOSED, FORTY - 2)
    assert paid.aggregate(n=Sum("amount"))["n"] == Decimal(3500) * (FORTY - 2) == budget.spent
    assert -LedgerEntry.objects.filter(payment__batch=batch).aggregate(n=Sum("amount"))["n"] == budget.spent
    assert Stop.objects.filter(payment__batch=batch, state=StopState.OVERRIDDEN).count() == 1


def decided(office, review: Review) -> None:
    """Let everybody whose turn it is agree."""
    decide(office("county-reviewer"), review, "名单和金额属实，同意", "money-06-decision")
    decide(office("county-approver"), review, "同意发放")
    decide(office("prefecture-approver"), review, "同意")


def paid(finance, batch: Batch) -> None:
    """Lock, send, read three failures, pay these again, and close."""
    lock(finance, batch)
    send(finance, batch, "money-08-bank")
    answer(finance, batch, fails=3, picture="money-09-result")
    pay_again(finance)
    send(finance, batch)
    answer(finance, batch, fails=0)
    end(finance, batch)


def test_forty_households_are_paid_and_an_auditor_sees_why(homes, office, phone):
    clerk = office("county-officer")
    with clock.at(START):
        spoil(homes)
        batch = draw(clerk)
        mend(clerk, batch, homes, office)
        review = hand_in(clerk, batch)
        after = publish(clerk, phone, review)
    with clock.at(after):
        end_notice(clerk)
        decided(office, review)
        paid(office("finance"), batch)
        the_books_agree(Batch.objects.get())
        line = Payment.objects.filter(batch=batch, again_of__isnull=False)[0]
        office("prefecture-registrar").open(line.get_absolute_url())
        office("prefecture-registrar").keep("money-11-chain", whole=True)
