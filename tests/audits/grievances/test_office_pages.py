"""The pages of the office: list, page, writing down, acts, statistics whose numbers open their lists, terms."""

import datetime
import re
import uuid

import pytest

from audits.actions.grievances.terms import set_grievance_term
from audits.models import Grievance, GrievanceTerm
from core import clock
from core.errors import DomainError
from organizations.enums import Role
from organizations.models import AccessLog
from tests.support.factories import HouseholdFactory, union, user_with
from tests.support.grievances import TEXT, WHO, answered, appealed, assigned, complained

pytestmark = pytest.mark.django_db
LIST_QUERIES, COUNT_QUERIES = 6, 8


@pytest.fixture
def several(officer, reviewer, second):
    """Grievances in many states, two of them late."""
    with clock.at(clock.today() - datetime.timedelta(days=40)):
        late = assigned(officer, reviewer)
        slow = assigned(officer, reviewer, category="help")
    from_then = [answered(officer, reviewer), appealed(officer, reviewer, category="result"), complained()]
    return [late, slow, *from_then]


def test_the_outsider_finds_nothing(as_user, outsider):
    made = complained()
    browser = as_user(outsider)
    assert browser.get(made.get_absolute_url()).status_code == 404
    assert made.number not in browser.get("/grievances/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_few_questions(as_user, reviewer, rows, django_assert_num_queries):
    for _row in range(rows):
        complained()
    browser = as_user(reviewer)
    with django_assert_num_queries(LIST_QUERIES):
        page = browser.get("/grievances/")
    assert len(page.context["page"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_statistics_ask_the_same_few_questions(as_user, reviewer, rows, django_assert_num_queries):
    for _row in range(rows):
        complained()
    browser = as_user(reviewer)
    with django_assert_num_queries(COUNT_QUERIES):
        page = browser.get("/grievances/counts/")
    assert page.context["rows"][-1].numbers.counts[""] == rows


def test_each_number_opens_a_list_of_that_length(as_user, reviewer, several):
    browser = as_user(reviewer)
    page = browser.get("/grievances/counts/").content.decode()
    links = re.findall(r'href="(/grievances/\?[^"]+)">(\d+)</a>', page)
    assert len(links) > 15
    for link, number in links:
        assert len(browser.get(link.replace("&amp;", "&")).context["page"]) == int(number), link


def test_what_waits_on_the_first_page_opens_its_list(as_user, officer, reviewer, second, several):
    for user in (officer, reviewer, second):
        browser = as_user(user)
        lines = [line for line in browser.get("/").context["waiting"] if line.label.startswith("信访")]
        assert lines
        for line in lines:
            assert len(browser.get(line.url).context["page"]) == line.count, line


def test_what_is_late_is_first(as_user, reviewer, several):
    page = as_user(reviewer).get("/grievances/").context["page"]
    assert [row.is_overdue for row in page] == [True, True, False, False, False]


def test_a_visit_is_written_down_with_its_archive(as_user, officer):
    household = HouseholdFactory()
    facts = {"union": "532524", "channel": "visit", "received_on": clock.today().isoformat(), "category": "funds"}
    facts |= {"who": "named", "text": TEXT, "archive_no": household.archive_no, "sent_key": str(uuid.uuid4()), **WHO}
    browser = as_user(officer)
    pages = [browser.post("/grievances/new/", facts) for _press in range(2)]
    made = Grievance.objects.get()
    assert (made.entered_by, made.household, made.channel) == (officer, household, "visit")
    assert pages[0].context["code"] == pages[1].context["code"]


def test_a_look_is_logged_and_the_number_masked_until_asked_for(as_user, reviewer):
    made, browser = complained(), as_user(reviewer)
    page = browser.get(made.get_absolute_url()).content.decode()
    assert WHO["phone"] not in page
    assert "139****1234" in page
    assert WHO["phone"] in browser.post(f"{made.get_absolute_url()}phone/").content.decode()
    told = AccessLog.objects.filter(subject=f"信访件 {made.number}").order_by("pk").values_list("verb", flat=True)
    assert list(told) == ["view", "reveal"]


def test_an_act_leads_on_and_what_is_over_is_said(as_user, officer, reviewer):
    made, browser = complained(), as_user(reviewer)
    path = f"{made.get_absolute_url()}assign/"
    assert browser.post(path, {"owner": officer.pk}).headers["Location"] == made.get_absolute_url()
    refused = browser.post(f"{made.get_absolute_url()}decline/", {"reason": "重复"})
    assert "不能再作不予受理" in refused.content.decode()
    assert browser.get(f"{made.get_absolute_url()}decline/").status_code == 302
    assert browser.get(f"{made.get_absolute_url()}decide/").status_code == 302
    assert browser.get(f"{made.get_absolute_url()}nonsense/").status_code == 404


def test_who_answered_is_not_led_to_the_appeal(as_user, officer, reviewer, second):
    made = appealed(reviewer, reviewer)
    path = f"{made.get_absolute_url()}decide/"
    assert as_user(reviewer).get(path).status_code == 403
    told = as_user(second).post(path, {"upheld": "yes", "text": "应予补发。"})
    assert told.headers["Location"] == made.get_absolute_url()


def test_a_prefecture_enters_its_own_days(as_user, prefecture):
    facts = {"union": "532500", "category": "funds", "valid_from": "2026-01-01", "source": "州工办〔2026〕1号"}
    facts |= {"answer_days": 7, "extension_days": 3, "appeal_days": 10, "reanswer_days": 10}
    browser = as_user(prefecture)
    assert browser.post("/grievances/terms/", facts).status_code == 302
    assert GrievanceTerm.objects.filter(union__code="532500").get().answer_days == 7
    again = browser.post("/grievances/terms/", facts | {"answer_days": 8})
    assert "当日已有办理期限" in again.content.decode()


@pytest.mark.parametrize(("days", "refused"), [(-400, True), (0, True), (1, False), (500, True)])
def test_days_are_not_entered_for_what_came_already_nor_years_ahead(reviewer, days, refused):
    complained()
    facts = {"answer_days": 7, "extension_days": 3, "appeal_days": 10, "reanswer_days": 10}
    said = {"category": "funds", "source": "县工办〔2026〕1号", "days": facts, "union": union("532524")}
    day = clock.today() + datetime.timedelta(days=days)
    if not refused:
        assert set_grievance_term(by=reviewer, valid_from=day, **said).valid_from == day
        return
    with pytest.raises(DomainError) as refusal:
        set_grievance_term(by=reviewer, valid_from=day, **said)
    assert refusal.value.field == "valid_from"


def test_who_only_reads_there_is_not_shown_the_whole_number(as_user):
    user = user_with(Role.REGISTRAR, "532524", username="both")
    known = user.role_assignments.values("valid_from", "expires_on").get()
    user.role_assignments.create(role=Role.OFFICER, union=union("532525"), **known)
    assert as_user(user).post(f"/grievances/{complained().pk}/phone/").status_code == 403
