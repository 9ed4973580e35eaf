"""From a difficulty found at home to the board of a campaign, through the hands of seven people at their real pages.

With SCREENSHOTS=docs/images the pictures of the user guide are made by the way.
"""

import datetime
import io
from dataclasses import fields

import pytest
import xlsxwriter
from django.urls import reverse
from python_calamine import CalamineWorkbook

from assistance.answer_book import AMOUNT, DAY, HEAD_ROW, KIND, NOTE, SHEET
from assistance.models import TaskList
from audits.campaigns.figures import Figures
from audits.models import Campaign, HouseholdReview
from core import clock
from households.clearmask import ALL_CLEAR
from households.models import Household
from organizations.enums import Department
from organizations.models import User
from reports.demo.campaign.archives import Archivist
from reports.demo.campaign.office import Office
from reports.demo.campaign.staff import Staff
from reports.demo.campaign.walking import Walker
from tests.browser.conftest import confirm

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference"), pytest.mark.timeout(300)]
NO = "532524201620000"  # of the demo cadre: only its visit is overdue, nothing else is wanting
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FOUND = (
    ("医疗", "透析自付费用高，每月约 1,200 元", "办理大病保险和医疗互助报销"),
    ("就业", "妻子有劳动能力，找不到稳定工作", "推荐岗位并安排技能培训"),
)
# By how much the board moves: one household; two visits, and two of all that became of the two difficulties.
ONE_HOUSEHOLD = {"visited": 1, "clear": 1, "clear_6": 1}
TWO_OF_EACH = dict.fromkeys(("visits", "difficulties", "measures", "tasks", "solved"), 2)


def figures(visitor, campaign) -> dict[str, int]:
    """Return the figures of the campaign as the interface for other systems tells them."""
    address = f"{visitor.address}/api/v1/campaigns/{campaign.pk}/board/?union=532524"
    total = visitor.context.request.get(address).json()["total"]
    return {field.name: total[field.name] for field in fields(Figures)}


def moved(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """Return by how much each figure moved, where it did."""
    return {name: after[name] - before[name] for name in before if after[name] != before[name]}


def start_a_campaign(desk) -> Campaign:
    """Start a campaign of the county from today on, as its officer does on the page."""
    desk.log_in("county-officer")
    page = desk.open(reverse("campaign_create"))
    today = clock.today()
    page.get_by_label("名称").fill("“户户清”专项行动")
    page.get_by_label("开始日期").fill(today.isoformat())
    page.get_by_label("截止日期").fill((today + datetime.timedelta(days=120)).isoformat())
    desk.keep("result-01-campaign")
    page.get_by_role("button", name="发起", exact=True).click()
    confirm(page, "发起")
    page.get_by_role("heading", name="“户户清”专项行动").wait_for()
    return Campaign.objects.get()


def visit(phone, *, found=(), situation: str) -> None:
    """Log a home visit on which the worker was met, with what was found."""
    page = phone.open(reverse("visit_log", args=[NO]))
    page.get_by_text("入户走访", exact=True).click()
    page.get_by_text("职工本人", exact=True).click()
    page.get_by_label("走访情况").fill(situation)
    page.get_by_label("已核对").check()
    for number, (need, words, _advice) in enumerate(found):
        page.get_by_role("button", name="添加一项困难").click()
        page.locator(f"#id_found-{number}-need").select_option(label=need)
        page.locator(f"#id_found-{number}-description").fill(words)


def find_difficulties(phone) -> None:
    """Visit, find two difficulties, and plan a measure against each on the way home."""
    phone.log_in("cadre")
    visit(phone, found=FOUND, situation="透析每周三次，自付费用高；妻子想找工作。家中情况与档案一致。")
    phone.page.get_by_role("button", name="保存走访").click()
    phone.page.get_by_text("已登记 罗勇").wait_for()
    for _need, _words, advice in FOUND:
        page = phone.open(reverse("household_difficulties", args=[NO]))
        page.get_by_role("link", name="填写建议").first.click()
        page.get_by_label("帮扶建议").fill(advice)
        page.get_by_role("button", name="保存", exact=True).click()
        page.get_by_role("button", name="按建议添加措施").first.click()
        page.get_by_role("button", name="按建议添加措施").wait_for(state="detached")
    phone.keep("result-02-measures", whole=True)


def send_lists(desk, office) -> dict[str, TaskList]:
    """Draw the lists of both departments, have them checked and signed, and send them."""
    desk.open(reverse("task_lists_draw"))
    desk.keep("result-03-collect")
    for department in (Department.MEDICAL_INSURANCE, Department.HUMAN_RESOURCES):
        page = desk.open(reverse("task_list_draw", args=[department]) + "?union=532524")
        page.get_by_label("选择全部").uncheck()
        page.get_by_label("选择 罗勇").check()
        page.get_by_role("button", name="为所选生成草稿").click()
        page.get_by_role("button", name="删除草稿").wait_for()
    lists = {row.department: row for row in TaskList.objects.filter(tasks__household__archive_no=NO)}
    for username, act in (("county-reviewer", "审核通过"), ("county-second", "签发")):
        for row in lists.values():
            press(office(username), row, act)
    for row in lists.values():
        press(desk, row, "交办")
    desk.keep("result-04-list")
    return lists


def press(visitor, row: TaskList, act: str) -> None:
    """Press the one red button of a list, and answer what it asks."""
    page = visitor.open(row.get_absolute_url())
    page.get_by_role("button", name=act, exact=True).click()
    confirm(page, act)
    page.get_by_role("button", name=act, exact=True).wait_for(state="detached")


def answer_on_the_page(visitor) -> None:
    """Answer the line as the liaison of 人社: the help is there."""
    page = visitor.open(reverse("office_tasks"))
    visitor.keep("result-05-office")
    page.get_by_role("link", name="罗勇").first.click()
    page.locator("form[data-answer]").get_by_text("已落实", exact=True).click()
    page.get_by_label("情况说明").fill("已推荐到建水县紫陶厂包装岗位，11 月起上岗")
    visitor.keep("result-06-answer")
    page.get_by_role("button", name="提交答复").click()
    page.get_by_text("已答复 罗勇：已落实").wait_for()


def answer_by_workbook(visitor, row: TaskList) -> None:
    """Answer the line as the liaison of 医保: fill in the workbook that was downloaded, and send it back."""
    page = visitor.open(reverse("office_list", args=[row.pk]))
    content = visitor.context.request.get(f"{visitor.address}{reverse('office_book', args=[row.pk])}").body()
    upload = {"name": "任务清单.xlsx", "mimeType": XLSX, "buffer": filled(content)}
    page.locator("input[name=book]").set_input_files([upload])
    page.get_by_role("button", name="上传填好的清单").click()
    page.get_by_text("1 项已答复").wait_for()
    visitor.keep("result-07-workbook")


def filled(content: bytes) -> bytes:
    """Return the workbook with the help of its first line said to be there."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(SHEET).to_python()
    said = {KIND: "已落实", DAY: f"{clock.today():%Y-%m-%d}", AMOUNT: 3200, NOTE: "大病保险二次报销已到账"}
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet(SHEET)
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, [str(cell) for cell in cells])
        for head, value in said.items():
            sheet.write(HEAD_ROW + 1, rows[HEAD_ROW].index(head), value)
    return out.getvalue()


def judge(phone) -> None:
    """Visit again, and say with the family what came of both."""
    visit(phone, situation="报销款已到账；妻子已到紫陶厂上班。")
    page = phone.page
    page.get_by_role("button", name="保存走访").click()
    page.wait_for_url("**/effects/")
    for legend in ("是否到位", "职工家庭评价", "帮扶干部评价"):
        for group in page.get_by_role("group", name=legend).all():
            group.get_by_text("已到位" if legend == "是否到位" else "解决", exact=True).click()
    phone.keep("result-08-effects", whole=True)
    page.get_by_role("button", name="保存成效").click()
    page.get_by_text("已销号").first.wait_for()


def leave(household: Household) -> None:
    """Let the household leave: survey, check, application, and every step of its review by those at the desks."""
    staff = Staff()
    by = User.objects.get(username="county-officer")
    Office(Archivist(1, staff), staff).apply_for_exit([household], by=by)
    asked = HouseholdReview.objects.filter(household=household).values_list("pk", flat=True)
    Walker(staff).walk(asked, clock.today())


def test_two_difficulties_become_two_results(demo, phone, desk, office):
    campaign = start_a_campaign(desk)
    household = Household.objects.get(archive_no=NO)
    before = figures(desk, campaign)
    find_difficulties(phone)
    lists = send_lists(desk, office)
    answer_on_the_page(office("liaison"))
    answer_by_workbook(office("liaison-medical"), lists[Department.MEDICAL_INSURANCE])
    judge(phone)
    household.refresh_from_db()
    assert household.clear_mask == ALL_CLEAR
    phone.open(reverse("household_clear", args=[NO]))
    phone.keep("result-09-six-clear")
    assert moved(before, figures(desk, campaign)) == ONE_HOUSEHOLD | TWO_OF_EACH
    leave(household)
    assert moved(before, figures(desk, campaign)) == ONE_HOUSEHOLD | TWO_OF_EACH | {"ready": 1, "exited": 1}
    desk.open(campaign.get_absolute_url())
    desk.keep("result-10-board", whole=True)
