"""The card for the wall: what fits the household, what it received, whom to call; one, and many at once."""

import datetime
from dataclasses import replace

import pytest
from django.urls import reverse

from assistance.actions.policies import publish_policy, supersede_policy
from assistance.models import Policy
from assistance.policies import Situation, fits
from core.models import Job, JobStatus
from households.enums import Category, Cause, Level, Need
from households.models import Household
from organizations.enums import AccessVerb, Department
from organizations.models import AccessLog
from pairing.models import Station
from reports.forms.render import render_form
from reports.policies.loading import load_cards
from tests.reports.booklet_case import opened
from tests.reports.forms_case import words_of
from tests.support.factories import AidRecordFactory, DifficultyFactory, HouseholdFactory, PairingFactory, union

pytestmark = pytest.mark.django_db
URL = "policy_card"


def policy(by, **other) -> Policy:
    facts = {"title": "助学办法", "issuer": "云南省总工会", "group": "province", "department": Department.EDUCATION}
    facts |= {"union": union("530000"), "valid_from": datetime.date(2020, 1, 1)}
    return publish_policy(by=by, facts=facts | {"on_card": True, "benefit": "可以申请助学金。"} | other)


def titles(household, by) -> list[str]:
    (card,) = load_cards(Household.objects.filter(pk=household.pk), by=by)
    return [one.title for one in card.entitled]


HERE = Situation("00010005", Level.NATIONAL, Category.DEEP, frozenset({Need.MEDICAL}), frozenset({Cause.ILLNESS}))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, True),
        ({"needs": [Need.MEDICAL, Need.HOUSING]}, True),
        ({"needs": [Need.HOUSING]}, False),
        ({"needs": [Need.HOUSING], "causes": [Cause.ILLNESS]}, True),
        ({"causes": [Cause.SCHOOLING]}, False),
        ({"levels": [Level.NATIONAL]}, True),
        ({"levels": [Level.PROVINCE]}, False),
        ({"categories": [Category.DEEP], "needs": [Need.MEDICAL]}, True),
        ({"categories": [Category.RELATIVE], "needs": [Need.MEDICAL]}, False),
    ],
)
def test_a_policy_is_for_a_household_as_the_page_of_the_algorithm_says(asked, told):
    assert fits(Policy(union=union("530000"), **asked), replace(HERE, union_path=union("532524").path)) is told


def test_a_policy_of_another_region_is_for_nobody_here():
    assert not fits(Policy(union=union("530100")), replace(HERE, union_path=union("532524").path))


def test_only_what_is_in_force_and_meant_for_the_card_stands_on_it(household, officer, provincial):
    policy(provincial)
    policy(provincial, title="内部规定", on_card=False)
    policy(provincial, title="过期办法", valid_to=datetime.date(2020, 12, 31))
    old, new = policy(provincial, title="旧办法"), policy(provincial, title="新办法")
    supersede_policy(old, by=provincial, successor=new)
    assert sorted(titles(household, officer)) == ["助学办法", "新办法"]


def test_a_difficulty_that_was_struck_off_asks_for_nothing(household, officer, provincial):
    policy(provincial, needs=[Need.HOUSING])
    difficulty = DifficultyFactory(household=household, need=Need.HOUSING)
    assert titles(household, officer) == ["助学办法"]
    difficulty.closed_on = difficulty.found_on
    difficulty.save(update_fields=["closed_on"])
    assert titles(household, officer) == []


def test_it_tells_what_came_and_whom_to_call(household, officer, provincial, as_user):
    policy(provincial, how="到县教育局办理。", contact="0873-1234567")
    AidRecordFactory(household=household, year=2019, amount=1500)
    AidRecordFactory(household=household, year=2020, amount=2000)
    PairingFactory(household=household)
    place = {"union": union("532524"), "level": "city", "name": "建水县分中心"}
    Station.objects.create(**place, contact_name="李站长", phone="0873-7654321")
    words = words_of(as_user(officer).get(reverse(URL, args=[household.archive_no])).getvalue())
    for said in (
        "赵小兰同志家庭",
        "1.助学办法（教育）可以申请助学金。怎么办：到县教育局办理。咨询电话：0873-1234567。",
        "2019年至2020年共登记帮扶2项，资金合计3,500元。",
        "13887300002",
        "李站长建水县分中心0873-7654321",
        "建水县总工会",
    ):
        assert said in words
    assert household.members.get().identity_no not in words


def test_every_print_leaves_a_line(household, officer, as_user):
    as_user(officer).get(reverse(URL, args=[household.archive_no]), {"size": "a5"}).getvalue()
    line = AccessLog.objects.get(verb=AccessVerb.PRINT)
    assert (line.user, line.subject, line.detail) == (
        officer,
        household.archive_no,
        "困难职工帮扶政策明白卡（号码已隐去）",
    )


def test_nobody_prints_a_household_of_another_region(household, outsider, as_user):
    assert as_user(outsider).get(reverse(URL, args=[household.archive_no])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_cards_ask_the_same_for_few_and_many_and_setting_asks_nothing(
    count, officer, provincial, django_assert_num_queries
):
    policy(provincial)
    for _number in range(count):
        PairingFactory(household=HouseholdFactory())
    officer.scope  # noqa: B018 -- read once for each request
    with django_assert_num_queries(6):
        cards = list(load_cards(Household.objects.all(), by=officer))
    with django_assert_num_queries(0):
        assert [render_form(card).pages for card in cards] == [1] * count


@pytest.mark.parametrize(("size", "width"), [("a4", 595), ("a5", 420), ("nonsense", 595)])
def test_both_sizes_of_paper(household, officer, as_user, size, width):
    pdf = opened(as_user(officer).get(reverse(URL, args=[household.archive_no]), {"size": size}).getvalue())
    assert round(float(pdf.pages[0].mediabox[2])) == width


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_many_are_printed_by_one_job_in_scope(reference, officer, outsider, as_user):
    numbers = [HouseholdFactory(worker=name).archive_no for name in ("甲一", "乙二")]
    far = HouseholdFactory(union=union("530100")).archive_no
    response = as_user(officer).post(reverse("policy_cards_print"), {"archive_no": [*numbers, far], "size": "a5"})
    job = Job.objects.get()
    assert response.url == job.get_absolute_url()
    assert (job.status, job.result["printed"], job.params["archive_nos"]) == (JobStatus.DONE, 2, sorted(numbers))
    words = words_of(job.path.read_bytes())
    assert [name in words for name in ("甲一同志家庭", "乙二同志家庭")] == [True, True]
    assert sorted(AccessLog.objects.filter(verb=AccessVerb.PRINT).values_list("subject", flat=True)) == sorted(numbers)
    assert (
        "没有选中"
        in as_user(outsider).post(reverse("policy_cards_print"), {"archive_no": numbers}, follow=True).content.decode()
    )
