"""A household is verified by two who do not see each other, judged by others, and put right. On phone and desk."""

import pytest
from django.urls import reverse

from audits.models import Interview, Rectification
from audits.verification.enums import RectificationStatus, Round
from tests.browser.conftest import PHONE, Visitor, confirm
from tests.support.fieldstory import (
    COUNTY,
    HEAD,
    JUDGES,
    KEEPER,
    THIRD,
    VERIFIER,
    given_out,
    households,
    people,
    taken_over_by_others,
)
from tests.support.files import scene

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
ANSWERS = {
    "本次见到": "职工本人",
    "姓名、身份证号与登记一致": "是",
    "家庭成员与档案一致": "是",
    "主要致困原因与档案一致": "是",
}


@pytest.fixture
def begun(reference):
    """Three households given out to two assessors, each asked twice."""
    households()
    people()
    return given_out()


@pytest.fixture
def other_phone(browser, live_server):
    """The phone of the second assessor."""
    visitor = Visitor(browser, live_server.url, PHONE)
    yield visitor
    visitor.context.close()


def picture(name: str) -> dict:
    """Return a picture as a file to choose."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": scene()}


def tick(page, question: str, answer: str) -> None:
    """Answer a question by one of its buttons."""
    page.get_by_role("group", name=question).get_by_text(answer, exact=True).click()


def accept(visitor, username: str, errand: Interview) -> None:
    """Log in, find the way from the first page to the errands, and take them over."""
    page = visitor.log_in(username)
    page.get_by_role("link", name="核查任务").last.click()
    page.get_by_role("button", name="接收全部").click()
    page.get_by_text("可以入户核查了").wait_for()


def fill(page, *, satisfaction: str, visits: str) -> None:
    for question, answer in ANSWERS.items():
        tick(page, question, answer)
    page.get_by_label("共同生活的家庭人口").fill("2")
    page.get_by_label("工资性收入").first.fill("60000")
    for group in page.locator("[data-question^=item_]").all():
        group.locator("label").first.click()
    page.locator("[data-question=aid]").get_by_text("已收到，金额不符").click()
    page.get_by_label("实际收到").fill("2000")
    page.locator("[data-question=measures]").get_by_text("符合需要", exact=True).click()
    tick(page, "能说出帮扶责任人姓名", "是")
    page.get_by_label("近 6 个月帮扶责任人上门次数").fill(visits)
    tick(page, "对工会帮扶工作是否满意", satisfaction)


def sign(page) -> None:
    """Draw a line with the finger, and keep it."""
    pad = page.locator("[data-pad]")
    pad.evaluate("pad => pad.scrollIntoView({ block: 'center', behavior: 'instant' })")
    frame = pad.bounding_box()
    page.mouse.move(frame["x"] + 40, frame["y"] + 40)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(frame["x"] + 40 + 30 * step, frame["y"] + 40 + (25 if step % 2 else 0))
    page.mouse.up()
    page.get_by_role("button", name="保存签字").click()
    page.get_by_role("img", name="签字 2").wait_for()


def open_sheet(visitor, errand: Interview):
    return visitor.open(reverse("fieldwork_form", args=[errand.pk]))


def hand_in(page) -> None:
    page.get_by_role("button", name="提交问卷").click()
    page.get_by_role("dialog").get_by_role("button", name="提交").click()
    page.get_by_text(f"已提交{HEAD}的问卷").wait_for()


def test_a_household_is_verified_twice_and_put_right(begun, phone, other_phone, office):
    rounds = begun.interviews.filter(sample__unit__household__head_name=HEAD)
    first, second = rounds.get(round=Round.FIRST), rounds.get(round=Round.BLIND)
    asks(phone, first)
    asks_blind(other_phone, second)
    taken_over_by_others(begun, HEAD)
    agrees(office(KEEPER), begun)
    finding = begun.findings.get(sample=first.sample)
    for username in JUDGES:
        decides(office(username), finding)
    contests(office(COUNTY), finding)
    settles(office(THIRD), finding)
    task = sends_out(office(KEEPER), finding)
    mends(office(COUNTY), task)
    closes(office(VERIFIER), task)
    task.refresh_from_db()
    assert (task.status, task.verifier.username) == (RectificationStatus.VERIFIED, VERIFIER)


def asks(phone, errand: Interview) -> None:
    """Go there as the first: from the errands to the household, its questions, a photo and a signature."""
    accept(phone, errand.assessor.username, errand)
    phone.keep("verification-01-errands")
    page = phone.page
    page.get_by_role("link", name=HEAD, exact=True).click()
    phone.keep("verification-02-household", whole=True)
    page.get_by_role("link", name="填写问卷").click()
    hands_in = page.get_by_role("button", name="提交问卷")
    hands_in.wait_for()
    page.wait_for_load_state()  # before its script runs the page would send itself whole
    hands_in.click()
    page.get_by_text("题未答或填写有误").first.wait_for()
    phone.keep("verification-03-missing")
    fill(page, satisfaction="很满意", visits="3")
    page.get_by_text("已保存", exact=False).first.wait_for()
    page.locator("[data-question=aid]").evaluate("question => question.scrollIntoView({ behavior: 'instant' })")
    phone.keep("verification-04-sheet")
    page.get_by_label("拍照或选择照片").set_input_files([picture("门口.jpg")])
    page.get_by_role("img", name="照片 1").wait_for()
    sign(page)
    phone.keep("verification-05-papers")
    hand_in(page)


def asks_blind(phone, errand: Interview) -> None:
    """Go there as the second, who finds an empty sheet and hears something else."""
    accept(phone, errand.assessor.username, errand)
    page = open_sheet(phone, errand)
    assert page.get_by_label("共同生活的家庭人口").input_value() == ""
    assert page.get_by_role("img", name="照片").count() == 0
    fill(page, satisfaction="一般", visits="1")
    hand_in(page)


def agrees(keeper, found) -> None:
    """Read both answers, agree to them one after the other, see where they differ, and have the rules propose."""
    page = keeper.open(reverse("verification_interviews", args=[found.pk]) + "?state=submitted")
    page.get_by_role("link", name=HEAD, exact=True).first.click()
    page.get_by_role("heading", name="照片、签字").wait_for()
    keeper.keep("verification-06-interview")
    for _round in range(2):
        page.get_by_role("button", name="认可，看下一份").click()
    page.get_by_text("已认可").first.wait_for()
    keeper.open(reverse("verification_agreement", args=[found.pk]))
    page.get_by_role("row", name="对工会帮扶工作是否满意").get_by_text("66.7%").wait_for()
    keeper.keep("verification-07-agreement")
    page = keeper.open(reverse("verification_findings", args=[found.pk]))
    page.get_by_role("button", name="开始认定").click()
    confirm(page, "开始认定")
    page.get_by_text("已结束入户核查").wait_for()


def decides(judge, finding) -> None:
    """Say as one of two that the household should have left by now."""
    page = judge.open(finding.get_absolute_url())
    judge.keep("verification-08-finding")
    page.get_by_label("漏退").check()
    page.get_by_role("button", name="认定，看下一户").click()
    page.get_by_text(f"{HEAD}：").first.wait_for()


def contests(county, finding) -> None:
    page = county.open(finding.get_absolute_url())
    page.get_by_label("申辩理由").fill("本人 9 月起住院，工资已停发。")
    page.get_by_role("button", name="提交申辩").click()
    confirm(page, "提交申辩")
    page.get_by_text("申辩中").first.wait_for()
    county.keep("verification-09-contest")


def settles(third, finding) -> None:
    page = third.open(finding.get_absolute_url())
    page.get_by_role("radio", name="信息错误").check()
    page.get_by_label("理由").fill("住院属实，仍应在档；收入、人口登记与实际不符。")
    page.get_by_role("button", name="裁定").click()
    confirm(page, "裁定")
    page.get_by_text("已裁定").first.wait_for()


def sends_out(keeper, finding) -> Rectification:
    page = keeper.open(finding.get_absolute_url())
    page.get_by_role("link", name="下发整改").click()
    page.get_by_label("责任人").select_option(label="县总经办（建水县总工会）")
    page.get_by_label("验收人").select_option(label="县总审核（建水县总工会）")
    page.get_by_role("button", name="下发整改").click()
    page.get_by_text("已下发整改").wait_for()
    return Rectification.objects.get()


def mends(owner, task) -> None:
    page = owner.open(task.get_absolute_url())
    page.get_by_label("整改情况").fill("已按住院后的收入重新登记，并补录家庭成员。")
    page.get_by_label("佐证材料").set_input_files(
        [{"name": "出院小结.jpg", "mimeType": "image/jpeg", "buffer": scene()}]
    )
    page.get_by_role("button", name="报告整改完成").click()
    page.get_by_text("等待验收").first.wait_for()
    owner.keep("verification-10-mended", whole=True)


def closes(verifier, task) -> None:
    page = verifier.open(task.get_absolute_url())
    page.get_by_label("验收意见").fill("已核对档案，登记与实际一致。")
    page.get_by_role("button", name="验收通过").click()
    confirm(page, "验收通过")
    page.get_by_text("整改销号").wait_for()
    verifier.keep("verification-11-closed", whole=True)
