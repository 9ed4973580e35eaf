"""The board of a 专项行动: every number of every level, the list behind each, who is behind, progress, its pages."""

import pytest

from audits.actions.campaigns import close_campaign, keep_day
from audits.campaigns.behind import Part, cadre_of, figures_of, rows_behind
from audits.campaigns.board import board_of, cadre_rows, gone_percent, has_cadres, lag
from audits.campaigns.figures import Column, Figures
from audits.campaigns.progress import finding, progress_of
from audits.models import Campaign
from core import clock
from households.enums import Status
from households.models import Difficulty, Household
from organizations.enums import Role
from organizations.unionrows import unions_below
from pairing.models import Pairing, Visit
from tests.support.campaigns import DAY, started
from tests.support.drive import drive, visit
from tests.support.factories import CadreFactory, HouseholdFactory, PairingFactory, union, user_with
from tests.support.life import put

pytestmark = pytest.mark.django_db
LEVELS = ["532500", "532524", "532501"]
SEEN = {
    "targets": 4, "visited": 3, "visits": 5, "difficulties": 2, "measures": 2, "tasks": 2, "solved": 1,
    "clear_1": 2, "clear_2": 1, "clear_3": 2, "clear_4": 1, "clear_5": 2, "clear_6": 1, "clear": 1,
    "ready": 1, "exited": 1,
}  # fmt: skip


@pytest.fixture
def made(provincial, officer):
    return drive(provincial, user_with(Role.OFFICER, "532500", username="prefecture", name="州经办"))


def boards(campaign, user):
    """Return the board of each level with its cadres."""
    for code in LEVELS:
        place = union(code)
        board = board_of(campaign, user, place, unions_below(place))
        yield place, board, cadre_rows(campaign, user, place) if has_cadres(place) else []


def test_the_prefecture_sums_its_counties(made, provincial):
    assert figures_of(made.campaign, provincial) == Figures(**SEEN)
    _place, board, cadres = next(boards(made.campaign, provincial))
    assert (board.total.figures, cadres) == (Figures(**SEEN), [])
    assert [(row.union.code, row.figures.targets, row.figures.visits) for row in board.rows] == [
        ("532501", 1, 1), ("532524", 3, 4)
    ]  # fmt: skip


@pytest.mark.parametrize("column", list(Column))
def test_every_number_of_every_level_has_as_many_rows_behind_it(made, provincial, column):
    seen = 0
    for place, board, cadres in boards(made.campaign, provincial):
        for row in [*board.rows, board.total, *cadres]:
            rows = rows_behind(column, made.campaign, provincial, Part(row.union, row.cadre, row.own))
            number = getattr(row.figures, column.value)
            assert rows.count() == number, (place, row.name)
            seen += number
    assert seen


def test_the_links_of_a_board_lead_to_lists_of_that_length(made, provincial, as_user):
    client = as_user(provincial)
    for code in LEVELS:
        page = client.get(made.campaign.get_absolute_url(), {"union": code})
        board = page.context["board"]
        for row in [*board.rows, board.total, *page.context["cadres"]]:
            for column, number, url in row.cells:
                assert not url or client.get(url).context["count"] == str(number), (row.name, column)
                assert bool(url) == bool(number)


def test_from_the_county_down_there_is_a_row_for_each_cadre(made, provincial):
    rows = cadre_rows(made.campaign, provincial, union("532524"))
    assert [(row.name, row.figures.targets, row.figures.visits) for row in rows] == [
        ("未结对", 1, 0),
        ("结对干部", 2, 4),
    ]
    assert sum((row.figures for row in rows), Figures()) == figures_of(made.campaign, provincial, Part(union("532524")))


def test_a_household_that_left_stays_with_its_last_cadre(made, provincial):
    put(made.archives["helped"], Status.EXITED)
    Pairing.objects.update(ended_on=clock.today())
    county = union("532524")
    rows = cadre_rows(made.campaign, provincial, county)
    assert [(row.name, row.figures.targets, row.figures.exited) for row in rows] == [
        ("未结对", 2, 0),
        ("结对干部", 1, 1),
    ]
    for row in rows:
        part = Part(county, row.cadre)
        assert rows_behind(Column.TARGETS, made.campaign, provincial, part).count() == row.figures.targets
    assert cadre_of(made.campaign, provincial, county, made.cadre.pk) == made.cadre


def test_who_sees_a_county_sees_its_numbers_alone(made, officer, outsider, as_user):
    assert figures_of(made.campaign, officer).targets == 3
    assert figures_of(made.campaign, outsider) == Figures()
    board = as_user(officer).get(made.campaign.get_absolute_url()).context
    assert (board["union"].code, board["board"].total.figures.visits, board["may_close"]) == ("532524", 4, False)


@pytest.mark.parametrize("path", ["", "behind/", "behind/?column=visits", "behind/?column=tasks&union=532524"])
def test_an_outsider_finds_nothing(made, outsider, as_user, path):
    assert as_user(outsider).get(f"{made.campaign.get_absolute_url()}{path}").status_code == 404
    assert as_user(outsider).get("/campaigns/").context["page"] == []


def test_a_union_column_or_cadre_out_of_sight_is_no_page(made, officer, provincial, as_user):
    path = f"{made.campaign.get_absolute_url()}behind/"
    stranger = CadreFactory(union=union("530100"))
    PairingFactory(household=HouseholdFactory(union=union("530100")), cadre=stranger)
    for asked in ({"union": "532501"}, {"column": "money"}, {"cadre": stranger.pk}, {"cadre": "x"}):
        assert as_user(officer).get(path, asked).status_code == 404
    assert as_user(provincial).get(path, {"union": "530100"}).status_code == 404
    assert as_user(officer).get(path, {"cadre": made.cadre.pk}).context["count"] == "2"


@pytest.mark.parametrize(
    ("days", "gone"), [(-11, 0), (-10, 100 / 31), (0, 1100 / 31), (20, 100), (40, 100)]
)  # fmt: skip
def test_days_gone_are_counted_from_the_first_to_the_last(household, provincial, days, gone):
    assert gone_percent(started(provincial), clock.today() + days * DAY) == pytest.approx(gone)


def test_lags_are_in_percentage_points_and_never_below_zero():
    assert [lag(40.0, 62.5), lag(62.5, 40.0), lag(None, 62.5)] == [22.5, 0.0, 0.0]


def test_who_is_below_the_calendar_is_named_with_what_is_left(made, provincial, as_user):
    with clock.at(clock.today() + 19 * DAY):
        page = as_user(provincial).get(made.campaign.get_absolute_url())
    # 30 of 31 days are gone (96.8 %): 个旧市 has visited all and cleared none, 建水县 two and one of three.
    assert [(row.name, row.visits_lag, row.clear_lag) for row in page.context["behind"]] == [
        ("个旧市总工会", 0.0, 96.8), ("建水县总工会", 30.1, 63.4)
    ]  # fmt: skip
    assert "走访率落后 30.1 个百分点" in page.content.decode()


def test_progress_is_the_days_kept_and_the_present_one(made, provincial):
    place = union("532500")
    with clock.at(clock.today() + DAY):
        keep_day(made.campaign, clock.today() - DAY)
        visit(made.archives["idle"], provincial)
        points = progress_of(made.campaign, provincial, place, figures_of(made.campaign, provincial, Part(place)))
    assert [(point.visited, point.clear, point.solved) for point in points] == [(0, 0, 0), (3, 1, 1), (4, 1, 1)]
    assert finding(points) == "走访率 100.0%，比时间进度快 61.3 个百分点；六清率 25.0%，比时间进度慢 13.7 个百分点"


def test_after_the_last_day_the_finding_says_what_is_lacking(made, provincial):
    place = union("532500")
    with clock.at(made.campaign.ends_on):
        points = progress_of(made.campaign, provincial, place, figures_of(made.campaign, provincial, Part(place)))
    assert finding(points) == "走访率 75.0%，还差 25.0 个百分点；六清率 25.0%，还差 75.0 个百分点"


def test_a_closed_campaign_shows_its_own_numbers_and_says_what_was_corrected(made, provincial, as_user):
    close_campaign(made.campaign, by=provincial)
    Visit.objects.filter(household=made.archives["idle"]).delete()
    Visit.objects.filter(household=made.archives["elsewhere"]).update(method="call")
    client, path = as_user(provincial), f"{made.campaign.get_absolute_url()}"
    assert client.get(path).context["board"].total.figures.visits == 5
    page = client.get(f"{path}behind/", {"column": "visits"}).content.decode()
    assert "行动结束时为 5 次；结束后资料有更正或档案已转出，现在查到 4 次。" in page


def test_of_a_closed_campaign_an_archive_that_moved_away_is_shown_to_nobody_before(made, provincial, officer, as_user):
    close_campaign(made.campaign, by=provincial)
    Household.objects.filter(pk=made.archives["idle"].pk).update(union=union("530100"))
    page = as_user(officer).get(f"{made.campaign.get_absolute_url()}behind/")
    assert (page.context["count"], page.context["kept"]) == ("2", 3)
    assert "赵idle" not in page.content.decode()


def test_a_campaign_is_begun_and_closed_on_its_pages(household, provincial, as_user):
    client = as_user(provincial)
    said = {"union": "532500", "name": "户户清行动", "starts_on": "2026-01-01", "ends_on": "2026-03-01"}
    said |= {"visit_methods": ["home", "call"], "visits_wanted": "2", "clear_by": "cadre"}
    assert (
        "截止日期不能早于开始日期" in client.post("/campaigns/new/", said | {"ends_on": "2025-01-01"}).content.decode()
    )
    assert "对象 1 户。" in client.post("/campaigns/new/", said, follow=True).content.decode()
    made = Campaign.objects.get()
    assert (made.visit_methods, made.visits_wanted, made.clear_by) == (["home", "call"], 2, "cadre")
    assert "各项数字不再变动" in client.post(f"/campaigns/{made.pk}/close/", follow=True).content.decode()
    assert not Campaign.objects.get().is_open


@pytest.mark.parametrize("count", [1, 3])
def test_board_and_lists_cost_the_same_for_one_and_for_three(
    count, officer, provincial, as_user, django_assert_num_queries
):
    for _ in range(count):
        visit(PairingFactory(household=HouseholdFactory(), cadre=CadreFactory()).household, officer)
    path, client = started(provincial).get_absolute_url(), as_user(provincial)
    for asked, queries in (("", 10), ("?union=532524", 11), ("behind/", 7), ("behind/?column=visits", 7)):
        client.get(f"{path}{asked}")
        with django_assert_num_queries(queries):
            client.get(f"{path}{asked}")


def test_what_was_reopened_and_struck_off_by_hand_on_another_day_was_not_solved(made, provincial):
    solved = rows_behind(Column.SOLVED, made.campaign, provincial).get()
    Difficulty.objects.filter(pk=solved.pk).update(found_on=clock.today() - 2 * DAY, closed_on=clock.today() - DAY)
    assert figures_of(made.campaign, provincial).solved == 0
    assert not rows_behind(Column.SOLVED, made.campaign, provincial).exists()
