"""Keeping the layouts of bank files."""

import pytest

from assistance.actions.bank.layouts import add_layout, edit_layout, retire_layout
from assistance.models import BankLayout
from core.errors import Conflict, DomainError, NotAllowed
from organizations.enums import Role
from tests.support.bank import layout_in, layout_of
from tests.support.factories import union, user_with

pytestmark = pytest.mark.django_db


def facts(**changed):
    stated = vars(layout_of(**changed))
    stated.pop("is_active")
    return stated | {"name": "建水农商行", "bank": "农商行", "union": union("532524")}


def typed(**changed):
    """Return what a browser sends for the general text layout."""
    sent = {"name": "农商行代发", "union": union("532524").pk, "kind": "text", "encoding": "gbk", "separator": "tab"}
    sent |= {"total_at": "first", "has_head": "on", "paid_words": "成功、00", "failed_words": ""}
    sent |= {f"result_{name}": heading for name, heading in layout_of().result_columns.items()}
    for n, (heading, field) in enumerate(layout_of().columns):
        sent |= {f"heading_{n}": heading, f"field_{n}": field}
    return sent | changed


def test_finance_adds_a_layout(finance):
    layout = add_layout(by=finance, facts=facts())
    names = BankLayout.objects.visible_to(finance).values_list("name", flat=True)
    assert sorted(names) == ["建水农商行", "通用文本格式", "通用表格格式"]
    assert layout.columns[0] == ["流水号", "key"]


def test_a_layout_that_cannot_work_is_refused(finance):
    with pytest.raises(DomainError, match="请填写银行用来表示成功的字样"):
        add_layout(by=finance, facts=facts(paid_words=[]))


def test_others_keep_none(officer, finance):
    with pytest.raises(NotAllowed):
        add_layout(by=officer, facts=facts())
    with pytest.raises(NotAllowed):
        add_layout(by=finance, facts=facts() | {"union": union("532500")})
    with pytest.raises(NotAllowed):
        edit_layout(BankLayout.objects.get(code="general-text"), by=finance, facts=facts())


def test_who_saves_over_another_is_told(finance, as_user):
    layout = layout_in("532524", columns=[list(column) for column in layout_of().columns])
    seen = as_user(finance).get(f"/bank/layouts/{layout.pk}/edit/").context["form"].seen
    edit_layout(
        layout, by=user_with(Role.FINANCE, "532524", name="另一位"), facts=facts() | {"note": "改过"}, seen=seen
    )
    with pytest.raises(Conflict, match="另一位"):
        edit_layout(layout, by=finance, facts={**facts(), "note": "也改"}, seen=seen)


def test_a_retired_layout_is_offered_no_longer(finance):
    layout = layout_in("532524")
    retire_layout(layout, by=finance)
    assert layout not in BankLayout.objects.holding_for(union("532524"))
    assert BankLayout.objects.holding_for(union("532524")).count() == 2


def test_the_form_registers_and_changes_a_layout(finance, as_user):
    browser = as_user(finance)
    browser.post("/bank/layouts/new/", typed())
    layout = BankLayout.objects.get(name="农商行代发")
    assert (layout.separator, layout.paid_words, layout.failed_words) == ("tab", ["成功", "00"], [])
    assert [tuple(column) for column in layout.columns] == [tuple(column) for column in layout_of().columns]
    page = browser.get(layout.get_absolute_url())
    assert "00012800001→620000000000000001→张某某→1500.00" in page.content.decode()
    seen = browser.get(f"/bank/layouts/{layout.pk}/edit/").context["form"].seen
    browser.post(f"/bank/layouts/{layout.pk}/edit/", typed(seen=seen, name="农商行二"))
    told = browser.post(f"/bank/layouts/{layout.pk}/edit/", typed(seen=seen, name="农商行三"))
    browser.post(f"/bank/layouts/{layout.pk}/edit/", typed(seen=told.context["form"].seen, name="农商行三"))
    layout.refresh_from_db()
    assert layout.name == "农商行三"


def test_what_was_typed_comes_back_with_what_is_wrong(finance, as_user):
    page = as_user(finance).post("/bank/layouts/new/", typed(field_0="", heading_0="流水"))
    assert "代发文件缺少“流水号（系统编号，对账用）”列。" in page.content.decode()
    assert page.context["form"]["name"].value() == "农商行代发"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(finance, as_user, django_assert_num_queries, count):
    for _n in range(count):
        layout_in("532524")
    browser = as_user(finance)
    browser.get("/")
    with django_assert_num_queries(4):
        assert len(browser.get("/bank/layouts/").context["rows"]) == count + 2
