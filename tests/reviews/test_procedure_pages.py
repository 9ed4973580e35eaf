"""The pages of the procedures: what holds where, one in full, and the editor."""

import datetime

import pytest
from django.urls import reverse

from core import clock
from organizations.enums import Role
from reviews.actions.procedures import copy_procedure, publish_procedure
from reviews.models import Procedure
from tests.support.factories import union, user_with

pytestmark = pytest.mark.django_db
STEP = {"kind": "appraise", "name": "联席评议", "level": "prefecture", "role": "officer", "work_days": 5, "quorum": 7}


@pytest.fixture
def approver():
    return user_with(Role.APPROVER, "532500", username="drafter", name="州审批")


@pytest.fixture
def draft(approver):
    return copy_procedure(Procedure.objects.get(subject="entry"), by=approver, union=union("532500"))


def standing(client):
    rows = client.get(reverse("procedures"), {"subject": "entry"}).context["rows"]
    return {(row.procedure.union.code, row.words, row.holds_here) for row in rows}


def test_the_list_says_how_each_version_stands_and_which_one_holds_here(as_user, approver, officer, draft):
    assert standing(as_user(approver)) == {("530000", "执行中", True), ("532500", "草稿", False)}
    publish_procedure(draft, by=approver, valid_from=clock.today())
    assert standing(as_user(officer)) == {("530000", "执行中", False), ("532500", "执行中", True)}
    later, day = copy_procedure(draft, by=approver, union=union("532500")), clock.today() + datetime.timedelta(days=9)
    publish_procedure(later, by=approver, valid_from=day)
    with clock.at(day):
        words = {words for _code, words, _here in standing(as_user(approver))}
    assert words == {"执行中", "已被新版本代替"}


def test_a_draft_is_seen_by_its_own_union_alone(as_user, approver, outsider, officer, draft):
    page = reverse("procedure", args=[draft.pk])
    assert [as_user(user).get(page).status_code for user in (approver, outsider, officer)] == [200, 404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(as_user, approver, count, django_assert_num_queries):
    for subject in ["entry", "exit", "cancel"][:count]:
        copy_procedure(Procedure.objects.get(subject=subject), by=approver, union=union("532500"))
    client = as_user(approver)
    with django_assert_num_queries(6):
        client.get(reverse("procedures"))


def test_from_the_version_in_force_to_a_new_one_by_the_pages_alone(as_user, approver):
    client, shipped = as_user(approver), Procedure.objects.get(subject="exit")
    client.post(reverse("procedure_copy", args=[shipped.pk]), {"union": "532500"})
    draft = Procedure.objects.get(subject="exit", published_at=None)
    client.post(reverse("step_add", args=[draft.pk]), STEP)
    client.post(reverse("step_up", args=[draft.pk, 10]))
    client.post(reverse("step_edit", args=[draft.pk, 9]), STEP | {"quorum": 9, "pass_percent": 66})
    client.post(reverse("step_remove", args=[draft.pk, 3]))
    client.post(reverse("procedure_publish", args=[draft.pk]), {"valid_from": clock.today()})
    draft.refresh_from_db()
    assert draft.published_at
    step = draft.steps.get(number=8)
    assert (step.name, step.quorum, step.pass_percent) == ("联席评议", 9, 66)


def test_the_editor_says_what_is_wrong_with_a_draft(as_user, approver, draft):
    client = as_user(approver)
    client.post(reverse("step_down", args=[draft.pk, 1]))
    page = client.get(draft.get_absolute_url())
    assert page.context["faults"] == ["第一个环节应为申请，且只有一个申请环节"]
    assert "还不能发布" in page.content.decode()


def test_a_past_day_comes_back_beside_its_field(as_user, approver, draft):
    page = as_user(approver).post(reverse("procedure_publish", args=[draft.pk]), {"valid_from": "2026-01-05"})
    assert "不能早于今天" in str(page.context["publishing"].errors["valid_from"])


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"kind": "notice", "notice_days": ""}, "notice_days"),
        ({"quorum": ""}, "quorum"),
        ({"kind": "apply"}, None),
        ({"kind": "apply", "role": "reviewer"}, "role"),
        ({"work_days": 0}, "work_days"),
        ({"pass_percent": 100}, "pass_percent"),
    ],
)
def test_a_step_is_asked_for_what_its_kind_needs(as_user, approver, draft, facts, name):
    page = as_user(approver).post(reverse("step_add", args=[draft.pk]), STEP | facts)
    assert page.status_code == (200 if name else 302)
    assert name is None or set(page.context["form"].errors) == {name}


def test_a_published_one_offers_a_copy_and_no_change(as_user, approver):
    shipped = Procedure.objects.get(subject="entry")
    page = as_user(approver).get(shipped.get_absolute_url())
    assert (page.context["can_edit"], bool(page.context["copying"])) == (False, True)
    assert as_user(approver).get(reverse("step_edit", args=[shipped.pk, 2])).status_code == 403
