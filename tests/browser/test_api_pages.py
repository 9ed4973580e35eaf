"""The pages about the API: its documents, the list of tokens, issuing one; without fault at both widths."""

import pytest

from organizations.models import User
from tests.browser.conftest import confirm, see
from tests.support.api import Program

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("accounts")]


def test_a_token_is_issued_seen_and_taken_back(desk, phone):
    Program(User.objects.get(username="county-officer"), "archives:read", "changes:read", name="民政核对平台取档案")
    for visitor in (desk, phone):
        visitor.log_in("secadmin")
    pages = {"tokens": "/tokens/", "account": "/accounts/county-officer/", "docs": "/api/v1/docs/"}
    see((desk, phone), {**pages, "form": "/accounts/county-officer/tokens/add/"})
    page = desk.page
    page.get_by_label("用途").fill("统计平台取变更")
    page.get_by_label("读取变更记录").check()
    page.get_by_role("button", name="签发").click()
    desk.assert_well_made()
    desk.keep("shown", whole=True)
    assert page.locator(".hq-secret").inner_text().count("hhq_") == 1
    page.get_by_role("link", name="已记下").click()
    page.get_by_role("row", name="统计平台取变更").get_by_role("button", name="停用").click()
    confirm(page, "停用")
    page.get_by_text("已停用王经办的接口令牌").or_(page.get_by_text("的接口令牌：统计平台取变更")).first.wait_for()
    desk.assert_well_made()
