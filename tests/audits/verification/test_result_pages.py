"""The page 结果: each number opens a list of its length, who sees what, and the standards as dated data."""

import datetime
import re
from decimal import Decimal
from html import unescape

import pytest

from audits.models import RateStandard, Verification
from audits.verification.enums import ProjectStatus
from audits.verification.rateboard import RateBook
from core import clock
from tests.support.factories import union

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rated_once")]
NUMBERS = re.compile(r'<a href="(/verification/\d+/results/[a-z_]+/[^"]*)">(\d+)</a>')


@pytest.fixture
def results(rated):
    return f"/verification/{rated.pk}/results/"


@pytest.mark.parametrize("query", ["", "?union=532500"])
def test_each_number_opens_a_list_of_that_length(as_user, results, provincial, query):
    client = as_user(provincial)
    numbers = NUMBERS.findall(client.get(results + query).content.decode())
    assert len(numbers) >= 20
    for url, number in numbers:
        response = client.get(unescape(url))
        assert (url, response.context["count"], len(response.context["page"])) == (url, int(number), int(number))


def test_another_prefecture_sees_nothing_before_the_end_and_its_own_afterwards(as_user, results, outsider, officer):
    assert [as_user(user).get(results).status_code for user in (outsider, officer)] == [403, 403]
    Verification.objects.update(status=ProjectStatus.CLOSED)
    client = as_user(outsider)
    assert client.get(results).context["union"].code == "530100"
    assert client.get(f"{results}?union=532524").status_code == 404
    assert client.get(f"{results}overdue/?union=530100").context["count"] == 2


def test_what_a_household_answered_is_told_to_who_runs_it_alone(as_user, results, outsider):
    Verification.objects.update(status=ProjectStatus.CLOSED)
    client = as_user(outsider)
    assert "results/satisfaction" not in client.get(results).content.decode()
    assert client.get(f"{results}satisfaction/?union=530100").status_code == 403


def test_what_a_household_says_of_its_help_is_kept_from_who_helps_it(as_user, rated, judges, officer):
    url = rated.findings.get(outcome="overdue", sample__unit__union__code="532524").get_absolute_url()
    titles = [[part.title for part in as_user(user).get(url).context["parts"]] for user in (judges[0], officer)]
    assert ["帮扶落实" in shown_to for shown_to in titles] == [True, False]
    assert "不满意" not in as_user(officer).get(url).content.decode()


def test_what_a_handful_answered_is_withheld_from_the_union_under_check(as_user, results, outsider, provincial):
    Verification.objects.update(status=ProjectStatus.CLOSED)
    said = []
    for user in (provincial, outsider):
        context = as_user(user).get(f"{results}?union=530100").context
        said.append({line.kind.code: str(line.verdict) for line in context["total"].lines})
    assert [one["satisfaction"] for one in said] == ["no_standard", "withheld"]
    assert said[0]["overdue"] == said[1]["overdue"]


def test_what_would_tell_of_a_handful_elsewhere_is_withheld_too(as_user, results, officer, rated):
    Verification.objects.update(status=ProjectStatus.CLOSED)
    for code in ("532524", "532500"):
        lines = {line.kind.code: line for line in RateBook(rated, union(code), in_full=False).lines(union(code))}
        assert (lines["satisfaction"].is_withheld, lines["overdue"].rate is None) == (True, False)
    page = as_user(officer).get(results).content.decode()
    assert "为受访户保密，不列出" in page


@pytest.mark.parametrize("path", ["nonsense/", "overdue/?class=nonsense", "overdue/?union=nonsense"])
def test_a_number_that_is_none_is_not_found(as_user, results, provincial, path):
    assert as_user(provincial).get(results + path).status_code == 404


def test_the_page_costs_the_same_for_every_place(as_user, results, provincial, django_assert_num_queries):
    client = as_user(provincial)
    for query in ("?union=530100", "?union=532500"):
        with django_assert_num_queries(13):
            client.get(results + query)


def test_it_says_beside_which_standard_and_what_the_sample_does_not_say(as_user, results, provincial):
    day = datetime.date(2020, 1, 1)
    RateStandard.objects.create(
        union=union("530000"), code="overdue", valid_from=day, limit=Decimal("0.0081"), source="省总 2020 年会议纪要"
    )
    told = as_user(provincial).get(results).content.decode()
    for words in ("不高于 0.81%", "省总 2020 年会议纪要", "未达标", "漏评率、错退率：没有抽查数据。"):
        assert words in told


FACTS = {"union": "530000", "code": "overdue", "percent": "0.81", "valid_from": "2026-01-01", "source": "会议纪要"}


def test_a_standard_is_entered_once_and_never_changed(as_user, provincial, officer):
    client, page = as_user(provincial), "/verification/standards/"
    for _press in range(2):
        assert client.post(page, FACTS).status_code == 302
    assert str(RateStandard.objects.get()) == "漏退率不高于 0.81%"
    assert "标准不能改动" in client.post(page, FACTS | {"percent": "1"}).content.decode()
    assert client.post(page, FACTS | {"source": ""}).context["form"].errors.keys() == {"source"}
    assert as_user(officer).post(page, FACTS | {"valid_from": "2026-02-01"}).context["form"].errors.keys() == {"union"}
    assert clock.today() > RateStandard.objects.get().valid_from
