"""A course from the first form to the job that follows, at the desk and on the phone."""

import datetime
from decimal import Decimal

import pytest

from assistance.actions.services.charging import charge_service
from assistance.actions.services.completing import complete_many
from assistance.actions.services.enrolling import enrol
from assistance.actions.services.following import record_follow_up
from assistance.actions.services.keeping import open_service
from assistance.actions.services.sessions import add_sessions, record_attendance
from assistance.models import Enrolment, Service
from core import clock
from households.enums import IN_CARE
from households.models import Member
from organizations.models import User
from tests.browser.conftest import confirm, see
from tests.support.services import a_budget, service_facts

pytestmark = pytest.mark.django_db(transaction=True)
DONE = datetime.date(2026, 3, 6)
DAYS = [datetime.date(2026, 3, day) for day in range(2, 7)]


@pytest.fixture
def course(demo):
    """A course of the demo county six months ago: five completed, of whom one has been looked after."""
    with clock.at(datetime.date(2026, 9, 10)):
        officer, finance = (User.objects.get(username=name) for name in ("county-officer", "finance"))
        made = open_service(by=officer, facts=service_facts(places=6))
        workers = Member.objects.workers().filter(household__union__code="532524", household__status__in=IN_CARE)
        found = enrol(made, workers.order_by("pk")[:7], by=officer).placed
        sessions = add_sessions(made, DAYS, by=officer, topic="家政服务")
        came = {row.pk: place != 3 for place, row in enumerate(found)}
        record_attendance(made, {session.pk: came for session in sessions}, by=officer)
        complete_many(made, {row.pk: "家政服务员初级证书" for row in found[:5]}, by=officer, on=DONE)
        cost = {"amount": Decimal("1200.01"), "on": DONE, "payee": "建水县职业高级中学", "doc_no": "记2026-31"}
        charge_service(made, by=finance, budget=a_budget(finance), **cost)
        look = {"on": datetime.date(2026, 6, 8), "work": "employed", "employer": "临安家政公司", "wage": Decimal(3200)}
        record_follow_up(found[0], by=officer, months=3, facts=look | {"note": ""})
        yield made


def test_an_officer_sees_each_page_of_a_course(desk, phone, course):
    for visitor in (desk, phone):
        visitor.log_in("county-officer")
    paths = {"list": "/services/", "form": "/services/new/", "page": course.get_absolute_url()}
    parts = ("sessions", "enrol", "complete", "outcomes", "placement")
    paths |= {part: f"{course.get_absolute_url()}{part}/" for part in parts}
    paths["session"] = f"{course.get_absolute_url()}sessions/{course.sessions.first().pk}/"
    see((desk, phone), {f"service-{name}": path for name, path in paths.items()})


def test_an_officer_takes_a_group_to_work_and_ends_the_course(desk, course):
    page = desk.log_in("county-officer")
    desk.open(course.get_absolute_url() + "placement/")
    page.locator("[name=employer]").fill("临安家政公司")
    page.locator("[name=job_from]").fill("2026-03-20")
    page.locator("[name=wage]").fill("3200")
    desk.keep("services-placement", whole=True)
    page.get_by_role("button", name="勾选的人员上岗").click()
    page.get_by_text("临安家政公司上岗").first.wait_for()
    assert Enrolment.objects.filter(job_from="2026-03-20", status="completed").count() == 6
    page.locator("#id_reason").fill("6 人上岗")
    page.get_by_role("button", name="结束服务").click()
    confirm(page, "结束服务")
    page.get_by_text("恢复为进行中").wait_for()
    assert Service.objects.get().status == "closed"


def test_what_came_of_it_is_counted_and_looked_after(desk, phone, course):
    desk.log_in("county-officer")
    one = Enrolment.objects.filter(status="completed").first()
    looks = {"service-counts": "/services/counts/", "service-behind": "/services/counts/behind/?group=training"}
    looks |= {"follow-ups-due": "/services/follow-ups/", "follow-up": f"/services/people/{one.pk}/follow-up/6/"}
    looks["services-tab"] = f"/households/{one.household.archive_no}/aid/"
    phone.log_in("county-officer")
    see((desk, phone), looks)


def test_finance_charges_a_cost_in_words(desk, course):
    page = desk.log_in("finance")
    desk.open(course.get_absolute_url() + "charges/new/")
    desk.keep("service-charge", whole=True)
    page.locator("[name=budget]").select_option(index=1)
    page.locator("[name=amount]").fill("300")
    page.locator("[name=doc_no]").fill("记2026-40")
    page.locator("[name=on]").fill("2026-03-30")
    page.get_by_role("button", name="登记支出").click()
    confirm(page, "登记支出")
    page.get_by_text("支出 300.00 元").wait_for()
    desk.keep("service-charged", whole=True)
