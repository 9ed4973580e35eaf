"""Measures by the API: listed, shown, planned and judged by the forms and actions of the pages."""

import datetime

import pytest

from assistance.models import Measure
from core import clock
from tests.support.api import Program, errors_of, problem_of
from tests.support.factories import HouseholdFactory, MeasureFactory, union

pytestmark = pytest.mark.django_db

PATH = "/api/v1/measures/"
JUDGED = {"progress": "resolved", "outcome": "relieved", "judged_on": "2026-02-01"}


@pytest.fixture
def program(officer):
    return Program(officer)


@pytest.fixture
def where(measure):
    return f"{PATH}{measure.pk}/"


def facts(difficulty, **more):
    """Return what plans a measure."""
    told = {"kind": "medical_insurance", "text": "协助报销", "lead_department": "medical_insurance"}
    until = clock.today() + datetime.timedelta(days=60)
    return {"difficulty": difficulty.pk, **told, "deadline": f"{until}", "progress": "planned", **more}


def test_an_outsider_finds_nothing(program, outsider, measure, where):
    stranger, seen = Program(outsider), program.get(where)["ETag"]
    assert problem_of(stranger.get(where))[0] == 404
    assert stranger.get(PATH).json()["results"] == []
    assert stranger.get(PATH, {"difficulty": measure.difficulty_id}).json()["results"] == []
    assert problem_of(stranger.send(PATH, facts(measure.difficulty)))[0] == 404
    assert problem_of(stranger.act(where, "judge", JUDGED, seen=seen))[0] == 404


def test_a_measure_is_planned_as_on_the_page(program, difficulty, officer):
    answer = program.send(PATH, facts(difficulty, co_departments=["health"]))
    made = Measure.objects.get()
    said = answer.json()
    assert (answer.status_code, answer["Location"]) == (201, f"{PATH}{made.pk}/")
    assert (made.created_by, made.planned_on, made.co_departments) == (officer, clock.today(), ["health"])
    assert (said["difficulty"], said["archive"]) == (difficulty.pk, difficulty.household.archive_no)
    assert program.get(answer["Location"]).json() == said


def test_the_same_measure_is_planned_once(program, difficulty):
    assert [program.send(PATH, facts(difficulty), key=key).status_code for key in ("one", "one", "two")] == [201] * 3
    assert Measure.objects.count() == 1


def test_what_is_wrong_is_said_in_the_words_of_the_page(program, difficulty):
    assert errors_of(program.send(PATH, facts(difficulty, deadline="2020-01-01"))) == {
        "#/deadline": "完成时限不能早于困难的发现日期 2026-01-05。"
    }
    assert list(errors_of(program.send(PATH, facts(difficulty, lead_department="")))) == ["#/lead_department"]
    assert list(errors_of(program.send(PATH, facts(difficulty, co_departments=["nasa"])))) == ["#/co_departments/0"]
    assert problem_of(program.send(PATH, facts(difficulty) | {"difficulty": 99999}))[0] == 404
    assert not Measure.objects.exists()


def test_a_measure_is_judged_and_the_judgement_taken_back(program, measure, where):
    said = program.act(where, "judge", JUDGED)
    assert (said.status_code, said.json()["outcome_name"], said.json()["judged_on"]) == (
        200,
        "困难已缓解",
        "2026-02-01",
    )
    assert said["ETag"] == program.get(where)["ETag"]
    back = program.act(where, "judge", {"progress": "under_way", "outcome": ""}).json()
    assert (back["outcome"], back["judged_on"], back["progress"]) == ("", None, "under_way")


def test_nobody_judges_what_was_changed_meanwhile(program, measure, where):
    seen = program.get(where)["ETag"]
    Measure.objects.filter(pk=measure.pk).update(progress_note="已递交材料")
    assert problem_of(program.act(where, "judge", JUDGED, seen=seen))[0] == 412
    assert problem_of(program.send(f"{where}judge/", JUDGED))[0] == 428
    measure.refresh_from_db()
    assert measure.outcome == ""


def test_a_judgement_that_cannot_be_is_refused(program, where):
    assert errors_of(program.act(where, "judge", JUDGED | {"judged_on": "2099-01-01"})) == {
        "#/judged_on": "评价日期不能晚于今天。"
    }
    assert list(errors_of(program.act(where, "judge", {"outcome": "splendid"}))) == ["#/outcome"]


def test_who_only_reads_writes_nothing(registrar, measure, where):
    reader = Program(registrar)
    assert reader.get(where).status_code == 200
    assert problem_of(reader.act(where, "judge", JUDGED))[0] == 403
    assert problem_of(reader.send(PATH, facts(measure.difficulty, text="另一项")))[0] == 403


def test_a_cadre_works_on_the_own_household_alone(cadre, measure, where):
    assert Program(cadre).act(where, "judge", JUDGED).status_code == 200
    other = MeasureFactory()
    assert problem_of(Program(cadre).act(f"{PATH}{other.pk}/", "judge", {}, seen="*"))[0] == 404


def test_the_list_is_narrowed(program, measure, provincial):
    MeasureFactory(difficulty__household=HouseholdFactory(union=union("530100")), lead_department="health")
    number = measure.difficulty_id
    for query, count in [
        ({}, 2), ({"archive": measure.difficulty.household.archive_no}, 1), ({"difficulty": number}, 1),
        ({"department": "health"}, 1), ({"progress": "planned"}, 2), ({"outcome": "relieved"}, 0),
        ({"judged": "no"}, 2), ({"need": "medical"}, 2), ({"since": "2026-07-01"}, 0), ({"until": "2026-07-01"}, 2),
        ({"union": "530100"}, 1),
    ]:  # fmt: skip
        assert len(Program(provincial).get(PATH, query).json()["results"]) == count
    assert list(errors_of(program.get(PATH, {"difficulty": "all"}))) == ["difficulty"]
    assert len(program.get(PATH).json()["results"]) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_few_queries(program, rows, django_assert_num_queries):
    MeasureFactory.create_batch(rows)
    with django_assert_num_queries(6):
        program.get(PATH)
