"""From a register to the file in hand: the size stated, the purpose asked, the bell, and the download."""

import re

import pytest
from python_calamine import CalamineWorkbook

from organizations.models import User
from reports.exports.starting import start_export
from tests.browser.conftest import see

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]


def test_a_register_is_exported_and_fetched_at_the_desk(desk, phone):
    for visitor in (desk, phone):
        visitor.log_in("county-officer")
    page = desk.open("/registers/roster/?order=name&group=category")
    desk.keep("guide-register")
    page.locator(".hq-register-fields summary").click()
    desk.keep("guide-register-columns")
    page.get_by_role("link", name="导出", exact=True).click()
    page.get_by_label("Excel").check()
    page.locator("[name=purpose]").select_option("核查核对数据")
    desk.keep("guide-export")
    page.get_by_role("button", name="开始导出").click()
    page.get_by_text("已完成").first.wait_for()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="下载", exact=True).click()
    rows = CalamineWorkbook.from_path(fetched.value.path()).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "在档困难职工花名册"
    assert any(re.match("合　　计　8 户", str(row[0])) for row in rows)
    job = "/".join(page.url.split("/")[-3:])
    see((desk, phone), {"registers": "/registers/", "export": "/exports/roster/new/", "job": f"/{job}"})


def test_the_bell_tells_of_a_file_and_falls_silent_when_it_was_looked_at(desk, phone):
    for visitor in (desk, phone):
        visitor.log_in("county-officer")
    by = User.objects.get(username="county-officer")
    for format in ("pdf", "csv"):
        start_export(by, what="causes", params={}, format=format, purpose="向上级工会报送")
    page = desk.open("/jobs/")
    page.locator("#bell", has_text="2").wait_for()
    desk.keep("guide-exports")
    phone.open("/jobs/")
    phone.assert_well_made()
    page.get_by_role("link", name=re.compile("CSV")).first.click()
    page.locator("#bell", has_text="1").wait_for()
    desk.keep("guide-export-done")
