"""Items and the versions of their rules: who writes them, what a published one keeps, what a draft refuses."""

import datetime

import pytest
from django.db import InternalError, transaction

from assistance.actions.ceilings.items import edit_item, open_item
from assistance.actions.ceilings.rules import begin_rule, drop_rule, edit_rule, publish_rule, rule_version
from assistance.ceilings.enums import Formula
from assistance.enums import AidProject
from assistance.models import AidItem, ItemRule
from core.errors import Conflict, DomainError, NotAllowed
from tests.support.ceilings import item, rule
from tests.support.factories import union

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 7, 1)
FACTS = {"name": "建水县困难补助", "project": AidProject.LIVING}
LINE = {"name": "全部", "formula": Formula.FIXED, "amount": 800}
STATED = {"valid_from": DAY, "doc_no": "建工发〔2026〕3 号", "note": ""}


@pytest.fixture
def draft(officer):
    return begin_rule(item(), by=officer, union=union("532524"), valid_from=DAY)


def test_an_officer_opens_items_for_the_own_union_and_below(officer):
    made = open_item(by=officer, union=union("532524"), facts=FACTS)
    assert (made.union.code, made.get_per_display()) == ("532524", "每户")
    with pytest.raises(NotAllowed):
        open_item(by=officer, union=union("530000"), facts=FACTS)


def test_a_name_stands_once_in_a_union(officer):
    open_item(by=officer, union=union("532524"), facts=FACTS)
    with pytest.raises(DomainError) as refusal:
        open_item(by=officer, union=union("532524"), facts=FACTS)
    assert refusal.value.field == "name"


def test_items_of_the_province_are_kept_there(officer, provincial):
    living = AidItem.objects.get(code="living")
    with pytest.raises(NotAllowed):
        edit_item(living, by=officer, facts={"times": 1})
    assert edit_item(living, by=provincial, facts={"times": 1}).times == 1


def test_a_version_begins_with_the_cases_in_force(officer):
    living = item()
    rule(living, {"amount": 900}, {"amount": 700})
    begun = begin_rule(living, by=officer, union=union("532524"), valid_from=DAY)
    assert [line.amount for line in begun.lines.all()] == [900, 700]
    assert begun.published_at is None


def test_a_reviewer_writes_no_rules(reviewer):
    with pytest.raises(NotAllowed):
        begin_rule(item(), by=reviewer, union=union("532524"), valid_from=DAY)


def test_no_rule_outside_the_region_of_the_item(provincial):
    with pytest.raises(DomainError) as refusal:
        begin_rule(item(union=union("532524")), by=provincial, union=union("530100"), valid_from=DAY)
    assert refusal.value.field == "union"


def test_a_draft_is_changed_with_its_cases(draft, officer):
    edit_rule(draft, by=officer, facts=STATED, lines=[LINE, LINE | {"name": "其他"}])
    draft.refresh_from_db()
    assert draft.doc_no == "建工发〔2026〕3 号"
    assert [line.position for line in draft.lines.all()] == [1, 2]


def test_who_saves_over_another_is_told(draft, officer):
    seen = rule_version(draft)
    edit_rule(draft, by=officer, facts=STATED, lines=[LINE], seen=seen)
    with pytest.raises(Conflict):
        edit_rule(draft, by=officer, facts=STATED, lines=[], seen=seen)


def test_a_case_without_its_figure_is_refused(draft, officer):
    with pytest.raises(DomainError):
        edit_rule(draft, by=officer, facts=STATED, lines=[LINE | {"amount": None}])


def test_nothing_is_published_without_cases(draft, officer):
    with pytest.raises(DomainError, match="还没有发放情形"):
        publish_rule(draft, by=officer)


def test_publishing_twice_changes_nothing(draft, officer):
    edit_rule(draft, by=officer, facts=STATED, lines=[LINE])
    first = publish_rule(draft, by=officer)
    assert publish_rule(draft, by=officer).published_at == first.published_at
    assert first.published_by == officer


def test_one_version_from_a_day(draft, officer):
    other = begin_rule(draft.item, by=officer, union=draft.union, valid_from=DAY)
    for one in (draft, other):
        edit_rule(one, by=officer, facts=STATED, lines=[LINE])
    publish_rule(draft, by=officer)
    with pytest.raises(DomainError) as refusal:
        publish_rule(other, by=officer)
    assert refusal.value.field == "valid_from"


def test_a_published_version_keeps_everything(officer):
    held = rule(item(), union=union("532524"))
    with pytest.raises(DomainError, match="已发布"):
        drop_rule(held, by=officer)
    with pytest.raises(InternalError), transaction.atomic():
        held.lines.update(amount=1)
    with pytest.raises(InternalError), transaction.atomic():
        held.lines.create(position=9, **LINE)


def test_a_draft_is_dropped_once_and_again(draft, officer):
    drop_rule(ItemRule.objects.get(pk=draft.pk), by=officer)
    drop_rule(draft, by=officer)
    assert not ItemRule.objects.filter(pk=draft.pk).exists()
