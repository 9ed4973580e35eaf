"""Visits by the API: listed, shown, logged by the form and the action of the page."""

import datetime

import pytest

from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from pairing.models import Visit
from tests.support.api import Program, errors_of, problem_of
from tests.support.factories import CadreFactory, HouseholdFactory, PairingFactory, union, user_with

pytestmark = pytest.mark.django_db

PATH = "/api/v1/visits/"
UNSEEN = "没有见到人，不能核对家庭情况或确认没有困难，请去掉勾选。"


@pytest.fixture
def program(officer):
    return Program(officer)


def facts(household, **more):
    """Return what logs a visit."""
    told = {"on": "2026-01-05", "method": "home", "met": "worker", "situation": "病情平稳。"}
    return {"archive": household.archive_no, **told, **more}


def test_a_visit_is_logged_as_on_the_page(program, household, officer):
    found = [{"need": "medical", "description": "医药费自付部分高"}]
    kit = {"health_kit_contents": ["口罩"], "policies": ["城市低保"], "policies_other": "临时救助"}
    answer = program.send(PATH, facts(household, basics_confirmed=True, difficulties=found, **kit))
    visit = Visit.objects.get()
    said = answer.json()
    assert (answer.status_code, answer["Location"]) == (201, f"{PATH}{visit.pk}/")
    assert (visit.created_by, visit.on, visit.basics_confirmed) == (officer, datetime.date(2026, 1, 5), True)
    assert (visit.policies, visit.health_kit, visit.health_kit_contents) == ("城市低保、临时救助", True, "口罩")
    assert [(d["need_name"], d["description"]) for d in said["difficulties"]] == [("医疗", "医药费自付部分高")]
    assert program.get(answer["Location"]).json() == said


def test_sent_again_it_is_the_same_visit(program, household):
    answers = [program.send(PATH, facts(household), key="one-key") for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Visit.objects.count() == 1
    assert program.send(PATH, facts(household), key="another-key").status_code == 201
    assert Visit.objects.count() == 2


def test_without_a_key_nothing_is_written(program, household):
    answer = program.post(PATH, facts(household), content_type="application/json")
    status, words = problem_of(answer)
    assert (status, "Idempotency-Key" in words, Visit.objects.exists()) == (400, True, False)


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"on": "2099-01-01"}, {"#/on": "走访日期不能晚于今天。"}),
        ({"situation": ""}, {"#/situation": "请填写走访情况。"}),
        ({"no_difficulty": True, "met": "nobody"}, {"#/no_difficulty": UNSEEN}),
        ({"difficulties": [{"need": "medical"}]}, {"#/difficulties/0/description": "请写明是什么困难。"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_the_words_of_the_page(program, household, sent, errors):
    assert errors_of(program.send(PATH, facts(household, **sent))) == errors
    assert not Visit.objects.exists()


def test_who_made_the_visit_is_a_paired_cadre(program, household):
    paired = PairingFactory(household=household, cadre=CadreFactory(name="欧阳远山")).cadre
    said = program.send(PATH, facts(household, visitor=paired.pk)).json()
    assert (said["visitor_name"], said["cadre"]) == ("欧阳远山", paired.pk)
    stranger = CadreFactory()
    assert "#/visitor" in errors_of(program.send(PATH, facts(household, visitor=stranger.pk)))


def test_a_cadre_logs_for_the_own_household_alone(cadre, household):
    assert Program(cadre).send(PATH, facts(household)).status_code == 201
    assert problem_of(Program(cadre).send(PATH, facts(HouseholdFactory())))[0] == 404


def test_who_only_reads_logs_nothing(registrar, household):
    assert problem_of(Program(registrar).send(PATH, facts(household)))[0] == 403
    assert not Visit.objects.exists()


def test_an_outsider_finds_nothing(program, outsider, household):
    where = program.send(PATH, facts(household))["Location"]
    stranger = Program(outsider)
    assert problem_of(stranger.get(where))[0] == 404
    assert stranger.get(PATH).json() == {"next": None, "results": []}
    assert stranger.get(PATH, {"archive": household.archive_no}).json()["results"] == []
    assert problem_of(stranger.send(PATH, facts(household)))[0] == 404


def test_the_list_is_narrowed_and_logged(program, household):
    other = HouseholdFactory()
    for place, day in [(household, "2026-01-05"), (household, "2026-02-05"), (other, "2026-02-06")]:
        program.send(PATH, facts(place, on=day))
    for query, count in [
        ({}, 3), ({"archive": household.archive_no}, 2), ({"since": "2026-02-01"}, 2), ({"until": "2026-02-01"}, 1),
        ({"method": "call"}, 0), ({"union": "532524"}, 3),
    ]:  # fmt: skip
        assert len(program.get(PATH, query).json()["results"]) == count
    assert list(errors_of(program.get(PATH, {"since": "yesterday"}))) == ["since"]
    assert AccessLog.objects.filter(verb=AccessVerb.EXPORT, subject=other.archive_no).exists()


def test_a_county_sees_its_own(household, provincial):
    Program(provincial).send(PATH, facts(HouseholdFactory(union=union("530100"))))
    assert Program(user_with(Role.REVIEWER, "532524")).get(PATH).json()["results"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_few_queries(program, household, rows, django_assert_num_queries):
    for _row in range(rows):
        program.send(PATH, facts(household))
    with django_assert_num_queries(6):
        program.get(PATH)
