"""The page 六清统计: counts by union that equal the lists behind them."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from audits.enums import ConfirmationKind
from audits.models import ClearConfirmation, ClearState
from audits.queries import counts_below
from audits.tables import sorted_rows
from households.enums import Status
from households.models import Household
from organizations.enums import Role, UnionKind
from organizations.models import Union
from tests.support.factories import HouseholdFactory, union, user_with

pytestmark = pytest.mark.django_db
PAGE = "/clear/"
LINK = re.compile(r'<a href="(/households/\?[^"]+)">(\d+)</a>')


def filed(code: str, *masks: int | None, **facts) -> list[Household]:
    """File an archive for the union of a code for each mask."""
    made = [HouseholdFactory(union=union(code), **facts) for _mask in masks]
    for household, mask in zip(made, masks, strict=True):
        Household.objects.filter(pk=household.pk).update(clear_mask=mask)
    return made


def confirmed(household: Household, by, *kinds: ConfirmationKind) -> None:
    for kind in kinds:
        ClearConfirmation.objects.create(
            household=household, kind=kind, by=by, by_name=by.name, at=timezone.now(), mask=63
        )


def rows(page: str) -> list[list[str]]:
    """Return the cells of each row of the table as words."""
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in body.split("<tr")[1:]]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


@pytest.fixture
def archives(officer):
    """Three in 建水县 (one clear, one not in items 1 and 6, one draft), one in 石屏县, a closed one, one of 昆明市."""
    clear, _unclear = filed("532524", 0b111111, 0b011110)
    filed("532524", None, status=Status.DRAFT)
    filed("532525", 0b111101)
    filed("532525", None, status=Status.CANCELLED)
    filed("530100", 0b000000)
    return clear


def test_a_prefecture_sees_a_row_for_each_county_the_worst_first_and_the_total(archives, registrar, as_user):
    county, other, *rest = (row for row in rows(as_user(registrar).get(PAGE).content.decode()) if row[1] != "0")
    assert county == ["石屏县总工会", "1", "0", "1", "0", "1", "0", "0", "0", "0", "0", "0", "0", "0.0%"]
    assert other == ["建水县总工会", "3", "1", "1", "1", "0", "0", "0", "0", "1", "0", "0", "0", "50.0%"]
    assert rest == [["合计", "4", "1", "2", "1", "1", "0", "0", "0", "1", "0", "0", "0", "33.3%"]]


def test_a_county_sees_its_own_archives(archives, officer, as_user):
    own, total = rows(as_user(officer).get(PAGE).content.decode())
    assert own == ["本级直接建档", "3", "1", "1", "1", "0", "0", "0", "0", "1", "0", "0", "0", "50.0%"]
    assert own[1:] == total[1:]


@pytest.mark.parametrize("place", ["532500", "532524", "532525"])
def test_each_number_equals_what_the_list_behind_it_shows(archives, registrar, as_user, place):
    client = as_user(registrar)
    links = LINK.findall(client.get(PAGE, {"union": place}).content.decode())
    shown = [client.get(url.replace("&amp;", "&")).context["total"] for url, _number in links]
    assert links
    assert shown == [number for _url, number in links]


def test_the_list_behind_a_number_is_found_for_a_union_far_below(archives, provincial, as_user):
    township = Union.objects.add_child(
        union("532524"), instance=Union(code="532524-001", name="临安镇总工会", kind=UnionKind.TOWNSHIP)
    )
    filed(township.code, 0b000001)
    client = as_user(provincial)
    page = client.get(PAGE, {"union": "532524"}).content.decode()
    assert [row[:4] for row in rows(page)] == [
        ["临安镇总工会", "1", "0", "1"],
        ["本级直接建档", "3", "1", "1"],
        ["合计", "4", "1", "2"],
    ]
    assert client.get("/households/", {"union": township.code, "status": "open"}).context["total"] == "1"


def test_confirmations_count_while_they_hold_and_as_overtaken_after_a_change(archives, officer, registrar):
    confirmed(archives, officer, *ConfirmationKind)
    counts = counts_below(union("532500"), user=registrar)[union("532524").path]
    assert (counts.cadre, counts.county, counts.overtaken) == (1, 1, 0)
    ClearState.objects.filter(pk=archives.pk).update(facts_changed_at=timezone.now() + datetime.timedelta(seconds=1))
    counts = counts_below(union("532500"), user=registrar)[union("532524").path]
    assert (counts.cadre, counts.county, counts.overtaken) == (0, 0, 1)


def test_the_province_opens_first_for_the_province_and_goes_down(archives, provincial, as_user):
    page = as_user(provincial).get(PAGE).content.decode()
    assert "云南省总工会 · 截至" in page
    assert '<a href="?union=532500">红河州总工会</a>' in page
    below = as_user(provincial).get(PAGE, {"union": "532500"}).content.decode()
    assert '<a href="?union=530000">云南省总工会</a> ›' in below


def test_a_union_outside_the_scope_is_not_found(officer, outsider, as_user):
    assert as_user(officer).get(PAGE, {"union": "532525"}).status_code == 404
    assert as_user(officer).get(PAGE, {"union": "532500"}).status_code == 404
    assert as_user(outsider).get(PAGE, {"union": "532524"}).status_code == 404
    assert as_user(officer).get(PAGE, {"union": "nowhere"}).status_code == 404


def test_who_sees_no_whole_union_is_refused(cadre, sysadmin, as_user):
    assert [as_user(user).get(PAGE).status_code for user in (cadre, sysadmin)] == [403, 403]
    assert f'href="{PAGE}"' not in as_user(cadre).get(reverse("home")).content.decode()


def test_counts_are_looked_at_and_not_posted(officer, as_user):
    assert as_user(officer).post(PAGE).status_code == 405


def test_who_works_for_two_unions_may_choose(archives, officer, as_user):
    second = user_with(Role.REVIEWER, "532525").role_assignments.get()
    second.user = officer
    second.save(update_fields=["user"])
    page = as_user(officer).get(PAGE).content.decode()
    assert '<a class="hq-chip" href="?union=532525">石屏县总工会</a>' in page
    assert as_user(officer).get(PAGE, {"union": "532525"}).context["total"].counts.archives == 1


def test_without_archives_the_page_says_so(officer, as_user):
    page = as_user(officer).get(PAGE).content.decode()
    assert "还没有在册档案" in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("sort", "first"), [("-archives", "建水县总工会"), ("-2", "石屏县总工会"), ("-union", "河口县总工会")]
)
def test_the_table_is_sorted_by_any_column(archives, registrar, as_user, sort, first):
    shown = as_user(registrar).get(PAGE, {"sort": sort}).context["page"]
    assert shown == sorted_rows(list(shown), sort)
    assert shown[0].name == first


def test_the_number_of_queries_does_not_grow(registrar, as_user, django_assert_num_queries):
    client = as_user(registrar)
    filed("532524", 0b111111)
    with django_assert_num_queries(8):
        client.get(PAGE)
    filed("532525", 0b111111, 0b000000)
    with django_assert_num_queries(8):
        client.get(PAGE)
