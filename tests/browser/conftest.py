"""A real Chromium before the real pages, at the two widths that people have."""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from organizations.models import User
from reports.demo.accounts import ensure_accounts
from reports.demo.seeding import seed_households
from tests.support.factories import PASSWORD

# Playwright's synchronous interface runs an event loop in this thread; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
AXE = Axe()
# Style sheets are not fetched once more: the one rule that reads them is an experiment, which is not asked.
ASKED = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
PICTURES = os.environ.get("SCREENSHOTS")
# The same engine without the windows and the start page of a desktop: half the work. It speaks English beside fields
# for files, so pictures are taken with the whole one.
SHELL, WHOLE = "chromium-headless-shell", ("chromium", "chromium-browser")
BROWSERS = (*WHOLE, SHELL) if PICTURES else (SHELL, *WHOLE)
collect_ignore = [] if "DEMO_AT" in os.environ else ["test_demo_pictures.py"]


def pytest_collection_modifyitems(items):
    """Let the browser tests be chosen, or left out, by ``-m browser``."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _static_root():
    """Make the directory whose absence WhiteNoise warns of; the server of the tests finds its files elsewhere."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert executable, "chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox"], env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        yield chromium
        chromium.close()
        # While Playwright's loop runs, Django keeps another connection for this thread; nobody finds it afterwards.
        connections.close_all()


def squeeze(path: Path) -> None:
    """Make a picture small enough for the repository: these pages have few colours."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


class Visitor:
    """A person at a screen: opens pages by path, takes pictures, and finds no fault with them."""

    def __init__(self, browser: Browser, address: str, size: dict[str, int]) -> None:
        self.context = browser.new_context(
            viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", is_mobile=size is PHONE, has_touch=size is PHONE
        )
        self.page: Page = self.context.new_page()
        self.address = address
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)

    def open(self, path: str) -> Page:
        """Go to a path of this server."""
        self.page.goto(f"{self.address}{path}")
        return self.page

    def log_in(self, username: str) -> Page:
        """Come to the first page with a session that has begun; the story begins one by the form."""
        client = Client()
        client.force_login(User.objects.get(username=username))
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.address}])
        return self.open("/")

    def log_in_by_form(self, username: str, password: str = PASSWORD, *, to: str = "/") -> Page:
        """Log in through the real form."""
        self.open("/login/")
        self.page.locator("input[name=username]").fill(username)
        self.page.locator("input[name=password]").fill(password)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(f"{self.address}{to}*")
        return self.page

    def picture(self, name: str, *, whole: bool = False) -> None:
        """Keep a picture of the screen when SCREENSHOTS names a directory."""
        if PICTURES:
            path, size = Path(PICTURES) / f"{name}.png", self.page.viewport_size
            # A window as high as the page: what stays in sight while one scrolls stands where it belongs.
            high = self.page.evaluate("document.documentElement.scrollHeight") if whole else size["height"]
            self.page.set_viewport_size(size | {"height": high})
            self.page.screenshot(path=path)
            self.page.set_viewport_size(size)
            squeeze(path)

    def keep(self, name: str, *, whole: bool = False) -> None:
        """Find no fault with the page, and keep its picture."""
        self.assert_well_made()
        self.picture(name, whole=whole)

    def assert_well_made(self) -> None:
        """Hold the page against axe, against errors in its console, and against scrolling sideways."""
        violations = AXE.run(self.page, options=ASKED).response["violations"]
        found = [(v["id"], v["impact"], [n["html"][:160] for n in v["nodes"][:3]]) for v in violations]
        assert found == [], f"{self.page.url}: {found}"
        assert self.faults == []
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{self.page.url} is too wide"
        )


def confirm(page, act: str) -> None:
    """Say yes to what is asked in words."""
    page.get_by_role("dialog").get_by_role("button", name=act, exact=True).click()


def see(visitors, pages):
    """Open pages at the desk and on the phone, and find no fault with them."""
    for name, path in pages.items():
        for visitor, place in zip(visitors, ("desk", "phone"), strict=True):
            visitor.open(path)
            visitor.keep(f"{name}-{place}", whole=True)


@pytest.fixture
def accounts(reference, settings, tmp_path):
    """The demo accounts."""
    settings.DEMO_PASSWORD, settings.APP_HOME = PASSWORD, tmp_path
    ensure_accounts()


@pytest.fixture
def demo(accounts):
    """A few demo households: every fifth in the demo county, eight of them the demo cadre's."""
    seed_households(40, seed=1)


@pytest.fixture
def phone(browser, live_server):
    """A phone, 390 wide."""
    visitor = Visitor(browser, live_server.url, PHONE)
    yield visitor
    visitor.context.close()


@pytest.fixture
def desk(browser, live_server):
    """An office screen, 1440 wide."""
    visitor = Visitor(browser, live_server.url, DESK)
    yield visitor
    visitor.context.close()


@pytest.fixture
def office(browser, live_server):
    """Return whoever sits at a desk, logged in once."""
    people: dict[str, Visitor] = {}

    def at(username: str) -> Visitor:
        if username not in people:
            people[username] = Visitor(browser, live_server.url, DESK)
            people[username].log_in(username)
        return people[username]

    yield at
    for visitor in people.values():
        visitor.context.close()
