"""The pictures of the guide that show the demo data of the first start, taken from a system that runs.

    SCREENSHOTS=/tmp/pictures DEMO_AT=http://127.0.0.1:8000 DEMO_PASSWORD=… bin/test tests/browser/test_demo_pictures.py

It leaves a verification and a returned score card behind: take a home of its own. Without DEMO_AT it is not collected.
"""

import os
import re

import pytest
import xlsxwriter

from tests.browser.conftest import DESK, Visitor, confirm

# Picture, account, where it begins, and the links that lead on from there.
PAGES = [
    ("grievance-02-list", "county-reviewer", "/grievances/", ()),
    ("grievance-03-record", "county-reviewer", "/grievances/?state=appealed", (r"^\d{10}$",)),
    ("grievance-04-counts", "county-reviewer", "/grievances/counts/", ()),
    ("guide-funds", "county-officer", "/funds/", ()),
    ("guide-ledger", "county-officer", "/budgets/", ("建水县总工会",)),
    ("quality-01-overview", "county-reviewer", "/quality/", ()),
    ("quality-03-trend", "county-reviewer", "/quality/trend/", ()),
    ("rectification-01-list", "county-reviewer", "/rectifications/", ()),
    ("score-01-sheet", "prefecture-officer", "/scores/", ("考核$",)),
    ("score-04-results", "prefecture-officer", "/scores/", ("^2025 年", "汇总排名")),
    ("verification-14-project", "prefecture-officer", "/verification/?state=running", ("第三方核查$",)),
    ("verification-15-sample", "prefecture-officer", "/verification/?state=running", ("第三方核查$", "^样本$")),
    ("verification-17-interviews", "prefecture-officer", "/verification/?state=running", ("第三方核查$", "^问卷$")),
    ("verification-18-results", "prefecture-officer", "/verification/?state=closed", ("第三方核查$", "^结果$")),
    ("verification-19-findings", "prefecture-reviewer", "/verification/?state=judging", ("第三方核查$", "^认定$")),
]
UNKNOWN = [
    ["编号", "姓名", "身份证号", "所在地工会"],
    ["01", "刀春燕", "", "建水县总工会"],
    ["02", "普家明", "53252419800101", "建水县总工会"],
    ["02", "矣丽", "", "石屏县总工会"],
    ["04", "", "", "建水县总工会"],
    ["05", "罕志强", "", "昆明市总工会"],
]


@pytest.fixture(scope="module")
def at(browser):
    """Return whoever sits at a desk before the running system, logged in once."""
    people: dict[str, Visitor] = {}

    def come(username) -> Visitor:
        if username not in people:
            people[username] = Visitor(browser, os.environ["DEMO_AT"], DESK)
            people[username].log_in_by_form(username, os.environ["DEMO_PASSWORD"])
        return people[username]

    yield come
    for visitor in people.values():
        visitor.context.close()


def follow(page, *links):
    """Click links by their words, in the page itself and not in the navigation."""
    for words in links:
        page.locator("main").get_by_role("link", name=re.compile(words)).first.click()
        page.wait_for_load_state("networkidle")


def book_of(rows, path):
    """Write rows into a workbook of one sheet; return where it lies."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("未建档名单")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


@pytest.mark.parametrize(("picture", "username", "path", "links"), PAGES, ids=[page[0] for page in PAGES])
def test_pages_of_the_demo_data(at, picture, username, path, links):
    visitor = at(username)
    follow(visitor.open(path), *links)
    visitor.page.wait_for_load_state("networkidle")
    visitor.keep(picture)


def test_a_draw_is_repeated(at):
    page = at("prefecture-officer").open("/verification/?state=running")
    follow(page, "第三方核查$", "^样本$", "验证抽样")
    follow(page, "验证抽样")
    page.get_by_text("抽样成立").first.wait_for()
    at("prefecture-officer").keep("verification-16-proof")


def test_faults_are_ticked_and_waived(at):
    page = at("county-reviewer").open("/quality/faults/")
    for box in page.locator("[data-select]").all()[:2]:
        box.check()
    at("county-reviewer").keep("quality-02-faults")


def set_up(page):
    """Say what a verification is about; its sizes are shown meanwhile."""
    page.locator("[name=union]").select_option(label="红河州总工会")
    page.locator("[name=agency]").select_option(index=1)
    page.locator("[name=name]").fill("2027 年困难职工帮扶第三方核查")
    for label in ("在档", "已脱困", "未建档"):
        page.get_by_role("checkbox", name=label).check()
    page.locator("[name=questionnaire]").select_option(index=1)
    page.wait_for_load_state("networkidle")


def test_a_verification_is_set_up_and_its_list_taken_in(at, tmp_path):
    visitor = at("prefecture-officer")
    page = visitor.open("/verification/new/")
    set_up(page)
    visitor.faults.clear()  # of sizes that were asked for and overtaken by the next change
    visitor.keep("verification-12-new", whole=True)
    page.get_by_role("button", name="保存").click()
    follow(page, "未建档名单")
    page.locator("[name=source]").fill("红河州民政局低保名单（2026 年 10 月）")
    page.locator("input[type=file]").set_input_files(book_of(UNKNOWN, tmp_path / "名单.xlsx"))
    page.get_by_role("button", name="上传").click()
    page.get_by_text("行").first.wait_for()
    visitor.keep("verification-13-outside")


def test_a_card_is_checked_and_scored_by_its_union(at):
    checker, county = at("prefecture-approver"), at("county-officer")
    follow(checker.open("/scores/"), "^2026 年", "建水县总工会")
    card = checker.page.url.removeprefix(os.environ["DEMO_AT"])
    checker.open(f"{card}check/")
    checker.keep("score-03-check")
    checker.page.locator("[name=reason]").fill("请补充会商记录。")
    checker.page.get_by_role("button", name="退回", exact=True).click()
    confirm(checker.page, "退回")
    checker.page.get_by_text("待自评").first.wait_for()
    county.open(f"{card}self/")
    county.keep("score-02-self")
