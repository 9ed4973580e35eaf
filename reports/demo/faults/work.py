"""Faults of pairing, visits, difficulties, measures and papers."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from assistance.models import Measure
from core import clock
from households.enums import Need
from households.models import Difficulty, Household
from pairing.models import CareRhythm, VisitPhoto
from reports.demo.faults.ground import Ground, NotHere, Plant, archive, cadre_of, change, need

WORDS = "入户了解家庭近况，职工身体恢复中，子女在校读书，收入与上季度相同，已告知政策（演示 {}）。"
HOMES_ALIKE, HOMES_A_DAY = 4, 15
VISITS_AT_ONCE = 40  # so many that they are most of a cadre's year


def to_measure(columns: Callable[[Measure, Ground], dict[str, Any]]) -> Plant:
    """Plant in a measure against an open difficulty."""

    def plant(household: Household, ground: Ground) -> None:
        found = need(
            Measure.objects.filter(difficulty__household=household, difficulty__closed_on=None, outcome="").first()
        )
        change(found, **columns(found, ground))

    return plant


def without_measure(household: Household, ground: Ground) -> None:
    last = household.difficulties.order_by("-number").first()
    facts = {
        "number": last.number + 1 if last else 1,
        "description": "住房漏雨，需要维修。",
        "advice": "协助申请维修补助。",
    }
    Difficulty.objects.create(household=household, need=Need.HOUSING, found_on=ground.ago(70), **facts)


def measure_before(measure: Measure, ground: Ground) -> dict[str, Any]:
    return {"deadline": need(measure.planned_on) - datetime.timedelta(days=1)}


def early_pairing(household: Household, ground: Ground) -> None:
    cadre_of(household)
    if household.filed_on is None or household.previous_id:
        raise NotHere
    day = household.filed_on - datetime.timedelta(days=500)
    household.pairings.responsible().active().update(started_on=day)


def overdue(household: Household, ground: Ground) -> None:
    need(CareRhythm.objects.filter(household=household).update(last_home_on=ground.ago(200)))


def visited(days: int, words: str = "") -> Plant:
    """Log a visit so many days ago."""

    def plant(household: Household, ground: Ground) -> None:
        ground.visit(household, ground.ago(days), words or WORDS.format(ground.number()))

    return plant


def visited_before(household: Household, ground: Ground) -> None:
    if household.filed_on is None or household.previous_id:
        raise NotHere
    ground.visit(household, household.filed_on - datetime.timedelta(days=800), WORDS.format(ground.number()))


def copied(household: Household, ground: Ground) -> None:
    words = WORDS.format(ground.number())
    for days in (20, 40):
        ground.visit(household, ground.ago(days), words)


def copied_across(household: Household, ground: Ground) -> None:
    words, cadre = WORDS.format(ground.number()), cadre_of(household)
    for home in (household, *ground.beside(household, HOMES_ALIKE)):
        ground.visit(home, ground.ago(20), words, cadre=cadre)


def many_a_day(household: Household, ground: Ground) -> None:
    cadre = cadre_of(household)
    for home in (household, *ground.beside(household, HOMES_A_DAY)):
        ground.visit(home, ground.ago(25), WORDS.format(ground.number()), cadre=cadre)


def on_one_day(household: Household, ground: Ground) -> None:
    for _time in range(VISITS_AT_ONCE):
        ground.visit(household, ground.ago(33), WORDS.format(ground.number()))


def entered_at_once(household: Household, ground: Ground) -> None:
    noted = timezone.make_aware(datetime.datetime.combine(ground.ago(9), datetime.time(22)))
    for place in range(VISITS_AT_ONCE):
        ground.visit(household, ground.ago(40 + 6 * place), WORDS.format(ground.number()), created_at=noted)


def photo_twice(household: Household, ground: Ground) -> None:
    shade = ground.number()
    for days in (20, 21):
        visit = ground.visit(household, ground.ago(days), WORDS.format(ground.number()))
        VisitPhoto.objects.create(visit=visit, attachment=ground.photo(household, shade, f"演示照片{days}"))


def paper_of_two(household: Household, ground: Ground) -> None:
    shade = ground.number()
    for home in (household, *ground.beside(household, 1)):
        ground.photo(home, shade, "演示材料")


def no_papers(household: Household, ground: Ground) -> None:
    if household.filed_on is None or household.filed_on > ground.ago(31):
        raise NotHere
    household.attachments.filter(removed_at=None).update(removed_at=clock.now(), removed_by=ground.by)


WORK: dict[str, Plant] = {
    "cadre-missing": archive(cadre_names=""),
    "cadre-inactive": lambda household, ground: change(cadre_of(household), is_active=False),
    "pairing-before-filing": early_pairing,
    "visit-overdue": overdue,
    "visit-future": visited(-3),
    "visit-before-filing": visited_before,
    "visit-empty": visited(20, "良好"),
    "visit-copied": copied,
    "visit-copied-across": copied_across,
    "visit-too-many": many_a_day,
    "visits-on-one-day": on_one_day,
    "visits-entered-at-once": entered_at_once,
    "photo-twice": photo_twice,
    "difficulty-without-measure": without_measure,
    "measure-overdue": to_measure(lambda measure, ground: {"deadline": ground.ago(31), "outcome": ""}),
    "measure-before-difficulty": to_measure(measure_before),
    "measure-without-department": to_measure(lambda measure, ground: {"lead_department": ""}),
    "resolved-without-outcome": to_measure(lambda measure, ground: {"progress": "resolved", "outcome": ""}),
    "papers-none": no_papers,
    "paper-of-others": paper_of_two,
}
