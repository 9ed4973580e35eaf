"""Minutes of an appraisal meeting: an official paper with the votes on each case and room for signatures."""

import pytest
from django.urls import reverse

from organizations.enums import AccessVerb
from organizations.models import AccessLog
from reports.forms.minutes import load_minutes
from reports.forms.printing import print_form
from reports.forms.render import render_form
from reviews.actions.appraising import Votes, record_appraisals
from reviews.models import Meeting
from tests.reports.booklet_case import embedded_fonts, opened
from tests.reports.forms_case import words_of
from tests.support.reviews import Staff, begin, sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return Staff.hire()


def met(staff, count=2) -> Meeting:
    """Hold a meeting over some cases; the first one is not carried."""
    reviews = [begin(staff, ref=f"53252420260{n:04d}", title=f"赵小兰{n}") for n in range(count)]
    votes = {review: Votes(5 if n else 1, 0 if n else 3, 0 if n else 1) for n, review in enumerate(reviews)}
    record_appraisals(votes, by=staff.unit_officer, sitting=sitting(summary="逐户核对了收入证明。"))
    return Meeting.objects.latest("id")


def test_each_case_stands_there_with_its_votes(staff):
    first, second = load_minutes(met(staff)).cases
    assert (first.name, first.votes_for, first.votes_against, first.votes_abstain) == ("赵小兰0", 1, 3, 1)
    assert (first.outcome, second.outcome) == ("未通过", "通过")


def test_everybody_who_came_signs_once(staff):
    signers = load_minutes(met(staff)).signers
    assert [name for row in signers for name in row if name] == ["厂主席", "甲", "乙", "丙", "丁", "戊", "厂经办"]


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_one_query_and_none_for_the_pages(staff, count, django_assert_num_queries):
    meeting = Meeting.objects.select_related("union", "by").get(pk=met(staff, count).pk)
    with django_assert_num_queries(1):
        form = load_minutes(meeting)
    with django_assert_num_queries(0):
        assert render_form(form).pages == 1


def test_it_reads_as_an_official_paper(staff):
    pdf = print_form(load_minutes(met(staff)), by=staff.unit_officer)
    words = words_of(pdf)
    for word in (
        "建水县紫陶厂工会困难职工入档评议会议纪要",
        "到会人员（5人）",
        "其中通过1户",
        "—1—",
        "逐户核对了收入证明",
    ):
        assert word in words
    assert "打印时间" not in words
    assert embedded_fonts(opened(pdf))


def test_the_table_goes_on_with_its_head_on_the_next_page(staff):
    pdf = print_form(load_minutes(met(staff, 30)), by=staff.unit_officer)
    assert len(opened(pdf).pages) == 3
    assert words_of(pdf).count("序号对象事项") == 2


def test_it_is_printed_by_those_above_the_union_and_by_who_recorded_it(as_user, staff):
    url = reverse("meeting_minutes", args=[met(staff).pk])
    for person in (staff.unit_officer, staff.unit_reviewer, staff.county_officer):
        assert as_user(person).get(url).status_code == 200
    assert as_user(staff.outsider).get(url).status_code == 404
    assert AccessLog.objects.filter(verb=AccessVerb.PRINT).count() == 3
