"""The main job as one story: a cadre's visit on a phone, and the printed booklet at the county's desk.

With SCREENSHOTS=docs/images the pictures of the user guide are made by the way.
"""

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest
from django.urls import reverse

from core.pinyin import initials
from households.models import Household
from tests.browser.conftest import PICTURES, squeeze
from tests.support.files import scene

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


def reasons(page) -> str:
    """Return what the page of the six-clear gives as reasons."""
    return "\n".join(page.locator(".hq-six ul li span").all_inner_texts())


def find_who_is_due(phone) -> Household:
    """Log in as the cadre, look at the day's work, and open the first household that is overdue."""
    phone.open("/login/")
    phone.keep("story-01-login")
    page = phone.log_in_by_form("cadre")
    phone.keep("story-02-home")
    page.get_by_role("link", name="我的结对户已逾期").click()
    page.wait_for_url("**/mine/?state=overdue")
    phone.keep("story-03-my-households")
    page.locator(".hq-mine-card h2 a").first.click()
    page.wait_for_url("**/visits/")
    return Household.objects.get(archive_no=page.url.split("/")[-3])


def log_a_visit(phone, household) -> None:
    """Log a visit at home with two difficulties and a photo."""
    page = phone.page
    page.get_by_role("link", name="登记走访").click()
    page.get_by_text("职工本人", exact=True).click()
    page.get_by_label("走访情况").fill(
        "透析每周三次，自付费用高；女儿今年考上大学，学费还差一部分。家中情况与档案一致。"
    )
    page.get_by_label("已核对").check()
    add_difficulty(page, 0, "医疗", "透析自付费用高，每月约 1,200 元")
    add_difficulty(page, 1, "就学", "女儿考上大学，学费尚缺 4,000 元")
    phone.keep("story-05-visit-form")
    picture = {"name": "合影.jpg", "mimeType": "image/jpeg", "buffer": scene()}
    page.get_by_label("拍照或选择照片").set_input_files([picture])
    page.get_by_role("img", name="照片").first.wait_for()
    page.get_by_role("img", name="照片").first.scroll_into_view_if_needed()
    phone.keep("story-06-visit-photo")
    page.get_by_role("button", name="保存走访").click()
    page.get_by_text(f"已登记 {household.head_name}").wait_for()
    phone.keep("story-07-visit-saved")


def add_difficulty(page, number, need, words) -> None:
    """Add one difficulty that was found."""
    page.get_by_role("button", name="添加一项困难").click()
    page.locator(f"#id_found-{number}-need").select_option(label=need)
    page.locator(f"#id_found-{number}-description").fill(words)


def look_at_six_clear(visitor, household, name) -> str:
    """Open the page of the six-clear and return its reasons."""
    page = visitor.open(reverse("household_clear", args=[household.archive_no]))
    visitor.keep(name)
    return reasons(page)


def repair(phone, household) -> None:
    """Give both difficulties advice and a measure, from the links beside the reasons."""
    page = phone.page
    for number, advice in enumerate(("协助办理大病保险和医疗互助报销", "申请金秋助学和生源地助学贷款")):
        page = phone.open(reverse("household_difficulties", args=[household.archive_no]))
        page.get_by_role("link", name="填写建议").first.click()
        page.get_by_label("帮扶建议").fill(advice)
        page.get_by_role("button", name="保存", exact=True).click()
        page.get_by_role("button", name="按建议添加措施").first.wait_for()
        if number == 0:
            phone.keep("story-09-advice")
        page.get_by_role("button", name="按建议添加措施").first.click()
        page.locator(".hq-measure, .hq-measures").nth(number).wait_for()
    phone.keep("story-10-measures")


def find_by_initials(desk, household) -> None:
    """Find the household by the initials of its worker, in the search of every page."""
    page = desk.log_in("county-officer")
    desk.keep("story-12-county-home")
    page.keyboard.press("/")
    page.keyboard.type(initials(household.head_name))
    page.keyboard.press("Enter")
    page.wait_for_url("**/households/?q=*")
    desk.keep("story-13-found-by-initials")
    page.get_by_role("link", name=household.head_name, exact=True).first.click()
    page.wait_for_url(f"**{household.get_absolute_url()}")
    desk.keep("story-14-household")


def print_booklet(desk) -> pikepdf.Pdf:
    """Follow the link that prints, and open what comes."""
    link = desk.page.get_by_role("link", name="打印户户清表册")
    answer = desk.context.request.get(f"{desk.address}{link.get_attribute('href')}")
    assert answer.headers["content-type"] == "application/pdf"
    if PICTURES:
        picture = Path(PICTURES) / "story-15-booklet"
        page = ["pdftoppm", "-png", "-r", "70", "-f", "2", "-l", "2", "-singlefile", "-", str(picture)]
        subprocess.run(page, input=answer.body(), check=True)
        squeeze(picture.with_suffix(".png"))
    return pikepdf.open(io.BytesIO(answer.body()))


def test_from_a_visit_that_was_due_to_the_printed_booklet(demo, phone, desk):
    household = find_who_is_due(phone)
    before = look_at_six_clear(phone, household, "story-04-six-clear-before")
    assert "入户走访" in before
    phone.open(reverse("household_visits", args=[household.archive_no]))
    log_a_visit(phone, household)
    after = look_at_six_clear(phone, household, "story-08-six-clear-after")
    assert "入户走访" not in after
    assert after.count("没有帮扶建议") == 2
    repair(phone, household)
    assert "没有帮扶建议" not in look_at_six_clear(phone, household, "story-11-six-clear-repaired")
    find_by_initials(desk, household)
    with print_booklet(desk) as booklet:
        assert len(booklet.pages) >= 6
