"""The pages that docs/guide shows, each opened by its reader, held against axe and kept as a picture."""

import pytest
from django.urls import reverse

from audits.actions.clear import confirm_clear
from audits.enums import ConfirmationKind
from audits.models import ClearState
from audits.quality.running import run_rules
from households.clearmask import ALL_CLEAR
from households.models import Household
from organizations.enums import Role
from organizations.models import User
from tests.browser.conftest import DESK, PHONE, Visitor
from tests.support.factories import user_with
from tests.support.workbooks import SAMPLE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("accounts")]
OFFICER = {
    "households": "guide-list",
    "household_create": "guide-new-archive",
    "standards": "",
    "visits_due": "guide-visits-due",
    "pairings_missing": "",
    "cadres": "guide-cadres",
    "cadre_create": "",
    "helping_units": "",
    "clear_counts": "guide-clear-counts",
    "clear_waiting": "guide-clear-waiting",
    "quality": "",
    "faults": "",
    "quality_trend": "",
    "quality_runs": "",
    "imports": "guide-imports",
    "jobs": "",
    "me": "",
}
TABS = {
    "household_edit": "guide-edit",
    "member_add": "",
    "household_income": "guide-income",
    "survey_add": "guide-survey",
    "household_aid": "guide-aid",
    "aid_add": "guide-aid-form",
    "household_visits": "",
    "household_difficulties": "guide-difficulties",
    "household_attachments": "guide-files",
    "household_timeline": "guide-timeline",
    "pair_household": "",
}
ADMINISTRATORS = [
    ("sysadmin", "unions", "guide-unions"),
    ("sysadmin", "accounts", "guide-accounts"),
    ("sysadmin", "account_create", "guide-new-account"),
    ("sysadmin", "offices", ""),
    ("secadmin", "account/county-officer", ""),
    ("secadmin", "role_assign/county-officer", "guide-assign-role"),
    ("auditadmin", "access_log", "guide-access-log"),
]


@pytest.fixture
def visitor(browser, live_server):
    """Return a function that lets somebody log in at a screen of their own."""
    opened: list[Visitor] = []

    def come(username, size=DESK) -> Visitor:
        opened.append(Visitor(browser, live_server.url, size))
        opened[-1].log_in(username)
        return opened[-1]

    yield come
    for one in opened:
        one.context.close()


def look(visitor, path, picture) -> None:
    """Open a page and find no fault with it; with a name, keep its picture."""
    visitor.open(path)
    visitor.assert_well_made()
    if picture:
        visitor.picture(picture)


def busy_household() -> Household:
    """Return a household of the demo county that has been visited and has difficulties with measures."""
    visited = Household.objects.filter(union__code="532524", visits__isnull=False)
    return visited.filter(difficulties__measures__isnull=False).distinct()[0]


def test_pages_of_the_county_at_a_desk(demo, visitor):
    run_rules()
    officer, household = visitor("county-officer"), busy_household()
    for name, picture in OFFICER.items():
        look(officer, reverse(name), picture)
    for name, picture in TABS.items():
        look(officer, reverse(name, args=[household.archive_no]), picture)


def test_pages_of_the_county_on_a_phone(demo, visitor):
    run_rules()
    officer, household = visitor("county-officer", PHONE), busy_household()
    for name in OFFICER:
        look(officer, reverse(name), "")
    for name in TABS:
        look(officer, reverse(name, args=[household.archive_no]), "")


def test_pages_of_the_administrators(visitor):
    at_desk = {name: visitor(name) for name in ("sysadmin", "secadmin", "auditadmin")}
    for username, page, picture in ADMINISTRATORS:
        name, *args = page.split("/")
        look(at_desk[username], reverse(name, args=args), picture)
    on_phone = visitor("sysadmin", PHONE)
    for page in ("unions", "accounts", "account_create", "offices"):
        look(on_phone, reverse(page), "")


def test_a_first_password_is_changed_before_anything_else(browser, live_server):
    User.objects.filter(pk=user_with(Role.OFFICER, username="newcomer").pk).update(must_change_password=True)
    newcomer = Visitor(browser, live_server.url, PHONE)
    newcomer.log_in_by_form("newcomer", to="/password/")
    newcomer.keep("guide-first-password")
    newcomer.context.close()


def test_a_workbook_is_checked_before_it_is_written(visitor):
    officer = visitor("province")
    page = officer.open(reverse("imports"))
    page.get_by_label("档案工作簿").set_input_files(SAMPLE)
    page.get_by_role("button", name="上传并核对").click()
    page.get_by_role("button", name="确认导入").wait_for()
    officer.keep("guide-import-refused")
    page.get_by_role("link", name="新增").click()
    page.wait_for_url("**/?show=*")
    officer.keep("guide-import-new")


def test_a_selection_is_printed_as_one_job(demo, visitor):
    officer = visitor("county-officer")
    page = officer.open(reverse("households"))
    for box in page.locator("input[name=archive_no]").all()[:3]:
        box.check()
    officer.keep("guide-print-selection")
    page.get_by_role("button", name="打印户户清表册").click()
    page.get_by_text("已完成").first.wait_for()
    officer.keep("guide-print-job")


def test_the_county_checks_what_a_cadre_has_confirmed(demo, visitor):
    state = ClearState.objects.filter(mask=ALL_CLEAR, household__union__code="532524").select_related("household")[0]
    by = User.objects.get(username="county-officer")
    confirm_clear(state.household, by=by, kind=ConfirmationKind.CADRE, opinion="情况属实")
    reviewer = visitor("county-reviewer")
    page = reviewer.open(reverse("household_clear", args=[state.household.archive_no]))
    page.get_by_role("button", name="县级核查").scroll_into_view_if_needed()
    reviewer.keep("guide-clear-check")
    page.get_by_role("button", name="县级核查").click()
    page.get_by_text("王审核 于").wait_for()
