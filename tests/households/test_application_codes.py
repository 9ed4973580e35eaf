"""The union's side of applying from outside: codes handed out, revoked, applications taken over, codes to ask."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import clock
from core.codes import ALPHABET, new_code, plain_code
from core.errors import DomainError, NotAllowed
from households.actions.applications import issue_code, issue_query_code, revoke_code, take_application
from households.enums import Category, Level, Status
from households.models import ApplicationCode, QueryCode
from organizations.enums import Role
from tests.support.factories import HouseholdFactory, union, user_with

pytestmark = pytest.mark.django_db
FACTS = {"level": Level.NATIONAL, "category": Category.DEEP}
TYPED = {"union": "532524", "name": "孙立春", "phone_tail": "7358", **FACTS}


@pytest.fixture
def issue(officer):
    return lambda **more: issue_code(
        **{"by": officer, "union": union("532524"), "name": "孙立春", "phone_tail": "7358", **FACTS, **more}
    )


def test_a_code_is_easy_to_read_and_hard_to_guess():
    code = new_code(12)
    assert len(code) == 14
    assert set(code) <= {*ALPHABET, "-"}
    assert len({new_code(12) for _draw in range(100)}) == 100


def test_a_code_is_understood_however_it_is_typed():
    assert plain_code(" 7kqf－9m2x 4TRB") == "7KQF9M2X4TRB"


def test_only_the_digest_is_kept(issue):
    code, plain = issue()
    kept = "".join(str(value) for value in ApplicationCode.objects.filter(pk=code.pk).values_list()[0])
    assert plain not in kept
    assert plain_code(plain) not in kept


def test_it_holds_for_the_days_of_the_setting(issue, settings):
    settings.APPLICATION_CODE_DAYS = 10
    code, _plain = issue()
    assert code.expires_at - code.issued_at == datetime.timedelta(days=10)


def test_issuing_again_replaces_the_code_and_keeps_what_was_typed(issue):
    first, old = issue()
    ApplicationCode.objects.filter(pk=first.pk).update(answers={"worker": {"phone": "139"}}, refusals=3)
    again, new = issue()
    again.refresh_from_db()
    assert (again.pk, again.answers, again.refusals) == (first.pk, {"worker": {"phone": "139"}}, 0)
    assert old != new


@pytest.mark.parametrize("who", ["reviewer", "registrar", "outsider", "cadre"])
def test_only_officers_of_the_union_hand_out_codes(request, issue, who):
    with pytest.raises(NotAllowed):
        issue(by=request.getfixturevalue(who))


def test_the_database_keeps_one_live_code_for_a_worker(issue, officer):
    code, _plain = issue()
    facts = {"issued_by": officer, "issued_at": code.issued_at, "expires_at": code.expires_at, **FACTS}
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationCode.objects.create(union=code.union, name="孙立春", phone_tail="7358", digest="x", **facts)


def test_revoking_drops_what_was_typed_and_repeats_without_effect(issue, officer):
    code, _plain = issue()
    ApplicationCode.objects.filter(pk=code.pk).update(answers={"worker": {}}, holder="someone")
    first = revoke_code(code, by=officer)
    assert (first.answers, first.holder, first.is_live) == ({}, "", False)
    assert revoke_code(code, by=officer).revoked_at == first.revoked_at


def test_a_used_code_is_not_revoked(fill, handed, officer):
    fill().post("/apply/fill/confirm/", {"promise": "on"})
    with pytest.raises(DomainError, match="已用申请码提交申请"):
        revoke_code(handed[0], by=officer)


def test_who_takes_over_is_written_down_once(fill, handed, officer):
    fill().post("/apply/fill/confirm/", {"promise": "on"})
    other = user_with(Role.OFFICER, "532500", username="other")
    taken = take_application(handed[0], by=officer)
    assert (taken.taken_by, taken.answers) == (officer, {})
    assert take_application(handed[0], by=other).taken_by == officer


def test_nothing_is_taken_over_before_it_was_handed_in(handed, officer, reviewer):
    with pytest.raises(DomainError, match="还没有提交"):
        take_application(handed[0], by=officer)
    with pytest.raises(NotAllowed):
        take_application(handed[0], by=reviewer)


def test_a_fresh_code_to_ask_voids_the_one_before(household, officer):
    first, second = issue_query_code(household, by=officer), issue_query_code(household, by=officer)
    assert first != second
    assert QueryCode.objects.count() == 1


@pytest.mark.parametrize("who", ["reviewer", "cadre", "outsider"])
def test_only_officers_above_hand_out_codes_to_ask(request, household, who):
    with pytest.raises(NotAllowed):
        issue_query_code(household, by=request.getfixturevalue(who))


def test_the_slip_shows_the_code_and_where_to_go(officer, as_user):
    page = as_user(officer).post(reverse("application_issue"), TYPED)
    words = page.content.decode()
    assert page.context["plain"] in words
    assert "http://testserver/apply/" in words
    assert page["Cache-Control"].startswith("max-age=0")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "<b>孙</b>"}, "name"),
        ({"name": ""}, "name"),
        ({"phone_tail": "73"}, "phone_tail"),
        ({"phone_tail": "一二三四"}, "phone_tail"),
        ({"union": "530100"}, "union"),
        ({"category": "none"}, "category"),
    ],
)
def test_the_form_names_what_is_wrong(officer, as_user, said, field):
    page = as_user(officer).post(reverse("application_issue"), TYPED | said)
    assert list(page.context["form"].errors) == [field]
    assert not ApplicationCode.objects.exists()


def test_the_list_leads_from_what_waits_to_the_draft(fill, handed, officer, as_user):
    fill().post("/apply/fill/confirm/", {"promise": "on"})
    client = as_user(officer)
    assert [code.pk for code, _mine in client.get(reverse("applications")).context["rows"]] == [handed[0].pk]
    page = client.post(reverse("application_take", args=[handed[0].pk]), follow=True).content.decode()
    assert "经办员于" in page
    assert client.get(reverse("applications")).context["rows"] == []


def test_the_draft_says_that_it_came_from_outside(fill, handed, reviewer, as_user):
    fill().post("/apply/fill/confirm/", {"promise": "on"})
    handed[0].refresh_from_db()
    assert "由职工本人填写" in as_user(reviewer).get(handed[0].household.get_absolute_url()).content.decode()


def test_the_page_of_the_draft_hands_out_a_code_to_ask(officer, as_user):
    draft = HouseholdFactory(status=Status.DRAFT)
    client = as_user(officer)
    assert "生成进度查询码" in client.get(draft.get_absolute_url()).content.decode()
    slip = client.post(reverse("query_code_issue", args=[draft.archive_no]))
    assert slip.context["plain"] in slip.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_reads_the_same_however_many_codes(issue, officer, as_user, count, django_assert_num_queries):
    for number in range(count):
        issue(phone_tail=f"100{number}")
    client = as_user(officer)
    with django_assert_num_queries(4):
        assert len(client.get(reverse("applications"), {"state": "issued"}).context["rows"]) == count


def test_a_code_that_is_over_says_so(issue):
    code, _plain = issue()
    with clock.at(code.expires_at):
        assert (code.is_live, code.state[0]) == (False, "已过期")
