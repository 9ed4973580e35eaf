"""The leader's brief: two pages, the figures of the dashboard, in scope, a line in the access log."""

import io

import pikepdf
import pytest

from organizations.models import AccessLog
from organizations.unionrows import unions_below
from reports.brief.drawing import bar_uri, fall_uri
from reports.brief.paper import MOST_ROWS, brief_of
from reports.forms.printing import print_form
from reports.indicators.board import board_of
from tests.reports.test_indicators import YEAR, busy_year, filed, year_of_seven  # noqa: F401 -- the worked year
from tests.support.factories import union

pytestmark = pytest.mark.django_db


def test_it_has_two_pages_and_leaves_a_line(as_user, provincial, busy_year):  # noqa: F811
    answer = as_user(provincial).get("/dashboard/brief/", {"since": "2018-01-01", "day": "2018-12-31"})
    with pikepdf.open(io.BytesIO(b"".join(answer))) as pdf:
        assert len(pdf.pages) == 2
    assert "困难职工帮扶工作简报" in AccessLog.objects.get(verb="print").detail


def test_it_is_not_found_outside(as_user, outsider):
    assert as_user(outsider).get("/dashboard/brief/", {"union": "532524"}).status_code == 404


def test_its_sentences_have_the_figures(provincial, busy_year):  # noqa: F811
    province = union("530000")
    brief = brief_of(board_of(province, YEAR, provincial), unions_below(province))
    assert brief.files == "期初在档5户，新增入档1户，返困入档2户，脱困2户，注销1户，期末在档5户。"
    assert brief.visits == "入户走访8次，电话和其他联系8次。"
    assert brief.state == "六清、结对、致困原因没有该日快照，不作统计。"
    assert brief.money == "时段内没有整月的帮扶支出。"
    assert brief.places[-1].cells[:3] == ("5", "1", "2")


def test_many_unions_below_stand_in_one_row(provincial):
    province = union("530000")
    for child in unions_below(province)[: MOST_ROWS + 2]:
        filed(union=child)
    brief = brief_of(board_of(province, YEAR, provincial), unions_below(province))
    assert len(brief.places) == MOST_ROWS + 2
    assert (brief.places[-2].name, brief.places[-2].cells[0]) == ("其余 2 个", "2")


def test_rendering_asks_the_database_nothing(provincial, busy_year, django_assert_num_queries):  # noqa: F811
    province = union("530000")
    brief = brief_of(board_of(province, YEAR, provincial), unions_below(province))
    with django_assert_num_queries(1):  # the line of the access log
        print_form(brief, by=provincial)


def test_there_is_no_line_without_two_points():
    assert fall_uri([5]) == fall_uri([0, 0]) == ""
    assert fall_uri([1, 2]).startswith("data:image/svg")
    assert bar_uri(0, 0).startswith("data:image/svg")
