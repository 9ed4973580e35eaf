"""The pages of items and rules: lists at a fixed cost, editing a draft, and trying a rule out."""

import pytest

from assistance.models import AidItem, ItemRule
from tests.support.ceilings import item, rule
from tests.support.factories import union

pytestmark = pytest.mark.django_db
DRAFT = {
    "valid_from": "2026-07-01",
    "doc_no": "建工发〔2026〕3 号",
    "line-TOTAL_FORMS": "1",
    "line-INITIAL_FORMS": "0",
    "line-0-name": "深度困难职工",
    "line-0-categories": ["deep"],
    "line-0-formula": "share",
    "line-0-share": "50",
    "line-0-amount": "99",
    "line-0-most": "2,000.00",
}


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_costs_the_same_for_any_number(more, officer, as_user, django_assert_num_queries):
    for _number in range(more):
        rule(item())
    page = as_user(officer)
    page.get("/aid-items/")
    with django_assert_num_queries(4):
        assert page.get("/aid-items/").status_code == 200


def test_an_item_says_which_version_holds(officer, as_user):
    living = item()
    old = rule(living, valid_from="2020-01-01")
    rule(living)
    own = rule(living, union=union("532524"))
    rule(living, union=union("530100"))
    shown = as_user(officer).get(f"/aid-items/{living.pk}/")
    states = {one.pk: state for one, state in shown.context["rules"]}
    assert len(states) == 3
    assert (states[old.pk], states[own.pk]) == ("past", "holds")


def test_an_officer_writes_a_version_from_draft_to_publishing(officer, as_user):
    page, living = as_user(officer), item()
    begun = {"union": "532524", "valid_from": "2026-07-01"}
    assert page.post(f"/aid-items/{living.pk}/rules/new/", begun).status_code == 302
    draft = ItemRule.objects.get(item=living)
    assert page.post(f"/item-rules/{draft.pk}/edit/", DRAFT).status_code == 302
    line = draft.lines.get()
    assert (line.amount, line.share, line.most, line.categories) == (None, 50, 2000, ["deep"])
    assert page.post(f"/item-rules/{draft.pk}/publish/").status_code == 302
    assert page.get(f"/item-rules/{draft.pk}/edit/").status_code == 403


def test_the_figure_of_the_formula_is_asked_for(officer, as_user):
    page, living = as_user(officer), item()
    draft = living.rules.create(union=union("532524"), valid_from="2026-07-01")
    shown = page.post(f"/item-rules/{draft.pk}/edit/", DRAFT | {"line-0-share": ""}).content.decode()
    assert "请填写所选计算方式的定额、月数或比例。" in shown
    assert "建工发〔2026〕3 号" in shown


def test_a_case_is_tried_out(officer, as_user):
    tried = {"category": "deep", "level": "national", "persons": 3, "standard": "700", "received": "400"}
    rules = AidItem.objects.get(code="living").rules.get()
    shown = as_user(officer).get(f"/item-rules/{rules.pk}/", tried).content.decode()
    assert "8,000.00" in shown
    assert "700 元 × 12 个月 = 8,400 元。" in shown


def test_the_county_below_another_prefecture_sees_no_draft_and_no_own_items(outsider, as_user):
    own = item(union=union("532524"))
    assert as_user(outsider).get(f"/aid-items/{own.pk}/").status_code == 404
