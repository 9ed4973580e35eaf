"""The pages of a verification: setting it up with the size of its sample in sight, its page, and who sees it."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.actions.verification.projects import draw_sample
from audits.models import OutsideHousehold, Verification
from audits.verification.enums import Allocation, PopulationClass, ProjectStatus, Region
from audits.verification.preview import preview
from organizations.enums import Role
from reports.home import waiting_for
from tests.support.factories import HouseholdFactory, union, user_with
from tests.support.verification import agency, verification

pytestmark = pytest.mark.django_db
NAME = "红河州第三方核查"


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def filled(**more) -> dict:
    """What the form of a verification sends."""
    said = {"union": "530000", "name": NAME, "agency": agency().pk, "classes": ["on_file"], "least": "1"}
    said |= {"starts_on": "2026-11-01", "ends_on": "2026-12-31", "exits_since": "2026-01-01", "contest_days": "5"}
    said |= {"confidence": "95", "margin": "5", "expected_rate": "50", "allocation": "proportional", "region": "county"}
    said |= {"blind_share": "5", "phone_share": "10"}
    return said | more


def asked(client, **more) -> dict:
    """What the page offers, with what is filled in."""
    form = client.get(reverse("verification_create")).context["form"]
    return filled(questionnaire=form.initial["questionnaire"].pk, **more)


def test_a_verification_is_set_up_with_its_shares_as_percentages(provincial):
    client = browser(provincial)
    answer = client.post(reverse("verification_create"), asked(client, margin="2.5"))
    made = Verification.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.margin, made.blind_share, made.region) == (Decimal("0.0250"), Decimal("0.0500"), Region.COUNTY)


@pytest.mark.parametrize(("code", "region"), [("530000", Region.PREFECTURE), ("532500", Region.COUNTY)])
def test_strata_are_offered_by_the_unions_below(db, code, region):
    form = browser(user_with(Role.OFFICER, code)).get(reverse("verification_create")).context["form"]
    assert form.initial["region"] == region


@pytest.mark.parametrize(
    ("field", "said", "words"),
    [
        ("ends_on", "2026-10-01", "不能早于开始日期"),
        ("margin", "0", "应大于 0、小于 100"),
        ("confidence", "好", "请填写百分数"),
        ("classes", [], "请至少选择一项核查对象"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(provincial, field, said, words):
    client = browser(provincial)
    answer = client.post(reverse("verification_create"), asked(client, **{field: said}))
    assert words in str(answer.context["form"].errors[field])
    assert not Verification.objects.exists()


def test_a_change_that_somebody_made_meanwhile_is_not_overwritten(provincial):
    found = verification(provincial, name=NAME)
    client = browser(provincial)
    page = client.get(reverse("verification_edit", args=[found.pk])).context["form"]
    Verification.objects.filter(pk=found.pk).update(contest_days=9)
    said = filled(questionnaire=found.questionnaire_id, contest_days="7", seen_verification=page.seen)
    answer = client.post(reverse("verification_edit", args=[found.pk]), said)
    assert "申辩期" in str(answer.context["form"].non_field_errors())
    again = client.post(
        reverse("verification_edit", args=[found.pk]), said | {"seen_verification": answer.context["form"].seen}
    )
    assert again.status_code == 302
    assert Verification.objects.get().contest_days == 7


def test_the_terms_of_a_drawn_sample_are_not_offered_for_change(provincial):
    HouseholdFactory()
    found = draw_sample(verification(provincial), by=provincial)
    answer = browser(provincial).get(reverse("verification_edit", args=[found.pk]), follow=True)
    assert "样本已经抽取" in answer.content.decode()


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"region": Region.COUNTY, "least": 2},
        {"by_category": True, "by_cause": True, "allocation": Allocation.EQUAL},
        {"allocation": Allocation.CENSUS, "classes": [PopulationClass.ON_FILE, PopulationClass.NOT_FILED]},
    ],
)
def test_the_preview_is_what_is_drawn(provincial, terms):
    HouseholdFactory.create_batch(7)
    HouseholdFactory.create_batch(3, union=union("530100"), category="relative")
    found = verification(provincial, margin=Decimal("0.3"), **terms)
    found.refresh_from_db()
    OutsideHousehold.objects.create(verification=found, number="MZ1", union=union("532524"), name="钱大海")
    sizes = preview(found)
    drawn = draw_sample(found, by=provincial)
    for size in sizes:
        strata = drawn.strata.filter(population_class=size.group)
        assert (size.households, size.strata) == (sum(one.size for one in strata), len(strata))
        assert size.sampled == sum(one.sampled for one in strata)


def test_the_form_shows_the_size_as_it_is_filled_in(provincial):
    HouseholdFactory.create_batch(3)
    client = browser(provincial)
    assert [one.households for one in client.get(reverse("verification_create")).context["sizes"]][:1] == [3]
    shown = client.get(reverse("verification_size"), asked(client, allocation="census")).context
    assert (shown["size_total"], [one.label for one in shown["sizes"]]) == (3, ["在档"])
    assert client.get(reverse("verification_size"), {"margin": "x"}).context["size_trouble"]


def test_nobody_sees_the_size_of_a_population_out_of_scope(outsider, provincial):
    HouseholdFactory.create_batch(3)
    shown = browser(outsider).get(reverse("verification_size"), filled(union="532500"))
    assert shown.context["sizes"] == []
    of = {"of": verification(provincial).pk}
    assert browser(outsider).get(reverse("verification_size"), filled() | of).status_code == 404


@pytest.mark.parametrize(
    ("of", "role", "code", "status"),
    [
        ("532500", Role.OFFICER, "530100", 404),
        ("532524", Role.OFFICER, "532501", 404),
        ("532500", Role.CADRE, "532500", 404),
        ("532500", Role.ASSESSOR, "532500", 404),
        ("532500", Role.REVIEWER, "532500", 200),
        ("532500", Role.OFFICER, "532524", 200),
    ],
)
def test_a_verification_is_known_around_its_union(provincial, of, role, code, status):
    found = verification(provincial, code=of)
    assert browser(user_with(role, code)).get(found.get_absolute_url()).status_code == status


def test_the_list_asks_as_often_for_three_as_for_one(provincial):
    client, counts = browser(provincial), []
    for names in (["甲"], ["乙", "丙"]):
        for name in names:
            verification(provincial, name=name)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("verifications")).context["page"]
        counts.append(len(queries))
    assert (len(page), counts) == (3, [4, 4])


def test_the_page_says_what_comes_next(provincial):
    found = verification(provincial, starts_on=datetime.date(2026, 11, 1))
    page = browser(provincial).get(found.get_absolute_url())
    assert "然后抽取样本" in page.context["next"]
    assert [step.state for step in page.context["steps"]] == ["now", "", "", "", ""]
    assert ProjectStatus.DRAFT.label in page.content.decode()


def test_what_waits_leads_to_a_list_as_long(provincial, officer):
    HouseholdFactory()
    draw_sample(verification(provincial, name="甲"), by=provincial)
    verification(provincial, name="乙")
    for user, count in ((provincial, 1), (officer, 0)):
        (line,) = [line for line in waiting_for(user) if line.label == "核查样本待分派"]
        assert (line.count, len(browser(user).get(line.url).context["page"])) == (count, count)
