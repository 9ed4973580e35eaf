"""A lost code is issued again at the counter to whoever gave a name; the old one stops, and what was done is told."""

import uuid

import pytest
from django.db import InternalError, transaction

from audits.actions.grievances.asking import ask_grievance
from audits.actions.grievances.receiving import Came
from audits.actions.grievances.recoding import reissue_code
from audits.grievances.enums import StepKind
from audits.models import Grievance
from core.errors import Conflict, DomainError, NotAllowed
from tests.support.grievances import assigned, sent

pytestmark = pytest.mark.django_db
SAID = {"proof": "identity", "name": "何 春生", "reason": "原单据遗失"}


def again(grievance, by, key=None, **facts):
    said = {**SAID, "seen": 0, "sent_key": key or uuid.uuid4(), **facts}
    return reissue_code(Grievance.objects.get(pk=grievance.pk), by=by, **said)


def test_the_new_code_opens_it_and_the_old_one_does_not(reviewer):
    grievance, old = sent()
    key = uuid.uuid4()
    made, new = again(grievance, reviewer, key)
    assert ask_grievance(made.number, new, address="10.0.0.1") == grievance
    with pytest.raises(DomainError):
        ask_grievance(made.number, old, address="10.0.0.1")
    assert again(grievance, reviewer, key) == (grievance, new)  # the same form once more
    step = grievance.steps.get(kind=StepKind.RECODED)
    assert (step.by, step.words) == (reviewer, "当面核对居民身份证；原单据遗失")


def test_two_counters_do_not_take_each_others_code_away(reviewer, second):
    grievance, _old = sent()
    again(grievance, reviewer)
    with pytest.raises(Conflict):
        again(grievance, second)
    assert again(grievance, second, seen=1)[1]


@pytest.mark.parametrize(
    ("wrong", "field"), [({"name": "何冬生"}, "name"), ({"proof": "face"}, "proof"), ({"reason": " "}, "reason")]
)
def test_nothing_is_issued_without_what_was_checked(reviewer, wrong, field):
    grievance, _code = sent()
    with pytest.raises(DomainError) as refusal:
        again(grievance, reviewer, **wrong)
    assert (refusal.value.field, grievance.steps.filter(kind=StepKind.RECODED).exists()) == (field, False)


def test_of_an_anonymous_one_nothing_is_issued(reviewer):
    grievance, _code = sent(is_anonymous=True)
    with pytest.raises(DomainError, match="匿名"):
        again(grievance, reviewer)
    with pytest.raises(InternalError), transaction.atomic():
        Grievance.objects.filter(pk=grievance.pk).update(code_digest="0" * 64)


def test_who_handles_it_issues_it_and_nobody_else(officer, reviewer, elsewhere, registrar):
    grievance = assigned(officer, reviewer)
    for user in (elsewhere, registrar):
        with pytest.raises(NotAllowed):
            again(grievance, user)
    assert again(grievance, officer)[1]


def test_the_form_that_was_sent_first_no_longer_tells_a_code(reviewer):
    came = Came(uuid.uuid4())
    grievance, _code = sent(came=came)
    again(grievance, reviewer)
    with pytest.raises(DomainError, match="补发的查询码"):
        sent(came=came)


def test_the_page_shows_it_once_and_a_browser_with_the_old_one_is_sent_away(as_user, reviewer, stranger):
    grievance, old = sent()
    stranger.post("/voice/ask/", {"number": grievance.number, "code": old})
    assert stranger.get("/voice/case/").status_code == 200
    page, client = f"{grievance.get_absolute_url()}code/", as_user(reviewer)
    form = client.get(page).context["form"]
    told = client.post(page, {**SAID, **form.initial})
    assert [told.context["code"] in told.content.decode(), "原查询码已经停用" in told.content.decode()] == [True, True]
    assert stranger.get("/voice/case/").headers["Location"] == "/voice/ask/"
    stranger.post("/voice/ask/", {"number": grievance.number, "code": told.context["code"]})
    assert "补发查询码" in stranger.get("/voice/case/").content.decode()
