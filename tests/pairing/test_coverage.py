"""结对统计: coverage and gaps by union, units, leaders; each number opens the list behind it with the same count."""

import pytest
from django.urls import reverse

from households.enums import Status
from organizations.enums import UnionKind
from organizations.models import Union
from pairing.coverage import Coverage, Kind
from pairing.enums import PairingKind, Rank
from tests.support.factories import CadreFactory, HelpingUnitFactory, HouseholdFactory, PairingFactory, union

pytestmark = pytest.mark.django_db
COUNTS, BEHIND = "pairing_counts", "pairing_behind"
JIANSHUI = Coverage(care=4, gap=1, no_unit=1, leader=1)


@pytest.fixture
def region():
    """Make four households in care in 建水县 and one in 昆明: led, without unit, without cadre; some not in care."""
    led = PairingFactory(unit=HelpingUnitFactory()).household
    PairingFactory.create_batch(2, household=led, kind=PairingKind.LEADER)
    PairingFactory(unit=HelpingUnitFactory())
    PairingFactory(unit=None)
    HouseholdFactory(status=Status.TAPERING)
    HouseholdFactory(status=Status.DRAFT)
    PairingFactory(household__status=Status.EXITED)
    PairingFactory(household__union=union("530100"), cadre__union=union("530100"), unit=HelpingUnitFactory())


def counts(client, code="", **query):
    return client.get(reverse(COUNTS), {"union": code, **query} if code else query).context


def test_coverage_is_what_is_paired_of_what_is_in_care(region, as_user, officer):
    total = counts(as_user(officer))["total"].coverage
    assert total == JIANSHUI
    assert (total.paired, total.unit, total.percent) == (3, 2, 75)


def test_a_province_goes_down_to_the_county(region, as_user, provincial):
    client = as_user(provincial)
    assert counts(client)["total"].coverage.care == 5
    rows = counts(client, "532500")["rows"]
    assert [(row.union.code, row.coverage) for row in rows] == [("532524", JIANSHUI)]
    (own,) = counts(client, "532524")["rows"]
    assert (own.name, own.coverage) == ("本级直接建档", JIANSHUI)


def test_the_worst_covered_stand_first(region, as_user, provincial):
    rows = counts(as_user(provincial))["rows"]
    assert [row.union.code for row in rows] == ["532500", "530100"]


@pytest.mark.parametrize("kind", Kind)
def test_each_number_opens_as_many_households(region, as_user, provincial, kind):
    client = as_user(provincial)
    for row in [*counts(client)["rows"], counts(client)["total"]]:
        behind = client.get(reverse(BEHIND), {"union": row.union.code, "kind": kind}).context
        assert len(behind["page"]) == int(behind["count"]) == getattr(row.coverage, kind.value)


def test_departments_show_whom_they_help_and_lead_to_them(region, as_user, officer):
    unit = HelpingUnitFactory(name="建水县医保局", kind="department")
    for _ in range(3):
        PairingFactory(cadre=CadreFactory(unit=unit), unit=unit)
    PairingFactory(unit=unit, household__status=Status.EXITED)
    client = as_user(officer)
    page = counts(client, show="units")["page"]
    assert [(line.unit, line.households) for line in page][0] == (unit, 3)
    behind = client.get(reverse(BEHIND), {"kind": "unit", "unit": unit.pk}).context["page"]
    assert len(behind) == 3


def test_leaders_are_counted_by_rank_and_lead_to_the_list(as_user, registrar):
    PairingFactory(cadre__rank=Rank.DIVISION, cadre__union=union("532500"))
    CadreFactory.create_batch(2, rank=Rank.DIVISION)
    CadreFactory(rank=Rank.DIVISION, is_active=False)
    client = as_user(registrar)
    context = counts(client, show="leaders")
    numbers = {row.name: row.ranks["division"] for row in [*context["rows"], context["total"]]}
    assert numbers == {"建水县总工会": (2, 0), "本级直接建档": (1, 1), "合计": (3, 1)}
    listed = [
        client.get(reverse("cadres"), {"union": "532500", "rank": "division", "load": load}) for load in ("", "some")
    ]
    assert [len(response.context["page"]) for response in listed] == [3, 1]


def test_a_number_leads_to_any_union_of_the_scope(as_user, provincial):
    town = Union.objects.add_child(
        union("532524"), instance=Union(code="532524901", name="临安镇工会", kind=UnionKind.TOWNSHIP)
    )
    there = CadreFactory(union=town)
    CadreFactory()
    page = as_user(provincial).get(reverse("cadres"), {"union": town.code}).context["page"]
    assert list(page) == [there]


@pytest.mark.parametrize("show", ["", "units", "leaders"])
def test_nothing_of_another_prefecture_is_counted(region, as_user, outsider, show):
    client = as_user(outsider)
    assert client.get(reverse(COUNTS), {"union": "532524", "show": show}).status_code == 404
    assert client.get(reverse(BEHIND), {"union": "532524"}).status_code == 404
    assert "建水" not in client.get(reverse(COUNTS), {"show": show}).content.decode()


def test_nonsense_in_the_address_is_not_found(as_user, officer):
    client = as_user(officer)
    asked = [{"kind": "nonsense"}, {"unit": "nonsense"}, {"unit": "999999"}, {"union": "nonsense"}]
    assert {client.get(reverse(BEHIND), query).status_code for query in asked} == {404}
    assert client.get(reverse(COUNTS), {"show": "nonsense"}).context["show"] == ""


def test_a_region_without_households_says_what_comes_next(as_user, officer):
    assert "入档以后这里显示结对情况" in as_user(officer).get(reverse(COUNTS)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("show", "queries"), [("", 9), ("units", 6), ("leaders", 6)])
def test_the_pages_take_the_same_queries_for_any_number(
    as_user, provincial, count, show, queries, django_assert_num_queries
):
    for code in ["530100", "532500", "532524"][:count]:
        unit = HelpingUnitFactory(union=union(code))
        PairingFactory(household__union=union(code), cadre__union=union(code), unit=unit)
    client = as_user(provincial)
    with django_assert_num_queries(queries):
        client.get(reverse(COUNTS), {"show": show})
    with django_assert_num_queries(7):
        assert len(client.get(reverse(BEHIND)).context["page"]) == count
