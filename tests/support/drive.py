"""A campaign with something in every column, at every level: two counties, a township, a unit, two cadres."""

import uuid
from dataclasses import dataclass

from assistance.models import EffectJudgement
from audits.models import Campaign
from core import clock
from households.enums import Status
from households.models import Difficulty, Household
from organizations.models import User
from pairing.actions.visits import log_visit
from pairing.models import Cadre
from tests.support.campaigns import DAY, started
from tests.support.factories import (
    CadreFactory,
    DifficultyFactory,
    HouseholdFactory,
    MeasureFactory,
    PairingFactory,
    union,
)
from tests.support.life import put
from tests.support.tasks import sent_task, walk


@dataclass
class Drive:
    """The campaign of 红河州, its archives by name, and the cadre of the first two."""

    campaign: Campaign
    archives: dict[str, Household]
    cadre: Cadre


def drive(province: User, officer: User) -> Drive:
    """Make archives of 建水县 (helped, visited, idle) and 个旧市 (elsewhere) and let things happen to them."""
    archives = {name: HouseholdFactory(worker=f"赵{name}") for name in ("helped", "visited", "idle")}
    archives["elsewhere"] = HouseholdFactory(worker="钱elsewhere", union=union("532501"))
    cadre = CadreFactory(name="结对干部")
    for name in ("helped", "visited"):
        PairingFactory(household=archives[name], cadre=cadre)
    made = Drive(started(province), archives, cadre)
    happened(made, officer)
    return made


def happened(made: Drive, officer: User) -> None:
    """Visit, record, plan, send, judge, clear, let go."""
    helped, visited = made.archives["helped"], made.archives["visited"]
    seen = [visit(household, officer, days) for household in (helped, visited) for days in (0, 3)]
    visit(made.archives["elsewhere"], officer, 1)
    found, open_one = DifficultyFactory(household=helped, found_on=clock.today()), None
    open_one = DifficultyFactory(household=visited, found_on=None)
    measures = [MeasureFactory(difficulty=found), MeasureFactory(difficulty=open_one)]
    first, second = (sent_task(measure, on=clock.today()) for measure in measures)
    walk(second, "returned")
    sent_task(measures[1], on=clock.today())
    facts = {"family_effect": "solved", "cadre_effect": "eased", "closes": True, "by": officer, "by_name": officer.name}
    EffectJudgement.objects.create(household=helped, difficulty=found, visit=seen[0], **facts)
    walk(first, "done", "arrived")
    Difficulty.objects.filter(pk=found.pk).update(closed_on=clock.today(), closed_reason="已解决")
    Household.objects.filter(pk=helped.pk).update(clear_mask=63)
    Household.objects.filter(pk=visited.pk).update(clear_mask=0b010101)
    left(helped)


def left(household: Household) -> None:
    """Let a household taper."""
    facts = {"level": household.level, "category": household.category, "at": clock.now(), "on": clock.today()}
    put(household, Status.TAPERING)
    household.status_changes.create(
        union_path=household.union_path, from_status="on_file", to_status="tapering", **facts
    )


def visit(household: Household, by: User, days_ago: int = 0):
    """Log a home visit that met the worker."""
    facts = {"on": clock.today() - days_ago * DAY, "method": "home", "met": "worker", "situation": "平稳。"}
    return log_visit(household, by=by, client_id=uuid.uuid4(), **facts)
