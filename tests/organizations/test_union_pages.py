"""The tree of unions, one union, and the search of the pickers."""

import pytest

from organizations import tree
from organizations.actions.unions import close_union, create_union
from organizations.enums import UnionKind
from organizations.models import Union
from tests.support.factories import union

pytestmark = pytest.mark.django_db


@pytest.fixture
def township(sysadmin):
    return create_union(union("532524"), by=sysadmin, kind=UnionKind.TOWNSHIP, name="建水县临安镇总工会")


def shown(client, query=""):
    return [(row.union.code, row.level, row.is_open) for row in client.get(f"/unions/{query}").context["rows"]]


def test_province_sees_its_first_level_open(as_user, sysadmin):
    rows = shown(as_user(sysadmin))
    assert rows[:3] == [("530000", 0, True), ("530100", 1, False), ("530300", 1, False)]
    assert len(rows) == 1 + 16 + 26


def test_county_sees_its_own_part_from_the_top(as_user, county_sysadmin, township):
    assert shown(as_user(county_sysadmin)) == [("532524", 0, True), ("532524-001", 1, False)]


def test_branches_open_and_shut_by_address(as_user, sysadmin, township):
    client = as_user(sysadmin)
    rows = shown(client, "?open=530000,532500,532524")
    assert ("532524", 2, True) in rows
    assert ("532524-001", 3, False) in rows
    assert shown(client, "?open=") == [("530000", 0, False)]


def test_branch_whose_parent_is_shut_stays_hidden(as_user, sysadmin):
    assert shown(as_user(sysadmin), "?open=532500") == [("530000", 0, False)]


def test_long_branches_are_cut_and_say_so(as_user, county_sysadmin, sysadmin, monkeypatch):
    monkeypatch.setattr(tree, "CHILDREN_SHOWN", 2)
    for name in "甲乙丙":
        create_union(union("532524"), by=sysadmin, kind=UnionKind.TOWNSHIP, name=f"{name}镇总工会")
    answer = as_user(county_sysadmin).get("/unions/")
    assert [row.union.name for row in answer.context["rows"]] == ["建水县总工会", "甲镇总工会", "乙镇总工会"]
    assert "建水县总工会的下级较多" in answer.content.decode()


def test_tree_costs_the_same_however_much_is_open(as_user, sysadmin, django_assert_num_queries):
    client = as_user(sysadmin)
    for query in ("", "?open=530000,532500,530100,530300"):
        with django_assert_num_queries(6):
            client.get(f"/unions/{query}")


@pytest.mark.parametrize("words", ["建水", "532524", "建水 总工会"])
def test_search_finds_by_name_code_and_several_words(as_user, sysadmin, words):
    found = as_user(sysadmin).get("/unions/", {"q": words}).context["found"]
    assert [(u.code, [above.code for above in lineage]) for u, lineage in found] == [("532524", ["530000", "532500"])]


def test_search_finds_by_a_former_division_code(as_user, sysadmin):
    found = as_user(sysadmin).get("/unions/?q=532331").context["found"]
    assert [u.code for u, _above in found] == ["532302"]


def test_search_stays_in_the_range(as_user, county_sysadmin):
    assert as_user(county_sysadmin).get("/unions/?q=昆明").context["found"] == []


def test_union_page_shows_where_it_stands_and_what_is_below(as_user, sysadmin, township, officer):
    answer = as_user(sysadmin).get("/unions/532524/")
    assert list(answer.context["page"]) == [township]
    assert [u.code for u in answer.context["above"]] == ["530000", "532500"]
    assert answer.context["accounts"] == (1, False)


def test_security_administrator_reads_without_buttons(as_user, secadmin):
    page = as_user(secadmin).get("/unions/532524/").content.decode()
    assert ("/unions/532524/edit/" in page, "/unions/532524/add/" in page) == (False, False)


def test_administrator_of_the_union_cannot_move_or_close_it(as_user, county_sysadmin):
    page = as_user(county_sysadmin).get("/unions/532524/").content.decode()
    assert "/unions/532524/edit/" in page
    assert ("/unions/532524/move/" in page, "/unions/532524/close/" in page) == (False, False)


def options(client, **query):
    return [u.code for u in client.get("/unions/options/", query).context["options"]]


def test_picker_finds_open_unions_of_the_range(as_user, sysadmin, county_sysadmin, township):
    assert options(as_user(sysadmin), field="to", to_q="临安") == ["532524-001"]
    assert options(as_user(county_sysadmin), to_q="昆明", field="to") == []
    close_union(township, by=sysadmin)
    assert options(as_user(sysadmin), field="to", to_q="临安") == []


def test_picker_narrows_as_its_form_does(as_user, sysadmin, township):
    client = as_user(sysadmin)
    assert options(client, field="union", union_q="建水", within="532524") == ["532524", "532524-001"]
    assert options(client, field="to", to_q="建水", above="township") == ["532524"]


def test_picker_says_when_there_is_more(as_user, sysadmin):
    answer = as_user(sysadmin).get("/unions/options/?field=to&to_q=总工会")
    assert len(answer.context["options"]) == 12
    assert "还有更多" in answer.content.decode()


def test_reference_unions_are_all_there():
    assert {kind: Union.objects.filter(kind=kind).count() for kind in UnionKind} == {
        UnionKind.PROVINCE: 1,
        UnionKind.PREFECTURE: 16,
        UnionKind.INDUSTRY: 26,
        UnionKind.COUNTY: 129,
        UnionKind.TOWNSHIP: 0,
        UnionKind.GRASSROOTS: 0,
    }
    assert Union.objects.find_problems() == ([], [], [], [], [])
