"""One household's way in and out by 12231, each step by whoever sits at its desk: returned, objected to, left again.

With SCREENSHOTS=docs/images the pictures of the user guide are made by the way.
"""

import datetime

import pytest
from django.urls import reverse

from core import clock
from core.workdays import add_workdays
from households.enums import Status
from households.models import Household
from reviews.models import Notice, Review
from tests.browser.conftest import confirm
from tests.support.exits import ready
from tests.support.files import scene
from tests.support.reviews import Staff, bring_to, step_on

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("reference"),
    pytest.mark.timeout(400),  # nine people at nine desks
]
START = datetime.date(2026, 9, 21)  # the first notice runs over the holidays of October
PHOTO = {"name": "公示栏.jpg", "mimeType": "image/jpeg", "buffer": scene()}


@pytest.fixture
def staff():
    return Staff.hire()


def now(review) -> Review:
    return Review.objects.for_list().get(pk=review.pk)


def apply(office, household) -> Review:
    """Hand the draft in."""
    clerk = office("unit-officer")
    page = clerk.open(reverse("household_reviews", args=[household.archive_no]))
    clerk.keep("review-01-offers")
    page.get_by_role("link", name="提交入档申请").first.click()
    page.get_by_role("button", name="提交入档申请").click()
    confirm(page, "提交")
    page.get_by_text("已提交").first.wait_for()
    return Review.objects.for_list().get(subject_ref=household.archive_no)


def appraise(office, username, review, picture="") -> None:
    """Enter a meeting of five, of whom four vote for it."""
    clerk = office(username)
    page = clerk.open(review.get_absolute_url())
    facts = {"地点": "职工之家", "主持人": "厂主席", "到会人数": "5", "到会人员": "甲、乙、丙、丁、戊"}
    for label, value in {**facts, "同意票": "4", "弃权票": "1"}.items():
        page.get_by_label(label, exact=False).first.fill(value)
    if picture:
        clerk.keep(picture)
    page.get_by_role("button", name="登记评议").click()
    confirm(page, "登记评议")
    page.get_by_text("已登记").first.wait_for()


def draw_and_post(office, username, review, picture="") -> Notice:
    """Draw the notice up and put it on the wall."""
    clerk = office(username)
    page = clerk.open(review.get_absolute_url())
    page.get_by_role("button", name="拟定公示").click()
    page.get_by_label("监督电话").fill("0873-7650000")
    if picture:
        clerk.keep(picture)
    page.get_by_role("button", name="拟定公示").click()
    page.get_by_role("link", name="登记张贴").click()
    page.get_by_label("张贴地点").fill("厂区大门公示栏")
    page.get_by_label("张贴照片").set_input_files([PHOTO])
    page.get_by_role("button", name="登记张贴").click()
    page.get_by_text("公示网页").first.wait_for()
    return Notice.objects.latest("pk")


def close(office, username, notice, picture="") -> None:
    """End a notice whose days are over."""
    clerk = office(username)
    page = clerk.open(notice.get_absolute_url())
    if picture:
        clerk.keep(picture)
    page.get_by_role("button", name="结束公示").click()
    confirm(page, "结束公示")
    page.get_by_text("已结束").first.wait_for()


def decide(office, username, review, opinion, picture="") -> None:
    """Decide for it."""
    clerk = office(username)
    page = clerk.open(review.get_absolute_url())
    page.get_by_label("审定意见").fill(opinion)
    page.locator(".hq-evidence dl").first.wait_for()
    if picture:
        clerk.keep(picture)
    page.get_by_role("button", name="同意", exact=True).click()
    confirm(page, "同意")
    page.get_by_text(opinion).first.wait_for()


def send_back(office, username, review, reason) -> None:
    """Return it to the application."""
    page = office(username).open(review.get_absolute_url())
    page.locator("summary", has_text="退回").click()
    page.get_by_label("退回到").select_option(index=0)
    page.get_by_label("退回原因").fill(reason)
    page.get_by_role("button", name="确定退回").click()
    confirm(page, "退回")
    page.get_by_text(reason).first.wait_for()


def hand_in_again(office, household, review) -> None:
    """Tell the cause in words and hand in again; the deciders see what changed."""
    Household.objects.filter(pk=household.pk).update(cause_text="丈夫患尿毒症，每周透析三次")
    clerk = office("unit-officer")
    page = clerk.open(review.get_absolute_url())
    clerk.keep("review-07-returned")
    page.get_by_role("button", name="重新提交").click()
    confirm(page, "重新提交")
    page.get_by_text("与第 1 轮提交相比").wait_for()


def object_to(phone, notice) -> None:
    """Object from a phone, without a login."""
    page = phone.open(reverse("public_notice", args=[notice.token]))
    page.get_by_label("异议内容").fill("该户有一间出租的铺面，请核实。")
    page.get_by_label("匿名").check()
    phone.keep("review-05-objection")
    page.get_by_role("button", name="提交异议").click()
    page.get_by_text("查询码").first.wait_for()


def answer(office, notice) -> None:
    """Answer the objection after looking into it."""
    clerk = office("unit-officer")
    page = clerk.open(notice.objections.get().get_absolute_url())
    page.get_by_label("调查情况").fill("走访市场管理所，铺面已于去年转让。")
    page.get_by_label("答复").fill("经核实，铺面已转让，不影响认定。")
    page.get_by_label("不成立").check()
    clerk.keep("review-06-answer")
    page.get_by_role("button", name="登记答复").click()
    page.get_by_text("不成立").first.wait_for()


def stranger_is_refused(office, review, staff) -> None:
    """Nobody but the desk's own people can act, on the page or past it."""
    review = now(review)
    desk = staff.at(review).username
    for username in ("unit-officer", "unit-reviewer", "co-reviewer", "pre-approver", "kunming"):
        if username == desk:
            continue
        visitor = office(username)
        page = visitor.open(review.get_absolute_url())
        for act in ("同意", "登记评议", "拟定公示", "登记考核"):
            assert page.get_by_role("button", name=act, exact=True).count() == 0
        kept = list(visitor.faults)  # the console says that the request was refused, which is what is asked
        status = page.evaluate(POST, [reverse("review_act", args=[review.pk, "pass"]), "opinion=x"])
        visitor.faults[:] = kept
        assert status in {403, 404}
    assert now(review).step == review.step


POST = """async ([url, body]) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  const headers = {"X-CSRFToken": token, "Content-Type": "application/x-www-form-urlencoded"};
  return (await fetch(url, {method: "POST", headers, body})).status;
}"""


def run_out(notice) -> datetime.date:
    """Return the working day after a notice's last."""
    notice.refresh_from_db()
    return add_workdays(notice.ends_on, 1).day


def first_round(office, phone, review, staff) -> datetime.date:
    """Appraise and publish at the works; an objection stops the clock until it is answered."""
    with clock.at(START):
        appraise(office, "unit-officer", review, "review-02-appraisal")
        notice = draw_and_post(office, "unit-officer", review, "review-03-notice")
        office("unit-officer").keep("review-04-posted")
        object_to(phone, notice)
    planned = run_out(notice)
    with clock.at(planned):
        page = office("unit-officer").open(notice.get_absolute_url())
        assert page.get_by_role("button", name="结束公示").count() == 0
        stranger_is_refused(office, review, staff)
        answer(office, notice)
    after = run_out(notice)
    assert after > planned
    with clock.at(after):
        close(office, "unit-officer", notice)
        send_back(office, "unit-reviewer", review, "致困原因没有写清，请补充")
    return after


def publish(office, username, review, day) -> datetime.date:
    """Run a notice of one level to its end."""
    with clock.at(day):
        notice = draw_and_post(office, username, review)
    day = run_out(notice)
    with clock.at(day):
        close(office, username, notice)
    return day


def second_round(office, review, day, staff) -> datetime.date:
    """Go through all three levels to the last decision and the assessment."""
    with clock.at(day):
        appraise(office, "unit-officer", review)
    day = publish(office, "unit-officer", review, day)
    with clock.at(day):
        decide(office, "unit-reviewer", review, "情况属实，同意上报", "review-08-decision")
        stranger_is_refused(office, review, staff)
        appraise(office, "co-officer", review)
    day = publish(office, "co-officer", review, day)
    with clock.at(day):
        decide(office, "co-reviewer", review, "符合条件，同意")
        stranger_is_refused(office, review, staff)
    day = publish(office, "pre-officer", review, day)
    with clock.at(day):
        stranger_is_refused(office, review, staff)
        decide(office, "pre-approver", review, "同意纳入全国级档案")
        assess(office, review)
    return day


def assess(office, review) -> None:
    """Count it in the yearly assessment."""
    page = office("pre-registrar").open(review.get_absolute_url())
    page.get_by_role("button", name="登记考核").click()
    page.get_by_text("已登记").first.wait_for()


def leave(office, household, staff, day) -> None:
    """Check the household at home, apply for its exit by another officer, and decide."""
    with clock.at(day):
        clerk = office("co-officer")
        page = clerk.open(reverse("exit_check_record", args=[household.archive_no]))
        for word in page.get_by_text("有保障", exact=True).all():
            word.click()
        for box in page.locator("textarea[name$=evidence]").all():
            box.fill("到户查看属实")
        clerk.keep("review-09-exit-check", whole=True)
        page.get_by_role("button", name="保存核查").click()
        page.get_by_text("达到退出条件").first.wait_for()
        page = clerk.open(reverse("exit_apply", args=[household.archive_no]))
        page.get_by_label("就业安置").check()
        clerk.keep("review-10-exit-apply")
        page.get_by_role("button", name="申请脱困退出").click()
        confirm(page, "提交")
        page.get_by_text("已提交").first.wait_for()
        review = Review.objects.for_list().filter(subject_ref=household.archive_no).first()
        review = bring_to(review, staff, 9)
        decide(office, "pre-approver", review, "达到标准，同意脱困")
        step_on(now(review), staff)


def test_in_and_out_by_the_right_people_at_every_desk(office, phone, staff):
    with clock.at(START):
        household = ready(staff, status=Status.DRAFT)
        review = apply(office, household)
    day = first_round(office, phone, review, staff)
    with clock.at(day):
        hand_in_again(office, household, review)
    day = second_round(office, review, day, staff)
    household.refresh_from_db()
    assert (household.status, now(review).step) == (Status.ON_FILE, None)
    leave(office, household, staff, day)
    household.refresh_from_db()
    assert household.status == Status.TAPERING
    clerk = office("co-officer")
    clerk.open(reverse("household_reviews", args=[household.archive_no]))
    clerk.keep("review-11-all-reviews", whole=True)
