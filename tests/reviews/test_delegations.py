"""Standing in while somebody is on leave: by whom, from when to when, and what a delegate still may not."""

import datetime

import pytest
from django.urls import reverse

from core import clock
from core.errors import DomainError, NotAllowed
from organizations.enums import Role
from organizations.models import User
from reviews.actions.deciding import pass_step
from reviews.actions.delegating import delegate, revoke_delegation
from reviews.models import Delegation, Review
from tests.support.factories import union, user_with
from tests.support.reviews import UNIT_CODE, bring_to, unit


def days(number):
    return clock.today() + datetime.timedelta(days=number)


@pytest.fixture
def colleague(staff):
    """Somebody of the same unit, without a role that decides."""
    return user_with(Role.CADRE, UNIT_CODE, username="colleague", name="厂同事")


@pytest.fixture
def lend(staff):
    def lent(to_user, *, first=0, last=7, by=None):
        period = {"starts_on": days(first), "ends_on": days(last)}
        return delegate(by=by or staff.unit_reviewer, to_user=to_user, role=Role.REVIEWER, union=unit(), **period)

    return lent


@pytest.fixture
def waiting(review, staff):
    return bring_to(review, staff, 4)


def again(user):
    """Return a user as the next request reads him."""
    return User.objects.get(pk=user.pk)


def test_a_delegate_decides_and_both_names_are_kept(lend, waiting, colleague, staff):
    lend(colleague)
    assert list(Review.objects.waiting_for(again(colleague))) == [waiting]
    pass_step(waiting, by=again(colleague))
    record = waiting.records.get(step__number=4)
    assert (record.by, record.for_user) == (colleague, staff.unit_reviewer)


@pytest.mark.parametrize(("first", "last"), [(1, 7), (-7, -1)])
def test_before_and_after_its_days_it_gives_nothing(waiting, colleague, staff, first, last):
    period = {"starts_on": days(first), "ends_on": days(last)}
    Delegation.objects.create(user=staff.unit_reviewer, to_user=colleague, role=Role.REVIEWER, union=unit(), **period)
    with pytest.raises(NotAllowed):
        pass_step(waiting, by=again(colleague))


def test_taken_back_it_ends_at_once_and_only_the_lender_takes_it_back(lend, waiting, colleague, staff):
    lent = lend(colleague)
    with pytest.raises(NotAllowed, match="委托人本人"):
        revoke_delegation(lent, by=colleague)
    for _twice in range(2):
        revoke_delegation(lent, by=staff.unit_reviewer)
    with pytest.raises(NotAllowed):
        pass_step(waiting, by=again(colleague))


def test_with_the_role_of_the_lender_the_loan_ends(lend, waiting, colleague, staff):
    lend(colleague)
    staff.unit_reviewer.role_assignments.all().delete()
    with pytest.raises(NotAllowed):
        pass_step(waiting, by=again(colleague))


def test_a_delegate_does_not_decide_what_he_applied_for(lend, waiting, staff):
    lend(staff.unit_officer)
    with pytest.raises(NotAllowed, match="您已办理过本件的“申请”"):
        pass_step(waiting, by=again(staff.unit_officer))


def test_a_delegate_does_not_decide_twice(lend, waiting, staff):
    lend(staff.county_reviewer)
    pass_step(waiting, by=again(staff.county_reviewer))
    later = bring_to_county_decision(waiting, staff)
    with pytest.raises(NotAllowed, match="您已办理过本件的“基层初审”"):
        pass_step(later, by=again(staff.county_reviewer))


def test_a_delegate_does_not_decide_for_who_has_decided(waiting, staff, colleague):
    place = staff.county_reviewer.role_assignments.get()
    facts = {"role": place.role, "union": place.union, "valid_from": place.valid_from, "expires_on": place.expires_on}
    staff.unit_reviewer.role_assignments.create(**facts)
    pass_step(waiting, by=again(staff.unit_reviewer))
    near = user_with(Role.CADRE, "532524", username="near", name="县同事")
    period = {"starts_on": days(0), "ends_on": days(3)}
    delegate(by=again(staff.unit_reviewer), to_user=near, role=Role.REVIEWER, union=union("532524"), **period)
    with pytest.raises(NotAllowed, match="您所代办的人已办理过本件的“基层初审”"):
        pass_step(bring_to_county_decision(waiting, staff), by=again(near))


def bring_to_county_decision(review, staff):
    return bring_to(Review.objects.get(pk=review.pk), staff, 7)


def test_a_role_is_lent_to_a_colleague_near_by_only(lend, staff, outsider):
    lend(staff.county_officer)
    for far in (staff.prefecture_officer, outsider):
        with pytest.raises(DomainError, match="直接上级、下级"):
            lend(far)


def test_a_third_party_stands_in_for_nobody(lend, staff, as_user):
    assessor = user_with(Role.ASSESSOR, UNIT_CODE)
    with pytest.raises(DomainError, match="不能代办审核"):
        lend(assessor)
    form = as_user(staff.unit_reviewer).get(reverse("delegations")).context["form"]
    assert assessor not in form.fields["to_user"].queryset


def test_a_role_that_was_lent_is_not_lent_on(lend, colleague, staff):
    lend(colleague)
    with pytest.raises(NotAllowed, match="您本人现有"):
        lend(staff.unit_officer, by=again(colleague))


@pytest.mark.parametrize(("first", "last", "words"), [(3, 1, "早于开始"), (-9, -1, "已过"), (0, 91, "最长 90 天")])
def test_a_period_that_makes_no_sense_is_refused(lend, colleague, first, last, words):
    with pytest.raises(DomainError, match=words):
        lend(colleague, first=first, last=last)


def test_the_picker_offers_active_colleagues_of_the_unit_above_and_below(as_user, staff, colleague, sysadmin):
    user_with(Role.CADRE, UNIT_CODE, username="gone", name="离任", is_active=False)
    form = as_user(staff.unit_reviewer).get(reverse("delegations")).context["form"]
    offered = set(form.fields["to_user"].queryset.values_list("name", flat=True))
    assert offered == {"厂经办", "厂同事", "县经办", "县审核"}


def test_lending_and_taking_back_by_the_page(as_user, staff, colleague):
    client = as_user(staff.unit_reviewer)
    facts = {"place": f"reviewer:{UNIT_CODE}", "to_user": "colleague", "starts_on": days(0), "ends_on": days(3)}
    client.post(reverse("delegations"), facts)
    lent = Delegation.objects.get()
    assert [row[1][0] for row in client.get(reverse("delegations")).context["lent"]] == ["生效中"]
    assert [row[0] for row in as_user(colleague).get(reverse("delegations")).context["borrowed"]] == [lent]
    client.post(reverse("delegation_revoke", args=[lent.pk]))
    assert [row[1][0] for row in client.get(reverse("delegations")).context["lent"]] == ["已收回"]


def test_a_delegate_finds_the_lists_and_goes_back_to_them_after_deciding(as_user, lend, waiting, colleague):
    lend(colleague)
    client = as_user(colleague)
    assert [row["review"] for row in client.get(reverse("reviews")).context["rows"]] == [waiting]
    page = client.get(waiting.get_absolute_url())
    assert page.context["for_user"].name == "厂审核"
    done = client.post(reverse("review_act", args=[waiting.pk, "pass"]))
    assert done["Location"] == reverse("reviews")


def test_an_outsider_cannot_take_it_back_and_finds_nothing(as_user, lend, colleague, staff):
    lent = lend(colleague)
    revoke = reverse("delegation_revoke", args=[lent.pk])
    assert as_user(staff.outsider).post(revoke).status_code == 404
    assert as_user(colleague).post(revoke).status_code == 403
    assert as_user(staff.unit_reviewer).get(revoke).status_code == 405


def test_who_is_made_an_administrator_stands_in_for_nobody_any_more(lend, waiting, colleague, staff):
    lend(colleague)
    colleague.role_assignments.update(role=Role.AUDIT_ADMIN)
    assert not Review.objects.visible_to(again(colleague)).exists()
    with pytest.raises(NotAllowed):
        pass_step(waiting, by=again(colleague))


@pytest.mark.parametrize("role", [Role.CADRE, Role.ASSESSOR, Role.SECURITY_ADMIN])
def test_roles_that_act_on_no_review_are_not_lent_past_the_form_either(colleague, role):
    lender = user_with(role, UNIT_CODE, username="lender", name="委托人")
    period = {"starts_on": days(0), "ends_on": days(1)}
    with pytest.raises(NotAllowed, match="现有的业务角色"):
        delegate(by=again(lender), to_user=colleague, role=role, union=unit(), **period)
