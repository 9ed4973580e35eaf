"""What comes of a secret or anonymous grievance is mended by people who must not guess that somebody complained."""

import datetime
import re

import pytest

from audits.actions.grievances.assigning import link_archive
from audits.actions.rectification import (
    assign_rectification,
    report_done,
    return_rectification,
    verify_rectification,
    withdraw_rectification,
)
from audits.actions.rectification_origins import rectify_grievance, rectify_inspection
from audits.grievances.people import possible_owners, who_might_see
from audits.models import Rectification
from audits.verification.enums import Origin, RectificationStatus
from audits.verification.persons import owners_for, verifiers_for
from core import clock
from core.errors import DomainError, NotAllowed
from households.models import Household
from households.timeline import timeline_of
from organizations.enums import Role
from tests.audits.verification.conftest import shown
from tests.reports.forms_case import words_of
from tests.support.factories import union, user_with
from tests.support.grievances import TEXT, answered
from tests.support.walking import text_of

pytestmark = pytest.mark.django_db
MONTH = datetime.timedelta(days=30)
OWN = {"title": "核对救助款发放", "wrong": "上半年救助款发放有遗漏。", "to_do": "逐户核对发放名单，漏发的补发。"}


@pytest.fixture
def other(db):
    """An officer of the union that mends, to whom the grievance is no business."""
    return user_with(Role.OFFICER, "532524", username="other", name="别的经办")


@pytest.fixture(params=[{"is_secret": True}, {"is_anonymous": True, "is_secret": True}, {"is_anonymous": True}])
def grievance(request, officer, reviewer, household):
    made = answered(officer, reviewer, **request.param)
    return link_archive(made, by=reviewer, household=household)


@pytest.fixture
def due(db):
    return {"due_on": clock.today() + MONTH}


@pytest.fixture
def told(grievance, reviewer, household, due):
    """One with its archive, and one that the union saw itself, in the same words."""
    out = rectify_grievance(grievance, by=reviewer, with_archive=True, **OWN, **due)
    return out, rectify_inspection(by=reviewer, union=household.union, household=household, **OWN, **due)


def alike(words):
    """Return words without what differs between any two: keys, times, the token of a form."""
    return re.sub(r"\d\d:\d\d|\s+|/rectifications/\d+/|20\d\d-0\d{4}|\w{64}", " ", words)


@pytest.mark.parametrize("field", OWN)
def test_nothing_is_proposed_and_all_is_said_by_who_sends_it(grievance, reviewer, due, field):
    with pytest.raises(DomainError) as refusal:
        rectify_grievance(grievance, by=reviewer, **{**OWN, field: " "}, **due)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "words", ["有人举报。", "群众来信属实。", "{number} 属实。", "{spaced} 未领到。", "{no} 未领到。", TEXT[3:18]]
)
def test_words_that_tell_of_it_are_refused(grievance, reviewer, household, due, words):
    spaced = " ".join(household.head_name)
    said = words.format(number=grievance.number, spaced=spaced, no=household.archive_no)
    for field in OWN:
        with pytest.raises(DomainError, match="整改单位看得到") as refusal:
            rectify_grievance(grievance, by=reviewer, **{**OWN, field: said}, **due)
        assert refusal.value.field == field


def test_the_archive_stands_in_it_only_if_who_sends_it_says_so(as_user, grievance, reviewer, household, due):
    client, page = as_user(reviewer), f"{grievance.get_absolute_url()}rectify/"
    form = client.get(page).context["form"]
    assert {name: form.initial.get(name) for name in ("wrong", "to_do", "with_archive")} == dict.fromkeys(
        ("wrong", "to_do", "with_archive")
    )
    facts = {**OWN, "union": "532524", "due_on": due["due_on"].isoformat()}
    assert "已下发整改" in client.post(page, facts, follow=True).content.decode()
    found = Rectification.objects.get()
    assert (found.household, found.origin, found.what) == (None, Origin.INSPECTION, OWN["title"])
    said = words_of(client.get(f"{found.get_absolute_url()}notice/").getvalue())
    assert (household.head_name in said, "信访" in said) == (False, False)


@pytest.mark.parametrize("grievance", [{"is_secret": True}], indirect=True)
def test_whoever_mends_it_cannot_tell_it_from_an_inspection(as_user, told, other, household):
    client = as_user(other)
    pages = [alike(text_of(client.get(one.get_absolute_url()))) for one in told]
    papers = [alike(words_of(client.get(f"{one.get_absolute_url()}notice/").getvalue())) for one in told]
    assert (pages[0], papers[0]) == (pages[1], papers[1])
    counts = [
        client.get(f"/rectifications/?origin={origin}").context["count"] for origin in ("grievance", "inspection")
    ]
    assert counts == ["0", "2"]
    assert len({(one.what, one.came_of) for one in Rectification.objects.all()}) == 1
    entries = [(one.title, one.text, one.by) for one in timeline_of(household, other) if "整改" in one.title]
    assert (len(entries), len(set(entries))) == (2, 1)


@pytest.mark.parametrize("grievance", [{"is_secret": True}], indirect=True)
def test_whom_it_is_about_knows_of_the_inspection_alone(told, grievance, other, household):
    grievance.avoided.add(other)
    assert list(Rectification.objects.visible_to(other)) == [told[1]]
    assert len([one for one in timeline_of(household, other) if "整改" in one.title]) == 1


@pytest.mark.parametrize("grievance", [{"is_secret": True}], indirect=True)
def test_who_handles_the_grievance_is_led_to_it(as_user, told, grievance, reviewer, other):
    page = told[0].get_absolute_url()
    seen = [grievance.get_absolute_url() in as_user(user).get(page).content.decode() for user in (reviewer, other)]
    assert seen == [True, False]
    with pytest.raises(DomainError, match="整改单位看得到"):
        withdraw_rectification(told[0], by=reviewer, reason="信访件复查后另行下发。")


@pytest.mark.parametrize("grievance", [{"is_secret": True}], indirect=True)
def test_nothing_sets_it_apart_that_inspections_never_have(as_user, grievance, reviewer, officer, household, due):
    assert "owner" not in as_user(reviewer).get(f"{grievance.get_absolute_url()}rectify/").context["form"].fields
    here = {"union": union("532524"), "with_archive": True}
    for field, facts in (("owner", {"owner": officer}), ("union", here)):
        with pytest.raises(DomainError) as refusal:
            rectify_grievance(grievance, by=reviewer, **OWN, **facts, **due)
        assert refusal.value.field == field
        Household.objects.filter(pk=household.pk).update(union=union("532525"))
    above = user_with(Role.REVIEWER, "532500", username="above")
    assert rectify_grievance(grievance, by=above, **OWN, **due, union=union("532524")).sender == union("532500")


@pytest.mark.parametrize("grievance", [{"is_secret": True}], indirect=True)
def test_no_refusal_tells_of_it_to_who_may_not_read_it(told, other):
    backs = [withdraw_rectification(one, by=other, reason="与群众反映、来信的情况不符。") for one in told]
    assert {one.status for one in backs} == {RectificationStatus.WITHDRAWN}


@pytest.mark.parametrize("grievance", [{"is_secret": True}], indirect=True)
@pytest.mark.parametrize("say", [verify_rectification, return_rectification])
def test_who_reads_it_tells_nothing_when_it_is_mended(say, told, other, reviewer, due):
    assign_rectification(told[0], by=reviewer, owner=other, verifier=reviewer, **due)
    report_done(told[0], by=other, words="已补发。", papers=[shown()])
    with pytest.raises(DomainError, match="整改单位看得到"):
        say(told[0], by=reviewer, words="举报人说还没有领到。")


def test_whom_it_is_about_is_asked_neither_to_mend_nor_to_verify(officer, reviewer):
    made = answered(officer, reviewer, about="依香罕主任")
    since = {user_with(role, "532524", name="依香·罕") for role in (Role.OFFICER, Role.REVIEWER)}
    out = Rectification(union=union("532524"), grievance=made)
    for people in (owners_for(out), verifiers_for(out.union, made), possible_owners(made), who_might_see(made)):
        assert people.exists()
        assert since.isdisjoint(people)


def test_what_a_union_saw_itself_is_sent_out_once(as_user, reviewer, outsider, household, due):
    page, facts = "/rectifications/send/", {**OWN, "due_on": due["due_on"].isoformat(), "archive_no": "", "union": ""}
    client = as_user(reviewer)
    assert "请选择整改单位，或填写档案编号。" in client.post(page, facts).content.decode()
    for _press in range(2):
        assert client.post(page, {**facts, "archive_no": household.archive_no}).status_code == 302
    found = Rectification.objects.get()
    assert (found.household, found.union, found.sender) == (household, household.union, union("532524"))
    client.post(page, {**facts, "archive_no": household.archive_no, "to_do": "另查发放签收。"})
    assert Rectification.objects.count() == 2
    told = as_user(outsider).post(page, {**facts, "archive_no": household.archive_no}).content.decode()
    assert "您的范围内没有这份档案" in told
    with pytest.raises(NotAllowed):
        rectify_inspection(by=outsider, union=household.union, **OWN, **due)
