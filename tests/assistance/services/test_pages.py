"""The pages of services in a browser: from the first form to the looks afterwards, and what they cost."""

import datetime
import uuid

import pytest
from django.urls import reverse

from assistance.actions.services.completing import complete_many
from assistance.actions.services.enrolling import enrol
from assistance.actions.services.sessions import add_sessions
from assistance.models import Enrolment, FollowUp, Service, ServiceCharge
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from tests.support.factories import union
from tests.support.services import a_budget, a_person, a_service, completed_by, service_facts, taking_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(as_user, officer):
    """Return a browser of the officer."""
    return as_user(officer)


def text(response) -> str:
    return response.content.decode()


def sent(**other) -> dict:
    facts = service_facts(**other)
    return {name: value if value is not None else "" for name, value in facts.items()} | {"union": facts["union"].code}


def test_a_service_is_entered_once_and_a_refused_form_comes_back_filled(page):
    form = sent() | {"client_id": str(uuid.uuid4())}
    late = page.post(reverse("service_create"), form | {"ends_on": "2026-01-01"})
    assert "结束日期不能早于开始日期" in text(late)
    assert "家政服务培训班" in text(late)
    for _press in range(2):
        assert page.post(reverse("service_create"), form).status_code == 302
    assert Service.objects.count() == 1


def test_a_service_is_edited_and_a_refusal_names_the_field(page, officer, service):
    taking_part(service, officer, "甲", "乙")
    refused = page.post(reverse("service_edit", args=[service.pk]), sent(places=1))
    assert refused.context["form"].errors["places"]
    page.post(reverse("service_edit", args=[service.pk]), sent(places=5))
    service.refresh_from_db()
    assert service.places == 5


def test_people_are_found_by_name_and_enrolled(page, service):
    person, _other = a_person("段青禾"), a_person("乙")
    enrol_url = reverse("service_enrol", args=[service.pk])
    assert [row.name for row in page.get(enrol_url, {"q": "段青"}).context["page"]] == ["段青禾"]
    assert page.post(enrol_url, {"person": [person.pk]}).status_code == 302
    assert page.get(enrol_url, {"q": "段青"}).context["page"] == []
    assert "请先勾选参加人" in text(page.post(enrol_url, {}))


def test_nobody_of_another_region_is_offered_or_enrolled(as_user, officer, prefect):
    course = a_service(prefect, union=union("532500"))
    elsewhere = a_person("段青禾", union=union("532502"))
    page, enrol_url = as_user(officer), reverse("service_enrol", args=[course.pk])
    assert page.get(enrol_url, {"q": "段青"}).context["page"] == []
    assert "请先勾选参加人" in text(page.post(enrol_url, {"person": [elsewhere.pk]}))
    assert not Enrolment.objects.exists()


def test_a_county_sees_its_own_people_in_the_course_of_the_prefecture(as_user, officer, prefect):
    course = a_service(prefect, union=union("532500"))
    taking_part(course, officer, "段青禾")
    elsewhere = a_person("马文山", union=union("532502"))
    as_user(prefect).post(reverse("service_enrol", args=[course.pk]), {"person": [elsewhere.pk]})
    shown = text(as_user(officer).get(course.get_absolute_url()))
    assert "段青禾" in shown
    assert "马文山" not in shown


def test_sessions_attendance_completion_and_end_in_one_go(page, officer, service):
    first, second = taking_part(service, officer, "甲", "乙")
    sessions_url = reverse("service_sessions", args=[service.pk])
    page.post(sessions_url, {"first": "2026-03-02", "last": "2026-03-04", "hours": "4", "topic": "护理"})
    session = service.sessions.first()
    assert service.sessions.count() == 3
    attendance_url = reverse("session_attendance", args=[service.pk, session.pk])
    page.post(attendance_url, {"shown": [first.pk, second.pk], "person": [first.pk]})
    assert list(session.attendance.order_by("enrolment").values_list("present", flat=True)) == [True, False]
    page.post(reverse("service_absent", args=[service.pk]), {"person": [second.pk]})
    complete_url = reverse("service_complete", args=[service.pk])
    page.post(complete_url, {"on": "2026-03-06", "person": [first.pk], f"result-{first.pk}": "证书"})
    page.post(reverse("service_close", args=[service.pk]), {"reason": "1 人结业"})
    service.refresh_from_db()
    assert (service.status, service.result) == ("closed", "1 人结业")


def test_a_completion_without_a_tick_says_so_and_keeps_what_was_typed(page, officer, service):
    [one] = taking_part(service, officer)
    answer = page.post(
        reverse("service_complete", args=[service.pk]), {"on": "2026-03-06", f"result-{one.pk}": "高级证书"}
    )
    assert "请先勾选人员" in text(answer)
    assert "高级证书" in text(answer)


def test_a_group_is_placed_on_one_page(page, officer, service):
    first, second = taking_part(service, officer, "甲", "乙")
    form = {"completed_on": "2026-03-06", "employer": "临安家政", "job_from": "2026-03-20", "wage": "3,200元"}
    url = reverse("service_placement", args=[service.pk])
    page.post(url, form | {"person": [first.pk, second.pk]})
    assert Enrolment.objects.filter(employer="临安家政", wage=3200, status="completed").count() == 2
    assert "请先勾选上岗的人员" in text(page.post(url, form))


def test_a_cadre_enters_a_look_and_the_tab_shows_it(as_user, cadre, officer, household, service):
    own = taking_person(service, officer, household)
    page, url = as_user(cadre), reverse("follow_up", args=[own.pk, 6])
    assert page.get(reverse("follow_ups_due")).context["total"] == "1"
    form = {"on": "2026-09-08", "work": "employed", "employer": "临安家政", "wage": "3300"}
    assert page.post(url, form | {"employer": ""}).context["form"].errors["employer"]
    assert page.post(url, form).url == reverse("household_aid", args=[household.archive_no])
    assert "已就业，月工资 3,300.00 元" in text(page.get(reverse("household_aid", args=[household.archive_no])))
    assert AccessLog.objects.filter(user=cadre, detail="帮扶记录").exists()
    page.post(url, form | {"work": "looking", "seen_follow-up": page.get(url).context["form"].seen})
    assert FollowUp.objects.get().work == "looking"


def taking_person(service, officer, household):
    [row] = enrol(service, [household.members.workers().get()], by=officer).placed
    complete_many(service, {row.pk: ""}, by=officer, on=datetime.date(2026, 3, 6))
    return row


def test_a_cost_is_charged_and_taken_back_on_pages(as_user, finance, officer, service):
    budget, page = a_budget(officer), as_user(finance)
    form = {"budget": budget.pk, "amount": "1,200", "on": "2026-03-06", "payee": "县职校", "doc_no": "记1"}
    form |= {"client_id": str(uuid.uuid4())}
    url = reverse("service_charge", args=[service.pk])
    assert "余额不足" in text(page.post(url, form | {"amount": "20000"}))
    for _press in range(2):
        page.post(url, form)
    charge = ServiceCharge.objects.get()
    page.post(reverse("charge_take_back", args=[charge.pk]), {"on": "2026-04-01", "reason": "发票作废"})
    budget.refresh_from_db()
    assert (budget.balance, "已冲回" in text(page.get(service.get_absolute_url()))) == (10_000, True)


def test_the_sheet_that_goes_out_is_logged_with_whom_it_names(page, officer, service):
    [one] = taking_part(service, officer)
    assert page.get(reverse("service_sheet", args=[service.pk])).status_code == 200
    assert AccessLog.objects.get(verb=AccessVerb.EXPORT).subject == one.household.archive_no


def test_the_timeline_tells_of_course_job_and_looks(page, officer, service):
    [one] = completed_by(service, officer)
    Enrolment.objects.filter(pk=one.pk).update(employer="临安家政", job_from=datetime.date(2026, 3, 20))
    FollowUp.objects.create(enrolment=one, months=3, on=datetime.date(2026, 6, 8), work="employed", by=officer)
    shown = text(page.get(reverse("household_timeline", args=[one.household.archive_no])))
    for words in ("赵小兰报名职业培训“家政服务培训班”", "赵小兰上岗：临安家政", "满 3 个月回访：已就业"):
        assert words in shown


def test_numbers_lead_to_as_many_people(page, officer, service):
    completed_by(service, officer, "甲", "乙")
    assert page.get(reverse("service_counts")).context["rows"][-1].numbers.total == 2
    assert page.get(reverse("service_counts_behind"), {"group": "training"}).context["count"] == "2"
    assert page.get(reverse("service_counts"), {"year": "x"}).context["year"] == 2026
    assert "还没有人完成服务" in text(page.get(reverse("service_counts"), {"year": "2019"}))


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("services", 7),
        ("service", 9),
        ("service_enrol", 5),
        ("service_complete", 7),
        ("service_sessions", 7),
        ("service_outcomes", 6),
        ("follow_ups_due", 6),
        ("service_counts", 8),
        ("service_counts_behind", 7),
    ],
)
def test_a_page_costs_the_same_for_one_and_for_three(page, officer, name, queries, many, django_assert_num_queries):
    courses = [a_service(officer, name=f"培训班{n}") for n in range(many)]
    completed_by(courses[0], officer, *"甲乙丙"[:many])
    taking_part(courses[0], officer, *"丁戊己"[:many])
    for n in range(many):
        a_person(f"职工{n}")
    of_one = {"service", "service_enrol", "service_complete", "service_sessions", "service_outcomes"}
    url = reverse(name, args=[courses[0].pk] if name in of_one else [])
    page.get(url)
    with django_assert_num_queries(queries):
        assert page.get(url).status_code == 200


def test_a_session_is_corrected_on_its_page(page, officer):
    service = a_service(officer)
    (session,) = add_sessions(service, [service.starts_on], by=officer, topic="开班")
    path = reverse("session_edit", args=[service.pk, session.pk])
    assert "开班" in text(page.get(path))
    page.post(path, {"on": service.starts_on.isoformat(), "topic": "开班和安全", "hours": "2"})
    session.refresh_from_db()
    assert (session.topic, session.hours) == ("开班和安全", 2)
