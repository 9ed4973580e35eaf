"""The notice as an official paper: what it says, how many pages, and that nothing personal is in the file."""

import io

import pikepdf
import pytest

from core import clock
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from reports.forms.render import render_form
from reports.notices.paper import paper_of
from reports.notices.printing import fitted, print_notice
from reviews.actions.starting import withdraw_review
from reviews.models import Notice
from reviews.notice_lines import Table
from tests.reports.booklet_case import embedded_fonts, opened
from tests.reports.forms_case import words_of
from tests.reviews.conftest import said
from tests.support.notices import drawn, running
from tests.support.reviews import Staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("said")]
ADDRESS = "https://example.test/notices/token/"
__all__ = ["said"]


@pytest.fixture
def staff():
    return Staff.hire()


def paper(notice: Notice):
    return paper_of(notice, Table.of(notice), address=ADDRESS)


def printed(notice: Notice, staff: Staff) -> bytes:
    return print_notice(notice, by=staff.unit_officer, address=ADDRESS)


def test_it_says_who_when_and_where_to_object(staff):
    with clock.at(clock.today().replace(year=2026, month=9, day=28)):
        pdf = printed(running(staff, 2), staff)
    words = words_of(pdf)
    for word in (
        "建水县紫陶厂工会",
        "关于困难职工入档的公示",
        "2026年9月28日（星期一）至2026年10月10日（星期六），共5个工作日",
        "监督电话：0873-7652345",
        "职工1",
        "—1—",
    ):
        assert word in words
    assert embedded_fonts(opened(pdf))


def test_a_provisional_end_is_called_so(staff):
    with clock.at(clock.today().replace(year=2027, month=12, day=30)):
        assert "截止日期为暂定" in words_of(printed(running(staff), staff))


@pytest.mark.parametrize(("count", "pages", "annexed"), [(1, 1, False), (4, 1, False), (8, 2, False), (50, 3, True)])
def test_few_stand_in_the_text_and_many_in_an_annex_with_its_head_repeated(staff, count, pages, annexed):
    form = fitted(paper(drawn(staff, count)))
    assert (form.is_annexed, render_form(form).pages) == (annexed, pages)


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_few_queries_and_none_for_the_pages(staff, count, django_assert_num_queries):
    notice = Notice.objects.select_related("union").get(pk=drawn(staff, count).pk)
    with django_assert_num_queries(2):
        form = paper(notice)
    with django_assert_num_queries(0):
        render_form(form)


def test_who_left_is_not_printed_again(staff):
    notice = running(staff, 2)
    withdraw_review(notice.lines.first().review, by=staff.unit_officer, reason="误报")
    words = words_of(printed(notice, staff))
    assert ("职工1" in words, "职工2" in words) == (False, True)


def test_its_metadata_name_the_unit_and_nobody(staff):
    with pikepdf.open(io.BytesIO(printed(drawn(staff, 2), staff))) as pdf:
        facts = f"{dict(pdf.docinfo)} {pdf.open_metadata()}"
    assert "建水县紫陶厂工会" in facts
    for hidden in ("职工1", "厂经办", "5325242026"):
        assert hidden not in facts


def test_each_print_leaves_lines_for_the_notice_and_its_households(staff):
    notice = drawn(staff, 2)
    printed(notice, staff)
    subjects = AccessLog.objects.filter(verb=AccessVerb.PRINT).values_list("subject", flat=True)
    assert sorted(subjects) == sorted([notice.number, "532524202600001", "532524202600002"])
