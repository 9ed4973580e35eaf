"""Writing the next version of the rules: copy, change, publish; and the pages that show them."""

import datetime
import re

import pytest
from django.urls import reverse

from core.errors import Conflict, DomainError, NotAllowed
from households.actions.rule_sets import copy_rules, drop_rules, edit_rules, publish_rules, rules_version
from households.forms.rule_sets import RulesEditor
from households.models import RuleCase, RuleSet
from organizations.enums import Role
from tests.support.factories import union, user_with

pytestmark = pytest.mark.django_db
LIST = reverse("rule_sets")
DAY = datetime.date(2027, 1, 1)
NAME = "红河州认定规则"


@pytest.fixture
def approver(db):
    return user_with(Role.APPROVER, "532500", username="approver", name="州审批员")


@pytest.fixture
def shipped(db):
    return RuleSet.objects.select_related("union").with_parts().get(regime="B2020")


@pytest.fixture
def draft(approver, shipped):
    return copy_rules(shipped, by=approver, union=union("532500"), name=NAME, valid_from=DAY)


def url(name, rules):
    return reverse(name, args=[rules.pk])


def typed(draft, **changes):
    """Return what the browser sends for a draft that is saved as it stands, but for the changes."""
    editor = RulesEditor(None, RuleSet.objects.get(pk=draft.pk))
    sent = {"seen": editor.form.seen}
    for form in (
        editor.form,
        editor.cases.management_form,
        *editor.cases.forms,
        editor.vetoes.management_form,
        *editor.vetoes.forms,
    ):
        for bound in form:
            value = bound.value()
            if value not in (None, False):
                sent[bound.html_name] = "on" if value is True else value
    return sent | changes


def test_a_copy_is_a_draft_with_the_same_values(draft, shipped, approver):
    assert (draft.is_published, draft.created_by, draft.regime) == (False, approver, "B2020")
    assert [case.name for case in draft.cases.all()] == [case.name for case in shipped.cases.all()]
    assert draft.vetoes.count() == shipped.vetoes.count()
    assert RuleSet.objects.in_force_for(union("532524"), DAY).first() == shipped


def test_a_draft_is_published_from_its_day(draft, shipped, approver):
    publish_rules(draft, by=approver)
    assert publish_rules(draft, by=approver).published_by == approver
    assert RuleSet.objects.in_force_for(union("532524"), DAY).first() == draft
    assert RuleSet.objects.in_force_for(union("532524"), DAY - datetime.timedelta(days=1)).first() == shipped
    with pytest.raises(DomainError, match="已发布，不能再改动"):
        edit_rules(draft, by=approver, facts={"name": "改名"}, cases=[], vetoes=[])
    with pytest.raises(DomainError, match="已发布，不能再改动"):
        drop_rules(draft, by=approver)


def test_a_second_version_of_the_same_day_is_refused(draft, shipped, approver):
    publish_rules(draft, by=approver)
    other = copy_rules(shipped, by=approver, union=union("532500"), name="又一版", valid_from=DAY)
    with pytest.raises(DomainError, match="当日起已发布另一版"):
        publish_rules(other, by=approver)


def test_what_is_incomplete_is_not_published(draft, approver):
    RuleCase.objects.filter(rule_set=draft).update(category="low_income")
    with pytest.raises(DomainError, match="不属于 2020 年版规则"):
        publish_rules(draft, by=approver)
    draft.cases.all().delete()
    with pytest.raises(DomainError, match="还没有认定情形"):
        publish_rules(draft, by=approver)


@pytest.mark.parametrize("who", ["officer", "reviewer", "registrar", "outsider"])
def test_who_does_not_write_the_rules_of_a_prefecture(who, request, draft, shipped):
    user = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        copy_rules(shipped, by=user, union=union("532500"), name=NAME, valid_from=DAY)
    for act in (publish_rules, drop_rules):
        with pytest.raises(NotAllowed):
            act(draft, by=user)


def test_a_county_has_no_rules_of_its_own(shipped, officer, approver):
    for user in (officer, approver):
        with pytest.raises(NotAllowed, match="省、州市"):
            copy_rules(shipped, by=user, union=union("532524"), name=NAME, valid_from=DAY)


CHANGES = {
    "counts_union_aid": "on",
    "case-0-limit": "1.2",
    "case-1-DELETE": "on",
    "case-3-category": "relative",
    "case-3-name": "州定情形",
    "case-3-limit": "1.8",
    "veto-0-DELETE": "on",
    "veto-11-label": "拥有游艇",
    "veto-11-in_force": "on",
}


def test_the_editor_changes_values_adds_a_case_and_an_item_and_removes_others(as_user, approver, draft):
    response = as_user(approver).post(url("rule_set_edit", draft), typed(draft, **CHANGES))
    assert response.url == url("rule_set", draft)
    draft = RuleSet.objects.with_parts().get(pk=draft.pk)
    assert draft.counts_union_aid
    assert [(case.category, f"{case.limit}") for case in draft.cases.all()] == [
        ("deep", "1.20"),
        ("mishap_b", "None"),
        ("relative", "1.80"),
    ]
    vetoes = [(veto.code, veto.label) for veto in draft.vetoes.all()]
    assert (vetoes[0][0], vetoes[-1], len(vetoes)) == ("shop", ("own_1", "拥有游艇"), 11)


def test_what_is_wrong_in_a_case_is_said_and_nothing_written(as_user, approver, draft):
    sent = typed(draft, **{"case-0-limit": "", "name": "改名"})
    content = as_user(approver).post(url("rule_set_edit", draft), sent).content.decode()
    assert "至少填一项" in content
    assert re.search(r'<li>认定情形 1：<a href="#id_case-0-\w+">[^<]*至少填一项', content)
    assert RuleSet.objects.get(pk=draft.pk).name == NAME


def test_somebody_elses_change_in_between_is_told(draft, approver):
    seen = rules_version(draft)
    facts = {"name": "别人改的"}
    edit_rules(draft, by=approver, facts=facts, cases=[], vetoes=[])
    with pytest.raises(Conflict, match="有人修改了这一版规则"):
        edit_rules(draft, by=approver, facts={"name": "我改的"}, cases=[], vetoes=[], seen=seen)


def test_a_version_is_copied_and_published_on_screen(as_user, approver, shipped):
    client = as_user(approver)
    sent = {"union": "532500", "valid_from": "2027-01-01", "name": NAME}
    draft = RuleSet.objects.get(pk=client.post(url("rule_set_copy", shipped), sent).url.split("/")[-3])
    content = client.get(url("rule_set", draft)).content.decode()
    assert "发布后不能改动、不能撤回" in content
    assert "扣减支出后人均低于低保标准的 2 倍" in content
    client.post(url("rule_set_publish", draft))
    content = client.get(url("rule_set", draft)).content.decode()
    assert url("rule_set_edit", draft) not in content
    assert client.get(url("rule_set_edit", draft)).status_code == 403


def test_drafts_are_seen_by_who_writes_them(as_user, approver, reviewer, outsider, draft):
    assert NAME in as_user(approver).get(LIST).content.decode()
    for user in (reviewer, outsider):
        client = as_user(user)
        assert NAME not in client.get(LIST).content.decode()
        assert client.get(url("rule_set", draft)).status_code == 404


def test_a_draft_is_thrown_away(as_user, approver, draft):
    assert as_user(approver).get(url("rule_set_remove", draft)).status_code == 405
    assert as_user(approver).post(url("rule_set_remove", draft)).url == LIST
    assert RuleSet.objects.count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number(rows, as_user, approver, shipped, django_assert_max_num_queries):
    for number in range(rows):
        day = DAY + datetime.timedelta(days=number)
        copy_rules(shipped, by=approver, union=union("532500"), name=NAME, valid_from=day)
    client = as_user(approver)
    client.get(LIST)
    with django_assert_max_num_queries(5):
        client.get(LIST)
