"""The pages of 问题整改: who sees what, what they narrow to, and each step done by the person whose turn it is."""

import datetime
import re
from html import unescape

import pytest

from audits.actions.rectification import open_rectifications
from audits.models import FindingPaper, Rectification
from audits.verification.enums import RectificationStatus
from core import clock
from households.enums import GrantKind
from households.models import ArchiveGrant
from reports.home import waiting_for
from tests.audits.verification.conftest import shown
from tests.support.verification import decided

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("found_once")]
LIST = "/rectifications/"
LINK = re.compile(r'<a href="(/(?:findings|rectifications)/\?[^"]*)">(\d+)</a>')


@pytest.fixture
def all_sent(found, judges, provincial, later, overdue):
    """Every finding of the verification that is wrong, sent out."""
    for finding in found.findings.exclude(pk=overdue.pk):
        last = decided(finding, judges)
    with clock.at(last.contest_until + datetime.timedelta(days=1)):
        return open_rectifications(found, by=provincial, due_on=clock.today() + datetime.timedelta(days=30))


def test_another_prefecture_finds_nothing(as_user, reported, outsider):
    client = as_user(outsider)
    paper = FindingPaper.objects.get()
    paths = (reported.get_absolute_url(), f"/verification-papers/{paper.pk}/")
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert "没有问题整改" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("outcome=overdue", 1),
        ("outcome=missed", 0),
        ("state=to_mend", 3),
        ("state=unassigned", 3),
        ("state=verified", 0),
        ("state=overdue", 0),
        ("mine=owner", 0),
        ("union=532524", 3),
        ("union=nonsense&state=nonsense&mine=nonsense", 3),
    ],
)
def test_the_list_is_narrowed_by_its_address(as_user, all_sent, officer, query, count):
    response = as_user(officer).get(f"{LIST}?{query}")
    assert (len(response.context["page"]), response.context["count"]) == (count, str(count))


def test_the_list_costs_the_same_for_one_and_three(as_user, all_sent, officer, django_assert_num_queries):
    client = as_user(officer)
    for query in ("outcome=overdue", ""):
        with django_assert_num_queries(6):
            client.get(f"{LIST}?{query}")


def test_it_is_reported_and_verified_on_its_page(as_user, sent, officer, reviewer):
    page = sent.get_absolute_url()
    facts = {"words": "已办理脱困退出。", "papers": [shown()]}
    assert as_user(officer).post(f"{page}done/", facts).status_code == 302
    assert as_user(officer).post(f"{page}done/", {**facts, "papers": [shown()]}).status_code == 302  # pressed twice
    assert FindingPaper.objects.count() == 1
    told = as_user(reviewer).post(f"{page}verify/", {"words": "属实。"}, follow=True).content.decode()
    assert "已验收，整改销号。" in told
    assert Rectification.objects.get().status == RectificationStatus.VERIFIED


def test_what_a_rule_refuses_comes_back_with_what_was_typed(as_user, sent, officer):
    facts = {"words": "已整改。", "papers": [shown("表.docx")]}
    facts["papers"][0].file.seek(0)
    facts["papers"][0].file.write(b"PK\x03\x04")
    facts["papers"][0].file.seek(0)
    told = as_user(officer).post(f"{sent.get_absolute_url()}done/", facts).content.decode()
    assert ("“表.docx”没有上传" in told, "已整改。" in told) == (True, True)


def test_the_page_leads_to_where_it_is_mended(as_user, sent, officer):
    client, no = as_user(officer), sent.household.archive_no
    urls = [offer.url for offer in client.get(sent.get_absolute_url()).context["offers"]]
    assert [url.partition("?note=")[0] for url in urls] == [
        f"/households/{no}/exit-checks/new/",
        f"/households/{no}/apply/exit/",
        f"/households/{no}/reverify/",
    ]
    assert ["认定为漏退" in client.get(url).content.decode() for url in urls[1:]] == [True, True]


def test_a_cadre_sees_what_is_his(as_user, reported, cadre, provincial):
    page = reported.get_absolute_url()
    Rectification.objects.update(owner=cadre)
    assert as_user(cadre).get(page).status_code == 404
    ArchiveGrant.objects.create(household=reported.household, user=cadre, kind=GrantKind.PAIRING)
    assert as_user(cadre).get(page).status_code == 200
    assert as_user(cadre).get(f"/verification-papers/{FindingPaper.objects.get().pk}/").status_code == 200


def test_what_is_found_again_is_counted_and_each_number_opens_its_list(as_user, all_sent, provincial):
    client = as_user(provincial)
    response = client.get(f"{LIST}repeats/?union=532500")
    assert [row.cause for row in response.context["causes"]] == ["家庭人口", "拥有机动车辆", "达到退出标准仍在档"]
    numbers = LINK.findall(response.content.decode())
    assert len(numbers) == 5 * 2 + 3
    for url, number in numbers:
        assert (url, client.get(unescape(url)).context["count"]) == (url, number)
    assert not any(row.again for row in response.context["rows"])


def test_the_first_page_says_what_waits_and_each_leads_to_as_many(as_user, reported, officer, reviewer):
    waits = {line.label: line for user in (officer, reviewer) for line in waiting_for(user) if line.count}
    assert {"整改待我验收"} <= waits.keys()
    assert as_user(reviewer).get(waits["整改待我验收"].url).context["count"] == "1"
    assert "整改待我完成" not in waits  # reported already


def test_the_archive_shows_what_is_mended_and_tells_of_it(as_user, reported, officer):
    client, no = as_user(officer), reported.household.archive_no
    told = client.get(f"/households/{no}/reviews/").content.decode()
    assert (reported.get_absolute_url() in told, "待验收" in told) == (True, True)
    timeline = client.get(f"/households/{no}/timeline/").content.decode()
    assert "问题整改：报告整改完成" in timeline


def test_what_a_union_filed_itself_opens_without_those_below(as_user, all_sent, officer):
    client = as_user(officer)
    numbers = LINK.findall(client.get(f"{LIST}repeats/?union=532524").content.decode())
    assert {client.get(unescape(url)).context["count"] == number for url, number in numbers} == {True}
    assert any("own=1" in url for url, _number in numbers)
