"""The calculations of the assessment against the tables of docs/algorithms/scores.md."""

import re
from decimal import Decimal

import pytest

from audits.scores.enums import Scale
from audits.scores.scales import Rule, places_of, points_for, points_for_nothing, share, total_of
from tests.support.tables import table

PAGE = "scores.md"


def numbers(words: str) -> list[Decimal]:
    return [Decimal(found) for found in re.findall(r"\d+(?:\.\d+)?", words)]


def rule_of(row: dict[str, str]) -> Rule:
    """Return the rule that a row of the table tells."""
    said, how = numbers(row["how"]), row["how"]
    match row["scale"]:
        case Scale.LINEAR:
            more = {"zero_at": said[0], "full_at": said[1]}
        case Scale.STEPS:
            more = {"steps": list(zip(said[::2], said[1::2], strict=True)), "less_is_better": how.startswith("at most")}
        case _:
            more = {"each": said[0]}
    return Rule(Decimal(row["weight"]), row["sense"], row["scale"], **more)


@pytest.mark.parametrize("row", table(PAGE, "Shares"))
def test_a_share_is_as_the_table_says(row):
    said = share(int(row["numerator"]), int(row["denominator"]))
    assert ("" if said is None else str(said)) == row["value"]


@pytest.mark.parametrize("row", table(PAGE, "Points"))
def test_points_are_as_the_table_says(row):
    assert str(points_for(rule_of(row), Decimal(row["value"]))) == row["points"]


@pytest.mark.parametrize("row", table(PAGE, "Nothing to count"))
def test_points_for_nothing_are_as_the_table_says(row):
    rule = Rule(Decimal(row["weight"]), row["sense"], full_if_nothing=row["full if nothing"] == "yes")
    said = points_for_nothing(rule)
    assert ("" if said is None else str(said)) == row["points"]


@pytest.mark.parametrize("row", table(PAGE, "Totals"))
def test_a_total_is_as_the_table_says(row):
    senses = {"+": "bonus", "-": "malus"}
    marks = [(senses.get(word[0], "base"), Decimal(word.lstrip("+-"))) for word in row["marks"].split()]
    assert str(total_of(marks)) == row["total"]


@pytest.mark.parametrize("row", table(PAGE, "Places"))
def test_places_are_as_the_table_says(row):
    assert places_of(numbers(row["totals"])) == [int(place) for place in row["places"].split()]
