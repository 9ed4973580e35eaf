"""What the households answer: the figures of an assessor that the calculations come to their findings from."""

from typing import Any

from audits.enums import ExitItem, Finding
from audits.models import Interview
from audits.verification.enums import PopulationClass, Round
from audits.verification.field import lists_of
from audits.verification.questions import NO, YES
from reports.demo.verification.plan import Lots

# 元 per head and month, some way below the lowest standard of 2020 and some way above the highest.
POOR, WELL_OFF = (180, 330), (2_200, 3_200)
MONTHS = 12
CONTENT = {True: "5454", False: "3332"}
WORDS = ("感谢工会帮扶。", "希望继续关注子女就学。", "希望增加就业岗位信息。", "", "", "")


def answers_of(interview: Interview, lots: Lots) -> dict[str, Any]:
    """Answer as the household that the plan makes of it; a second assessor is told a little else now and then."""
    key, number = interview.sample.unit.key, interview.sample_id
    group = interview.sample.stratum.population_class
    said = _home(interview, is_poor=is_poor(group, key, lots), number=number)
    if group != PopulationClass.NOT_FILED:
        said |= _help(interview, lots)
    if key in lots.faults["wrongly_filed"]:
        said["vetoes"] = [_first_veto(interview)]
    if key in lots.wrong_facts:
        said |= {"members_same": NO, "members_wrong": "次子已另立户口，不再共同生活。"}
    if interview.round != Round.FIRST:
        said |= _told_otherwise(said, number)
    return said


def is_poor(group: str, key: str, lots: Lots) -> bool:
    """Tell whether a household has less than the standard: those on file have, others only where a fault is planned."""
    match group:
        case PopulationClass.ON_FILE:
            return key not in lots.faults["overdue"] and key not in lots.overturned
        case PopulationClass.EXITED:
            return key in lots.faults["wrongly_exited"]
        case _:
            return key in lots.faults["missed"]


def _home(interview: Interview, *, is_poor: bool, number: int) -> dict[str, Any]:
    household = interview.sample.unit.household
    persons = (household.persons if household else None) or 2 + number % 3
    lowest, highest = POOR if is_poor else WELL_OFF
    income = (lowest + number * 37 % (highest - lowest)) * MONTHS * persons
    return {
        "met": "worker" if number % 5 else "family",
        "identity_same": YES,
        "persons": str(persons),
        "members_same": YES,
        "cause_same": YES,
        "amount_wages": f"{income}.00",
        **{f"item_{item.value}": Finding.YES for item in ExitItem},
        "remark": WORDS[number % len(WORDS)],
    }


def _help(interview: Interview, lots: Lots) -> dict[str, Any]:
    key, number = interview.sample.unit.key, interview.sample_id
    lists = lists_of(interview)
    measures = dict.fromkeys(lists.measures, "fits")
    if key in lots.faults["measures"]:
        measures[lists.measures[0]] = "unfit"
    return {
        "aid": dict.fromkeys(lists.payments, "received"),
        "measures": measures,
        "knows_cadre": NO if key in lots.faults["coverage"] else YES,
        "visits": str(2 + number % 4),
        "satisfaction": CONTENT[key not in lots.faults["satisfaction"]][number % 4],
    }


def _told_otherwise(said: dict[str, Any], number: int) -> dict[str, Any]:
    """Return what a second assessor is told else: one step of the scale and a visit more, or who opens the door."""
    if "satisfaction" not in said or number % 7:
        return {"met": "family"} if number % 6 == 0 else {}
    other = {"5": "4", "4": "5", "3": "2", "2": "3"}[said["satisfaction"]]
    return {"satisfaction": other, "visits": str(int(said["visits"]) + 1)}


def _first_veto(interview: Interview) -> str:
    questions = interview.verification.questionnaire.questions.all()
    return next(row.options[0][0] for row in questions if row.code == "vetoes")
