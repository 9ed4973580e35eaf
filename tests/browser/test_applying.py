"""What strangers do on a phone: applying with the slip of the officer, who takes over; complaining without a name."""

import datetime
import re

import pytest

from audits.actions.grievances.answering import answer_grievance
from audits.actions.grievances.assigning import assign_grievance
from audits.models import Grievance
from core.identity import complete_identity_no
from households.actions.duplicates import compare_changed
from households.enums import Status
from households.models import DuplicateSuspicion, Household
from organizations.models import Union, User
from tests.support.factories import HouseholdFactory

pytestmark = pytest.mark.django_db(transaction=True)
BORN = datetime.date(1979, 4, 12)
# As in the demo data, of nobody: no county has this address code, no phone such a number.
IDENTITY, PHONE = complete_identity_no("53257419790412013"), "15400007358"


@pytest.fixture
def place(accounts):
    """The union of the demo officer."""
    return Union.objects.get(code="532524")


@pytest.fixture
def alike(place):
    """Two archives of one birthday."""
    for name in ("赵小兰", "赵晓兰"):
        HouseholdFactory(worker=name, union=place, worker__birth_date=BORN)
    compare_changed()
    return DuplicateSuspicion.objects.get()


def slip_of(desk) -> str:
    """Hand out a code and return it as it stands on the slip."""
    page = desk.log_in("county-officer")
    desk.open("/applications/new/")
    page.locator("select[name=union]").select_option("532524")
    page.locator("input[name=name]").fill("孙立春")
    page.locator("input[name=phone_tail]").fill("7358")
    page.locator("select[name=category]").select_option("deep")
    desk.keep("apply-issue")
    page.get_by_role("button", name="生成申请码").click()
    desk.keep("apply-slip")
    return page.locator(".hq-code").inner_text()


def fill_in(phone, code: str) -> None:
    """Go through the steps on a phone."""
    page = phone.open("/apply/")
    phone.keep("apply-enter")
    page.locator("input[name=code]").fill(code.lower())
    page.locator("input[name=phone_tail]").fill("7358")
    page.get_by_role("button", name="开始填写").click()
    page.locator("input[name=identity_no]").fill(IDENTITY)
    page.locator("input[name=phone]").fill(PHONE)
    phone.keep("apply-worker", whole=True)
    page.get_by_role("button", name="保存，下一步").click()
    page.locator("select[name=form-0-relation]").select_option("son")
    page.locator("input[name=form-0-name]").fill("孙小春")
    phone.keep("apply-members", whole=True)
    page.get_by_role("button", name="保存，下一步").click()
    page.locator("input[name=address]").fill("临安镇朝阳路 12 号")
    page.locator("input[name=annual_income]").fill("21600")
    page.locator("select[name=main_cause]").select_option("illness")
    page.locator("textarea[name=cause_text]").fill("长期透析，自付费用高。")
    phone.keep("apply-family", whole=True)
    page.get_by_role("button", name="保存，下一步").click()


def test_from_the_slip_to_the_draft(phone, desk, place):
    fill_in(phone, slip_of(desk))
    page = phone.page
    page.get_by_label(re.compile("我承诺")).check()
    phone.keep("apply-confirm", whole=True)
    page.get_by_role("button", name="提交申请").click()
    phone.keep("apply-done", whole=True)
    number, code = page.locator(".hq-noted dd").all_inner_texts()
    phone.open("/apply/status/")
    page.locator("input[name=archive_no]").fill(number)
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name="查询").click()
    phone.keep("apply-status")
    assert page.locator(".hq-standing strong").inner_text() == "已收到申请，工会正在核对资料"
    assert Household.objects.get().status == Status.DRAFT


def test_papers_are_sent_from_the_phone_and_missed_at_the_desk(phone, desk, place):
    fill_in(phone, slip_of(desk))
    phone.page.get_by_label(re.compile("我承诺")).check()
    phone.page.get_by_role("button", name="提交申请").click()
    phone.page.get_by_role("link", name=re.compile("上传材料")).click()
    phone.keep("apply-papers", whole=True)
    desk.open("/applications/")
    desk.keep("apply-list")
    desk.page.get_by_role("button", name="接收").click()
    desk.keep("apply-draft")
    desk.page.get_by_role("link", name="附件").click()
    desk.keep("apply-missing")
    desk.open(f"{Household.objects.get().get_absolute_url()}checks/new/")
    desk.keep("check-form", whole=True)


def test_a_duplicate_is_met_while_typing(desk, alike):
    page = desk.log_in("county-officer")
    desk.open("/households/new/")
    page.locator("input[name=name]").fill("赵晓兰")
    page.locator("input[name=birth_date]").fill("1979-04-12")
    page.locator("input[name=phone]").press_sequentially("13987")
    page.get_by_text("与以下在档档案相近").wait_for()
    page.locator(".hq-hits").scroll_into_view_if_needed()
    desk.keep("duplicates-typed")
    page.locator("input[name=identity_no]").fill(alike.first.members.get().identity_no)
    page.get_by_text("不能重复建档").wait_for()


def test_a_pair_is_compared_and_decided(desk, phone, alike):
    desk.log_in("county-officer")
    desk.open("/duplicates/")
    desk.keep("duplicates-list")
    desk.page.get_by_role("link", name="比对").click()
    desk.keep("duplicates-decide")
    phone.log_in("county-officer")
    phone.open(alike.get_absolute_url())
    phone.keep("duplicates-decide-phone", whole=True)
    desk.page.get_by_label("重复建档，其中一份须注销").check()
    desk.page.locator("textarea[name=decision]").fill("同一户口簿，两人为同一人")
    desk.page.get_by_role("button", name="保存判定").click()
    desk.page.get_by_text("申请注销").wait_for()
    desk.keep("duplicates-same")


def complain(phone) -> tuple[str, str]:
    """Complain without a name; return number and code as they stand on the screen."""
    page = phone.open("/voice/")
    phone.keep("grievance-01-voice")
    page.get_by_role("link", name="匿名反映").click()
    page.locator("select[name=union]").select_option("532524")
    page.locator("select[name=category]").select_option("funds")
    page.locator("textarea[name=text]").fill("上半年的生活救助款一直没有到账。")
    phone.keep("voice-form", whole=True)
    page.get_by_role("button", name="提交").click()
    phone.keep("voice-sent")
    return tuple(page.locator(".hq-noted dd").all_inner_texts())


def test_a_stranger_complains_and_reads_the_answer_and_the_office_sees_it(phone, desk, place):
    number, code = complain(phone)
    made = Grievance.objects.get(number=number)
    officer, reviewer = (User.objects.get(username=name) for name in ("county-officer", "county-reviewer"))
    assign_grievance(made, by=reviewer, owner=officer)
    answer_grievance(made, by=officer, finding="founded", text="卡号登记有误，已更正，本月补发。")
    page = phone.open("/voice/ask/")
    page.locator("input[name=number]").fill(number)
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name="查询").click()
    page.get_by_text("卡号登记有误").wait_for()
    phone.keep("grievance-05-answer", whole=True)
    desk.log_in("county-reviewer")
    for name, path in {"list": "", "counts": "counts/", "terms": "terms/", "new": "new/", "one": f"{made.pk}/"}.items():
        desk.open(f"/grievances/{path}")
        desk.keep(f"grievances-{name}", whole=True)
