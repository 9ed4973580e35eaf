"""数据看板 in a browser: the drive of 2020 in proportion, every number of the province clicked and its list counted."""

import re

import pytest
from django.core.management import call_command

from reports.demo.huhuqing.plan import HOUSEHOLDS, Plan
from reports.indicators.months import keep_months
from tests.browser.conftest import see

SMALL = HOUSEHOLDS // 200
DAYS = "since=2020-04-01&day=2020-07-31"


@pytest.fixture
def drive(accounts):
    """The drive of April to July 2020 at one two-hundredth, its months counted."""
    call_command("seed_demo", campaign="huhuqing-2020", households=SMALL, verbosity=0)
    keep_months()
    return Plan(SMALL).figures


def count_of(page, url: str) -> int:
    """Open a list, turn all of its pages, and count its rows."""
    rows = 0
    while url:
        page.goto(url)
        rows += page.locator("main table.hq-table tbody tr").count()
        more = page.get_by_role("link", name="下一页")
        url = more.evaluate("link => link.href") if more.count() else ""
    return rows


def shown(page) -> dict[str, int]:
    """Return the figures at the top by their code."""
    tiles = page.locator("main .hq-figure[data-code]").all()
    words = {tile.get_attribute("data-code"): tile.locator("strong").inner_text().replace(",", "") for tile in tiles}
    return {code: int(number) for code, number in words.items() if number.isdigit()}


def links_of(page) -> dict[str, int]:
    """Return every number of the page that is a link, tables that are folded away as well, by its address."""
    page.eval_on_selector_all("main details", "all => all.forEach((one) => { one.open = true; })")
    found = page.eval_on_selector_all(
        "main a.hq-figure, main td.hq-amount a", "all => all.map((one) => [one.href, one.innerText])"
    )
    numbers = {url: re.search(r"[\d,]+", words.partition("\n")[2] or words) for url, words in found}
    return {url: int(number[0].replace(",", "")) for url, number in numbers.items() if number}


@pytest.mark.timeout(900)
def test_every_number_of_the_province_opens_its_list(drive, desk, phone):
    desk.log_in("province")
    page = desk.open(f"/dashboard/?{DAYS}")
    assert page.locator("[data-chart] canvas, [data-chart] svg").count() >= 3
    top = shown(page)
    assert (top["opening"], top["exited"]) == (drive["targets"], drive["exited"])
    links = links_of(page)
    total = {re.search(r"code=(\w+)", url)[1]: n for url, n in links.items() if f"union=530000&{DAYS}" in url}
    found = {"visits": total["home_visit"], "difficulties": total["need"], "measures": total["measure"]}
    assert found | {"solved": total["solved"]} == {name: drive[name] for name in (*found, "solved")}
    for url, number in links.items():
        assert count_of(page, url) == number, url
    phone.log_in("province")
    see((desk, phone), {"dashboard": f"/dashboard/?{DAYS}"})


def read_by_keys(page, key: str) -> str:
    """Return what the line below a chart says of its first place, by keyboard."""
    chart = page.locator(f"[data-chart={key}]")
    chart.press("Home")
    return chart.locator("+ p").inner_text()


@pytest.mark.timeout(900)
def test_one_goes_down_to_a_county_by_clicks(demo, desk, phone):
    desk.log_in("province")
    page = desk.open("/dashboard/")
    page.locator("[data-chart] canvas, [data-chart] svg").first.wait_for()
    desk.keep("guide-dashboard")
    assert re.search(r"：\s*\d", read_by_keys(page, "causes"))
    for name in ("红河州总工会", "建水县总工会"):
        page.locator("main table").get_by_role("link", name=name).first.click()
        assert page.locator("main .hq-lineage").inner_text().endswith(name)
    page.locator("main .hq-lineage").get_by_role("link", name="云南省总工会").click()
    page.locator("main .hq-figure[data-code=on_file]").click()
    desk.keep("guide-dashboard-behind")
    phone.log_in("province")
    phone.open(page.url.removeprefix(phone.address))
    phone.assert_well_made()
    folded = phone.open("/dashboard/").locator("main details[data-fold]")
    assert folded.count() > 5
    assert folded.evaluate_all("all => all.every((one) => !one.open)")
