"""A seasonal action and single applications on their pages, and the first pages of those who work with money."""

import datetime
from decimal import Decimal

import pytest
from django.db import transaction

from assistance.actions.drives.planning import Quota, set_quotas, start_drive
from assistance.actions.drives.targets import add_targets
from assistance.models import AidItem, AidRequest
from assistance.payments.received import settle
from core import clock
from households.enums import IN_CARE
from households.models import Household
from organizations.models import User
from reviews.actions.deciding import return_review
from tests.browser.conftest import confirm, see
from tests.support.aid_requests import asked
from tests.support.batches import BatchFactory, LineFactory, locked
from tests.support.ceilings import bill
from tests.support.drives import draft_batch, line, planned
from tests.support.factories import union

pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime.date(2026, 11, 20)


@pytest.fixture
def homes(demo):
    """Households in care of the demo county."""
    return list(Household.objects.filter(union__code="532524", status__in=IN_CARE).order_by("pk")[:6])


@pytest.fixture
def action(homes):
    """送温暖 of 红河州, begun and shared out: five targets, four of them in batches, two paid."""
    officer, place = User.objects.get(username="prefecture-officer"), union("532524")
    plan = {"item": AidItem.objects.get(code="warmth"), "plan": "走访慰问全部在档户。\n每户 1000 元，实物另计。"}
    made = planned(officer, **plan)
    add_targets(made, [(home.pk, None) for home in homes[:5]], by=officer)
    set_quotas(made, by=officer, quotas={place.pk: Quota(60, Decimal(60_000))})
    line(draft_batch(made, User.objects.get(username="county-officer")), homes[3])
    batch = BatchFactory(drive=made, item=made.item, title="送温暖第二批")
    lines = [LineFactory(batch=batch, household=home) for home in homes[:3]]
    with transaction.atomic():
        locked(batch)
    settle(lines[:2], on=clock.today(), by=officer)
    return start_drive(made, by=officer)


@pytest.fixture
def requests(homes):
    """An application under review, and one that was returned."""
    officer, item = User.objects.get(username="county-officer"), AidItem.objects.get(code="medical")
    with clock.at(DAY):
        papers = [bill(home, 5200, by=officer) for home in homes[:2]]
        words = "大病住院，个人自付部分较多，家庭无力承担。"
        made = [
            asked(home, officer, item=item, amount=Decimal(1200), bills=[paper], reason=words)
            for home, paper in zip(homes, papers, strict=False)
        ]
        back = made[1].review
        step = back.procedure.steps.get(number=1)
        return_review(back, by=User.objects.get(username="county-reviewer"), to_step=step, reason="请附出院小结")
    return made


def test_an_officer_sees_each_page_of_an_action(desk, phone, action):
    for visitor in (desk, phone):
        visitor.log_in("prefecture-officer")
    parts = {"page": "", "edit": "edit/", "quotas": "quotas/", "targets": "targets/", "add": "targets/add/"}
    pages = {"drives": "/drives/", "drive-new": "/drives/new/"}
    pages |= {f"drive-{name}": f"{action.get_absolute_url()}{part}" for name, part in parts.items()}
    see((desk, phone), pages | {"drive-close": f"{action.get_absolute_url()}close/"})


def test_an_action_is_ended_in_words(desk, action):
    page = desk.log_in("prefecture-officer")
    action.batches.exclude(status="closed").update(drive=None)
    desk.open(f"{action.get_absolute_url()}close/")
    page.locator("[name=summary]").fill("全部送到。")
    page.get_by_role("button", name="结束活动").click()
    confirm(page, "结束活动")
    page.get_by_text("全部送到。").wait_for()
    action.refresh_from_db()
    assert action.status == "closed"


def test_an_officer_applies_from_the_page_of_the_household(desk, homes):
    page = desk.log_in("county-officer")
    bill(homes[0], 5200, by=User.objects.get(username="county-officer"))
    desk.open(f"/households/{homes[0].archive_no}/aid/")
    page.get_by_role("link", name="申请单户帮扶").click()
    page.locator("[name=item]").select_option(label="医疗救助")
    page.locator("[name=bills]").check()
    page.locator("[name=amount]").fill("1200")
    page.get_by_text("标准上限").wait_for()
    desk.keep("request-form-filled", whole=True)
    page.locator("[name=reason]").fill("大病住院，个人自付部分较多。")
    page.get_by_role("button", name="提交申请").click()
    page.get_by_text("已提交").wait_for()
    assert AidRequest.objects.get().amount == 1200


def test_applications_are_seen_on_their_pages(desk, phone, requests):
    for visitor in (desk, phone):
        visitor.log_in("county-officer")
    one, back = requests
    home = one.household.archive_no
    pages = {"requests": "/aid-requests/", "request": one.get_absolute_url(), "request-back": back.get_absolute_url()}
    pages |= {"request-edit": f"{back.get_absolute_url()}edit/", "household-aid": f"/households/{home}/aid/"}
    see((desk, phone), pages | {"request-form": f"/households/{home}/aid-requests/new/", "home-officer": "/"})


@pytest.mark.parametrize("name", ["finance", "cadre"])
def test_the_first_page_says_what_waits(desk, phone, action, requests, name):
    for visitor in (desk, phone):
        visitor.log_in(name)
    see((desk, phone), {f"home-{name}": "/"})
