"""Columns of a register are put in order by keyboard alone, and the page is without fault at both widths."""

import re

import pytest

from tests.browser.conftest import see

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]
# One of each sort: of a past day, of lines of words, of money, of numbers by unit, of a period.
SORTS = {
    "roster": "?as_of=2026-03-31",
    "visits": "?start=2016-01-01",
    "payments": "?state=all",
    "pairings": "?by=unit",
    "dynamics": "",
}


def test_a_column_goes_up_and_down_by_keyboard_and_the_preview_follows(desk):
    desk.log_in("county-officer")
    page = desk.open("/registers/roster/")
    page.locator(".hq-register-fields summary").press("Enter")
    boxes = page.locator("[data-ordered] input[name=f]")
    name = page.locator("[data-ordered] input[value=name]")
    name.focus()
    for _step in range(3):
        page.keyboard.press("Alt+ArrowUp")
    assert name.evaluate("box => document.activeElement === box")
    page.keyboard.press("Alt+ArrowDown")
    keys = boxes.evaluate_all("all => all.filter(box => box.checked).map(box => box.value)")
    page.get_by_role("button", name="上移 身份证号").press("Enter")
    page.get_by_role("button", name="预览").press("Enter")
    page.wait_for_url(re.compile(r"[?&]f="))
    heads = page.locator("table thead th").all_inner_texts()
    assert keys.index("name") == 3
    assert heads[3] == "姓名"
    assert heads.index("身份证号") == heads.index("性别") - 1
    assert_export_follows(desk, page)


def assert_export_follows(desk, page):
    """An export takes what stands in the form, also before its first rows are shown anew."""
    desk.assert_well_made()
    page.get_by_label("纸张").select_option("A4")
    page.get_by_text("条件已改").wait_for()
    assert "paper=A4" in page.get_by_role("link", name="导出", exact=True).get_attribute("href")


def test_registers_are_without_fault_at_both_widths(desk, phone):
    for visitor in (desk, phone):
        visitor.log_in("county-officer")
    see((desk, phone), {f"register-{name}": f"/registers/{name}/{asked}" for name, asked in SORTS.items()})
