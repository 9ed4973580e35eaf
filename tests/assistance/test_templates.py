"""Frequent measures: kept by a union's officers, offered there and below."""

import json

import pytest
from django.urls import reverse

from assistance.actions.templates import add_template, edit_template, retire_template
from assistance.models import MeasureTemplate
from core.errors import Conflict, DomainError, NotAllowed
from households.enums import Need
from tests.support.factories import DifficultyFactory, HouseholdFactory, TemplateFactory, union

pytestmark = pytest.mark.django_db
TYPED = {
    "need": "education",
    "kind": "grant",
    "text": "申请国家助学金",
    "lead_department": "education",
    "co_departments": ["finance"],
    "days": 60,
    "expected": "学费有着落",
}


@pytest.fixture
def facts():
    return TYPED | {"union": union("532524")}


@pytest.fixture
def provincial_one():
    return TemplateFactory(union=union("530000"), text="全省通用的报销办法")


def offered(client, difficulty) -> list[str]:
    """Return which frequent measures the form of a measure offers."""
    page = client.get(reverse("measure_add", args=[difficulty.household.archive_no, difficulty.pk]))
    return [row.text for row, _facts in page.context["templates"]]


def test_one_is_added_on_screen_and_listed(as_user, officer):
    client = as_user(officer)
    page = client.post(reverse("measure_template_create"), TYPED | {"union": union("532524").pk}, follow=True)
    made = MeasureTemplate.objects.get()
    assert (made.union.code, made.co_names, made.created_by) == ("532524", "财政", officer)
    assert "申请国家助学金" in page.content.decode()


def test_the_same_twice_is_refused_in_words(officer, facts):
    add_template(by=officer, facts=facts)
    with pytest.raises(DomainError, match="已有相同的常用措施"):
        add_template(by=officer, facts=facts)


def test_one_for_another_union_is_not_the_officers_to_keep(officer, facts, provincial_one):
    for act in (
        lambda: add_template(by=officer, facts=facts | {"union": union("532500")}),
        lambda: edit_template(provincial_one, by=officer, facts={"days": 9}),
        lambda: retire_template(provincial_one, by=officer),
    ):
        with pytest.raises(NotAllowed, match="由本级及上级工会的经办人员维护"):
            act()


def test_changing_keeps_what_was_planned_by_it(officer, measure):
    template = TemplateFactory()
    edit_template(template, by=officer, facts={"days": 30, "text": "改过的做法"})
    template.refresh_from_db()
    assert (template.days, template.text, measure.text) == (30, "改过的做法", "协助报销")
    event = template.events.get()
    assert (event.days, event.pgh_context.metadata["user"]) == (60, officer.pk)


def test_somebody_elses_change_in_between_is_told(officer):
    template = TemplateFactory()
    edit_template(template, by=officer, facts={"days": 30})
    with pytest.raises(Conflict, match="修改了这一部分"):
        edit_template(template, by=officer, facts={"days": 90}, seen="an older one")


def test_the_lead_does_not_work_along_with_itself(officer, facts):
    with pytest.raises(DomainError, match="不必再列为协办部门"):
        add_template(by=officer, facts=facts | {"co_departments": ["education"]})


def test_the_form_offers_the_own_ones_before_those_from_above(as_user, officer, difficulty, provincial_one):
    TemplateFactory(text="县里的报销办法")
    TemplateFactory(text="外州的办法", union=union("530100"))
    TemplateFactory(text="助学", need=Need.EDUCATION)
    TemplateFactory(text="停用的", is_active=False)
    assert offered(as_user(officer), difficulty) == ["县里的报销办法", "全省通用的报销办法"]


def test_what_is_picked_fills_the_form(as_user, officer, difficulty, address):
    TemplateFactory(text="办理大病保险", co_departments=["health"], expected="报销到账")
    page = as_user(officer).get(address("measure_add", difficulty.pk))
    [(_template, facts)] = page.context["templates"]
    filled = json.loads(facts)
    assert (filled["text"], filled["co_departments"], filled["expected"]) == ("办理大病保险", ["health"], "报销到账")
    assert set(filled) <= set(page.context["form"].fields)


def test_a_need_that_says_nothing_is_read_off_the_cause(as_user, officer, provincial_one):
    household = HouseholdFactory(main_cause="illness")
    assert offered(as_user(officer), DifficultyFactory(household=household, need=Need.OTHER)) == ["全省通用的报销办法"]


def test_retired_and_restored_on_screen_twice_is_no_fault(as_user, officer):
    template, client = TemplateFactory(), as_user(officer)
    for name, is_active in (("measure_template_retire", False), ("measure_template_restore", True)):
        for _press in range(2):
            assert client.post(reverse(name, args=[template.pk])).status_code == 302
        template.refresh_from_db()
        assert template.is_active == is_active


def test_another_prefecture_does_not_see_it(as_user, outsider):
    template = TemplateFactory(text="建水的做法")
    assert "建水的做法" not in as_user(outsider).get(reverse("measure_templates")).content.decode()
    assert as_user(outsider).get(reverse("measure_template_edit", args=[template.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(as_user, officer, count, django_assert_num_queries):
    TemplateFactory.create_batch(count)
    client = as_user(officer)
    with django_assert_num_queries(4):
        client.get(reverse("measure_templates"))
