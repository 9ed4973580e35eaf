"""The pages of data quality: counts that open their list, filters, waivers, the trend, runs, and one's own faults."""

import datetime

import pytest
from django.urls import reverse

from audits.models import Fault, FaultDay, PlantedFault, QualityRun, Waiver
from core import clock
from households.enums import Status
from organizations.enums import Role
from organizations.scope import COUNTY_PATH
from reports.catalogue import kind_of
from reports.catalogue.query import Query
from reports.home import waiting_for
from tests.support.factories import CadreFactory, HouseholdFactory, PairingFactory, union, user_with
from tests.support.faults import fault_of, run_now

pytestmark = pytest.mark.django_db
REASON = "老式存折，已与银行核对"
LISTS = ("quality", "faults", "waivers")


@pytest.fixture
def homes(db):
    """Two archives of the county, one below it, one of another prefecture; each has faults."""
    works = HouseholdFactory(worker="钱在厂", union=union("532524"))
    own = HouseholdFactory(worker="赵在县")
    PairingFactory(household=own, cadre=CadreFactory(name="李干部"))
    elsewhere = HouseholdFactory(worker="孙在外", union=union("530100"), archive_no="530100202600009")
    for home in (own, works, elsewhere):
        fault_of(home)
    fault_of(own, "papers-none", detail="没有附件")
    fault_of(own, "spouse-twice", detail="登记了一名以上配偶")
    run_now()
    return own, works, elsewhere


def context(client, name: str, **asked):
    return client.get(reverse(name), asked).context


def shown(client, **asked) -> set[tuple[str, str]]:
    """Return the workers and rules of a list of faults, whose count says the same."""
    found = context(client, "faults", **asked)
    assert found["count"] == str(len(found["page"]))
    return {(fault.household.head_name, fault.rule) for fault in found["page"]}


def test_the_outsider_sees_the_faults_of_the_own_archives_alone(as_user, outsider, homes):
    client = as_user(outsider)
    assert shown(client) == {("孙在外", "card-shape")}
    assert [number for _head, number, _url in context(client, "quality")["board"].total.line.cells] == [1, 0, 1, 0]
    assert client.get(reverse("quality"), {"union": "532524"}).status_code == 404
    assert client.get(reverse("household_quality", args=[homes[0].archive_no])).status_code == 404


def test_every_number_opens_a_list_of_exactly_that_length(as_user, officer, homes):
    client = as_user(officer)
    found = context(client, "quality")
    cells = [cell for row in (*found["board"].places, *found["cadres"]) for cell in row.line.cells]
    cells += [("", row.count, row.url) for _group, rows in found["board"].groups for row in rows]
    assert {number for _head, number, _url in cells} == {0, 1, 2, 3, 4}
    for _head, number, url in cells:
        assert number == (len(client.get(url).context["page"]) if url else 0)


def test_cadres_stand_on_the_page_of_a_county_and_those_without_one_as_well(as_user, officer, provincial, homes):
    rows = context(as_user(officer), "quality")["cadres"]
    assert [(row.name, sum(row.line.counts.values())) for row in rows] == [("李干部", 3), ("未结对", 1)]
    assert context(as_user(provincial), "quality")["cadres"] == []


@pytest.mark.parametrize(
    ("asked", "rules"),
    [
        ({"rule": "papers-none"}, {"papers-none"}),
        ({"part": "family"}, {"spouse-twice"}),
        ({"severity": "doubt"}, {"card-shape"}),
        ({"q": "钱在"}, {"card-shape"}),
        ({"since": "2099-01-01"}, set()),
        ({"state": "waived"}, set()),
        ({"state": "gone"}, {"name-short"}),
        ({"state": "nonsense", "rule": "papers-none"}, {"papers-none"}),
    ],
)
def test_a_list_is_narrowed_by_what_the_address_says(as_user, officer, homes, asked, rules):
    fault_of(homes[0], "name-short", gone_on=clock.today())
    assert {rule for _name, rule in shown(as_user(officer), **asked)} == rules


def test_a_reviewer_waives_what_is_ticked_and_ends_it_again(as_user, reviewer, homes):
    client, fault = as_user(reviewer), Fault.objects.get(household=homes[0], rule="papers-none")
    facts = {"fault": [fault.pk, Fault.objects.get(household=homes[2]).pk], "reason": REASON}
    until = (clock.today() + datetime.timedelta(days=20)).isoformat()
    client.post(reverse("faults_waive"), facts | {"until": until})
    waiver = Waiver.objects.get()
    assert (waiver.fault, waiver.by, shown(client, state="waived")) == (fault, reviewer, {("赵在县", "papers-none")})
    assert [context(client, "waivers", state=state)["count"] for state in ("soon", "valid", "over")] == ["1", "1", "0"]
    filters = context(client, "waivers")["filters"]
    assert filters.fields["state"].choices[0][0] == filters.state_chosen  # what is shown unasked is what holds
    client.post(reverse("waiver_end", args=[waiver.pk]))
    assert ("赵在县", "papers-none") in shown(client)


@pytest.mark.parametrize("wrong", [{"until": "2999-01-01"}, {"reason": ""}, {"until": ""}, {"fault": []}])
def test_a_waiver_that_cannot_be_is_told_in_words(as_user, reviewer, homes, wrong):
    facts = {"fault": [Fault.objects.first().pk], "reason": REASON, "until": clock.today().isoformat()}
    page = as_user(reviewer).post(reverse("faults_waive"), facts | wrong, follow=True).content.decode()
    assert ("没有登记例外" in page or "有效期应在" in page, Waiver.objects.exists()) == (True, False)


def test_the_trend_tells_what_stood_each_day(as_user, officer, homes):
    county = union("532524").path[:COUNTY_PATH]
    for days, faults in ((40, 9), (2, 7), (0, 4)):
        day = clock.today() - datetime.timedelta(days=days)
        FaultDay.objects.create(day=day, rule="card-shape", union_path=county, faults=faults)
    FaultDay.objects.create(day=clock.today(), rule="spouse-twice", union_path=county, faults=1)
    found = context(as_user(officer), "quality_trend")
    assert [row.numbers for row in found["days"]] == [[5, 1, 4, 0], [7, 0, 7, 0]]
    assert found["finding"].endswith("减少 2 个")
    one = context(as_user(officer), "quality_trend", rule="card-shape", days="90")
    assert [row.numbers[0] for row in one["days"]] == [4, 7, 9]


def test_whoever_has_the_rules_run_is_led_to_the_run(as_user, officer):
    answer = as_user(officer).post(reverse("quality_start"))
    run = QualityRun.objects.get()
    assert answer.url == reverse("quality_run", args=[run.pk])
    assert run.took.endswith(" 秒")
    page = as_user(officer).get(answer.url).context
    assert [(row.seconds is None, row.failed) for row in page["times"]] == [(False, False)] * run.total
    assert as_user(officer).get(reverse("quality_progress", args=[run.pk])).headers["HX-Refresh"] == "true"


def test_a_cadre_finds_the_faults_of_the_own_households_at_home_and_in_a_list(as_user, cadre, household):
    fault_of(household, "visit-overdue", detail="从未入户")
    fault_of(household, "card-shape")
    fault_of(HouseholdFactory())
    (line,) = [line for line in waiting_for(cadre) if line.label == "我的结对户数据问题"]
    lines = as_user(cadre).get(line.url).context["lines"]
    assert (line.count, len(lines)) == (2, 2)
    assert {one.rule.code: bool(one.repair.url) for one in lines} == {"visit-overdue": True, "card-shape": False}
    assert not any(one.may_waive for one in lines)


def test_the_page_of_an_archive_tells_its_standing_faults(as_user, officer, homes):
    url = reverse("household_quality", args=[homes[0].archive_no])
    page = as_user(officer).get(url).content.decode()
    assert all(
        words in page for words in ("没有附件", "登记了一名以上配偶", reverse("household", args=[homes[0].archive_no]))
    )
    Fault.objects.update(gone_on=clock.today())
    assert as_user(officer).get(url).content.decode().strip() == ""


def test_what_demo_data_was_given_on_purpose_is_said(as_user, officer, homes):
    PlantedFault.objects.create(rule="papers-none", household=homes[0], what="没有附件")
    assert "其中 1 个问题是演示时有意植入的" in as_user(officer).get(reverse("quality")).content.decode()
    assert as_user(officer).get(reverse("faults")).content.decode().count("演示植入") == 1


def test_the_register_holds_what_the_list_shows(officer, outsider, homes):
    asked = {"union": "532524", "severity": "error", "fields": "name,severity,title,detail,advice"}
    query = Query.of(kind_of("faults"), officer, asked)
    words = "请核对与职工的关系，更正错录的一行。"
    assert [tuple(row) for row in query.rows()] == [("赵在县", "错误", "登记了两名配偶", "登记了一名以上配偶", words)]
    assert [row[0] for row in Query.of(kind_of("faults"), outsider, {"fields": "name"}).rows()] == ["孙在外"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_the_pages_ask_as_often_for_one_row_as_for_three(as_user, name, count, django_assert_max_num_queries):
    checker = user_with(Role.REVIEWER, "532500", username="checker", name="州审核")
    for number in range(count):
        home = HouseholdFactory(status=Status.ON_FILE)
        fault_of(home), fault_of(home, "papers-none")
        waived = fault_of(home, "name-short", waived_until=clock.today())
        waived.waivers.create(reason=REASON, until=clock.today(), by=checker, at=clock.now())
        PairingFactory(household=home, cadre=CadreFactory(name=f"干部{number}"))
    run_now()
    client = as_user(checker)
    client.get("/me/")
    with django_assert_max_num_queries({"quality": 11, "faults": 8, "waivers": 7}[name]):
        assert client.get(reverse(name), {"union": "532524"}).status_code == 200
