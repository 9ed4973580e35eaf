"""A cadre leaves: the officer hands the households over at the desk, the new cadre acknowledges on the phone."""

import pytest
from django.utils import timezone

from organizations.enums import Role
from pairing.models import Cadre, Handover
from tests.support.factories import PASSWORD, CadreFactory, user_with

RHYTHM = {
    "rhythm-unions": "/visits/rhythm/",
    "rhythm-cadres": "/visits/rhythm/?by=cadre",
    "rhythm-least": "/visits/least/",
}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def takers(demo):
    """Two cadres of the demo county, one with an account."""
    account = user_with(Role.CADRE, "532524", username="taker", name="王海燕", password=PASSWORD)
    return [CadreFactory(name="王海燕", user=account), CadreFactory(name="周敏")]


def test_an_officer_shares_out_and_the_new_cadre_acknowledges(desk, phone, takers):
    giver = Cadre.objects.get(user__username="cadre")
    count = giver.pairings.active().count()
    page = desk.log_in("county-officer")
    desk.open(f"/cadres/{giver.pk}/")
    page.get_by_role("button", name="设为不在任").click()
    page.wait_for_url("**/hand-over/")
    for taker in takers:
        page.locator(".hq-takers label", has_text=taker.name).click()
    page.get_by_text("王海燕 现有 0 户").wait_for()
    page.get_by_role("button", name="平均分配").click()
    page.get_by_text(f"接手 {(count + 1) // 2} 户").first.wait_for()
    fill_and_send(desk, page)
    assert sorted(Handover.objects.values_list("households", flat=True)) == [count // 2, (count + 1) // 2]
    desk.open("/handovers/?state=waiting")
    desk.keep("handover-list")
    for name, path in RHYTHM.items():
        desk.open(path)
        desk.keep(name, whole=True)
    acknowledges(phone, takers[0])


def fill_and_send(desk, page):
    """Say when and why, and confirm in words."""
    page.locator("[name=reason]").fill("退休")
    page.get_by_role("textbox", name="交接事项").fill("杨家老人听力不好，上门前先打电话给女儿。")
    page.get_by_text("移交后设为不在任").click()
    desk.keep("handover-screen", whole=True)
    page.get_by_role("button", name="移交").last.click()
    page.locator("dialog").get_by_role("button", name="移交").click()
    page.get_by_text("的结对户已移交").wait_for()


def acknowledges(phone, taker):
    """See the banner, read what is open, acknowledge."""
    page = phone.log_in("taker")
    phone.open("/mine/")
    phone.keep("handover-banner")
    page.locator(".hq-taken").click()
    page.get_by_role("button", name="确认接手").wait_for()
    phone.keep("handover-phone", whole=True)
    page.get_by_role("button", name="确认接手").click()
    page.get_by_text("已确认接手").first.wait_for()
    assert Handover.objects.get(taker=taker).acknowledged_at.date() <= timezone.now().date()
