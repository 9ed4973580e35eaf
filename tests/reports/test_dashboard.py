"""The page 数据看板: who sees it, how it goes down, that every number leads to a list of that length, and its cost."""

import re
from html import unescape

import pytest

from reports.dashboard.screen import COLUMNS
from reports.dashboard.tiles import LAYOUT, NAMES
from reports.indicators.months import keep_months
from tests.reports.test_indicators import busy_year, filed, year_of_seven  # noqa: F401 -- the worked year

ASKED = {"since": "2018-01-01", "day": "2018-12-31"}
LINK = re.compile(r'href="(/dashboard/behind/\?[^"]*)"[^>]*>(?:<span>[^<]*</span><strong>)?([\d,]+)<')
pytestmark = pytest.mark.django_db


def numbers_of(page) -> set[tuple[str, int]]:
    """Return the links of a page with the numbers that they show."""
    found = LINK.findall(page.content.decode())
    return {(unescape(url), int(number.replace(",", ""))) for url, number in found}


def test_another_prefecture_is_not_found(as_user, outsider):
    client = as_user(outsider)
    assert client.get("/dashboard/", {"union": "532524"}).status_code == 404
    assert client.get("/dashboard/behind/", {"union": "532524", "code": "new"}).status_code == 404
    assert client.get("/dashboard/").context["union"].code == "530100"


def test_a_cadre_is_refused(as_user, cadre):
    assert as_user(cadre).get("/dashboard/").status_code == 403


@pytest.mark.parametrize("code", ["530000", "532500", "532524"])
def test_every_number_leads_to_a_list_of_that_length(as_user, provincial, busy_year, code):  # noqa: F811
    keep_months()
    client = as_user(provincial)
    numbers = numbers_of(client.get("/dashboard/", {**ASKED, "union": code}))
    assert len(numbers) > 20
    for url, number in numbers:
        assert client.get(url).context["count"] == number, url


def test_it_goes_down_and_back_up(as_user, provincial, busy_year):  # noqa: F811
    client = as_user(provincial)
    screen = client.get("/dashboard/", ASKED).context["screen"]
    assert {line.code for line in screen.places} == {"530100", "532500"}
    page = client.get("/dashboard/", {**ASKED, "union": "532500"})
    assert [one.code for one in page.context["above"]] == ["530000"]
    assert [line.code for line in page.context["screen"].places] == ["532524"]


def test_a_column_is_sorted_only_when_asked(as_user, provincial, busy_year):  # noqa: F811
    client = as_user(provincial)
    order = [line.code for line in client.get("/dashboard/", ASKED).context["screen"].places]
    down = [line.code for line in client.get("/dashboard/", {**ASKED, "sort": "need"}).context["screen"].places]
    up = [line.code for line in client.get("/dashboard/", {**ASKED, "sort": "-need"}).context["screen"].places]
    assert (order, down, up) == (["530100", "532500"], ["532500", "530100"], ["530100", "532500"])
    assert client.get("/dashboard/", {**ASKED, "sort": "x"}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"day": "2099-01-01"}, "统计日不能晚于今天。"),
        ({"since": "2019-01-01", "day": "2018-01-01"}, "起始日不能晚于统计日，也不能早于 1990 年。"),
        ({"since": "1950-01-01"}, "起始日不能晚于统计日，也不能早于 1990 年。"),
    ],
)
def test_days_that_make_no_sense_are_said(as_user, provincial, asked, error):
    page = as_user(provincial).get("/dashboard/", asked)
    assert error in page.content.decode()


@pytest.mark.parametrize("asked", [{"code": "x"}, {"code": "clear_rate"}, {"code": "new", "level": "x"}])
def test_a_number_that_is_none_is_not_found(as_user, provincial, asked):
    assert as_user(provincial).get("/dashboard/behind/", asked).status_code == 404


def test_an_empty_province_has_a_page(as_user, provincial):
    page = as_user(provincial).get("/dashboard/")
    assert [cell.value for cell in page.context["screen"].tiles] == [0] * 6


def test_the_tiles_are_the_sixteen_prefectures():
    assert sorted(code for row in LAYOUT for code in row if code) == sorted(NAMES)
    assert len(NAMES) == 16
    assert len(set(COLUMNS)) == len(COLUMNS)


@pytest.mark.parametrize("is_kept", [True, False])
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(as_user, provincial, count, is_kept, django_assert_num_queries):
    for _ in range(count):
        filed()
    if is_kept:
        keep_months()
    client = as_user(provincial)
    client.get("/dashboard/", ASKED)
    with django_assert_num_queries(10 if is_kept else 9):
        client.get("/dashboard/", ASKED)
