"""The figures of a 专项行动: the worked table of docs/algorithms/campaign.md, archive by archive."""

import datetime
import re
import uuid

import pytest

from assistance.models import EffectJudgement
from audits.campaigns.behind import figures_of
from audits.campaigns.board import gone_percent
from audits.models import Campaign
from core import clock
from households.models import Difficulty, Household
from pairing.models import Visit
from tests.support.campaigns import started
from tests.support.exits import checked
from tests.support.factories import DifficultyFactory, HouseholdFactory, MeasureFactory
from tests.support.source import ROOT
from tests.support.tasks import sent_task, walk

pytestmark = pytest.mark.django_db
PAGE = (ROOT / "docs/algorithms/campaign.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\| (?:[a-d]|sum) \|.*$", PAGE, re.M)]
FIRST, LAST, LOOKED = datetime.date(2020, 3, 1), datetime.date(2020, 6, 8), datetime.date(2020, 4, 19)
NAMES = ("visits", "visited", "difficulties", "solved", "clear", "ready", "exited")


def day(words: str) -> datetime.date:
    """Return a day of 2020."""
    return datetime.date(2020, *(int(part) for part in words.split("-")))


def visits(household: Household, words: str) -> list[Visit]:
    """Enter the visits of a cell."""
    made = []
    for on, how in re.findall(r"(\d\d-\d\d) (\w+)", words):
        facts = {"method": "home", "met": "nobody"} if how == "nobody" else {"method": how, "met": "worker"}
        made.append(Visit.objects.create(household=household, on=day(on), client_id=uuid.uuid4(), **facts))
    return made


def difficulty(household: Household, words: str, by) -> None:
    """Enter the difficulty of a cell, with the help that arrived and the judgement that struck it off, by a call."""
    found, _arrow, closed = words.partition(" → ")
    made = DifficultyFactory(household=household, found_on=day(found))
    if closed:
        walk(sent_task(MeasureFactory(difficulty=made)), "done", "arrived")
        facts = {"family_effect": "solved", "cadre_effect": "eased", "closes": True, "by": by, "by_name": by.name}
        (call,) = visits(household, f"{closed} call")
        EffectJudgement.objects.create(household=household, difficulty=made, visit=call, **facts)
        Difficulty.objects.filter(pk=made.pk).update(closed_on=day(closed), closed_reason="已解决")


def live(household: Household, words: str, by) -> None:
    """Enter what happened to the life of an archive."""
    on, _space, what = words.partition(" ")
    if what == "exited":
        facts = {"union_path": household.union_path, "level": "national", "category": "deep", "at": clock.now()}
        household.status_changes.create(from_status="on_file", to_status="exited", on=day(on), **facts)
    if what == "passed":
        with clock.at(day(on)):
            checked(household, by)


@pytest.fixture
def table(provincial) -> dict[str, dict[str, int]]:
    """Play the table, and return the figures of each archive and of all."""
    households = {row[0]: HouseholdFactory() for row in ROWS[:-1]}
    with clock.at(LOOKED):
        campaign = started(provincial, starts_on=FIRST, ends_on=LAST, visits_wanted=2)
    for name, went, found, mask, life, *_rest in ROWS[:-1]:
        visits(households[name], went)
        difficulty(households[name], found, provincial)
        Household.objects.filter(pk=households[name].pk).update(clear_mask=int(mask))
        live(households[name], life, provincial)
    found = {name: campaign.targets.get(household=household) for name, household in households.items()}
    own = {name: {key: int(getattr(t, key)) for key in NAMES if key != "clear"} for name, t in found.items()}
    own = {name: row | {"clear": int(found[name].clear_mask == 63)} for name, row in own.items()}
    everything = figures_of(campaign, provincial)
    return own | {"sum": {key: getattr(everything, key) for key in NAMES}}


def test_the_worked_table_comes_out(table):
    assert table == {row[0]: dict(zip(NAMES, (int(cell) for cell in row[5:]), strict=True)) for row in ROWS}


def test_half_of_the_days_are_gone():
    assert gone_percent(Campaign(starts_on=FIRST, ends_on=LAST), LOOKED) == 50.0
    assert "走访率 50.0 %, 六清率 50.0 %, 时间进度 50.0 %" in PAGE
