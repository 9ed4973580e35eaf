"""The life of an archive on screen: its reviews, the exit check on a phone, monitoring after exit."""

import datetime

import pytest

from audits.actions.monitoring import plan_monitoring
from core import clock
from households.enums import Status
from tests.support.exits import checked, ready
from tests.support.factories import DifficultyFactory
from tests.support.life import put
from tests.support.reviews import Staff, bring_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture
def staff():
    return Staff.hire()


def test_an_exit_is_checked_on_a_phone_and_applied_for(staff, phone):
    home = ready(staff)
    DifficultyFactory(household=home, description="住房漏雨", need="housing")
    page = phone.log_in("unit-officer")
    phone.open(f"/households/{home.archive_no}/exit-checks/new/")
    phone.keep("life-exit-check", whole=True)
    for item in ("food", "clothing", "school", "work"):
        page.locator(f"label[for=id_{item}_finding_0]").click()
    page.locator("label[for=id_housing_finding_0]").click()
    page.locator("#id_housing_evidence").fill("漏雨已由住建部门维修，入户查看完好")
    page.get_by_role("button", name="保存核查").click()
    page.get_by_text("达到退出条件").first.wait_for()
    phone.keep("life-exit-checked", whole=True)


def test_the_office_follows_the_reviews(staff, desk):
    home = ready(staff)
    checked(home, staff.unit_officer)
    page = desk.log_in("unit-officer")
    desk.open(f"/households/{home.archive_no}/apply/exit/")
    page.locator("#id_channel_0").check()
    page.locator("#id_taper_aid").fill("医疗互助、节日慰问")
    desk.keep("life-apply-exit", whole=True)
    page.get_by_role("button", name="申请脱困退出").click()
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/reviews/")
    review = bring_to(home.household_reviews.get().review, staff, 7)
    desk.open(f"/households/{home.archive_no}/reviews/")
    desk.keep("life-reviews", whole=True)
    desk.open(f"/reviews/{review.pk}/evidence/")
    desk.picture("life-evidence", whole=True)


def test_after_exit_looks_are_made_and_listed(staff, desk, phone):
    home = put(ready(staff), Status.EXITED)
    plan_monitoring([home], on=clock.today() - datetime.timedelta(days=100))
    desk.log_in("unit-officer")
    desk.open("/monitoring/?state=all")
    desk.keep("life-monitoring")
    desk.open("/exit-rules/")
    desk.keep("life-exit-rules")
    desk.open("/households/?status=exited")
    desk.keep("life-stores")
    desk.open(f"/households/{home.archive_no}/timeline/")
    desk.keep("life-timeline")
    page = phone.log_in("unit-officer")
    phone.open(f"/households/{home.archive_no}/monitoring/new/")
    page.locator("label[for=id_method_1]").click()
    phone.keep("life-monitoring-form", whole=True)
    phone.open(f"/households/{home.archive_no}/reviews/")
    phone.keep("life-reviews-phone", whole=True)
