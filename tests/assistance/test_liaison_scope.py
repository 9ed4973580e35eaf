"""What a liaison gets from every page of the system: the lines of the own office, and nothing else of anybody."""

import datetime
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.urls import resolve, reverse

from assistance.enums import AnswerKind
from assistance.models import Measure, Task, TaskAnswer, TaskList
from households.models import Household, Member
from organizations.models import RoleAssignment
from tests.support.access import ACT_ROWS, PAGE_ROWS, PATHS, ways
from tests.support.factories import (
    DifficultyFactory,
    HouseholdFactory,
    MeasureFactory,
    OfficeFactory,
    TaskFactory,
    union,
)
from tests.support.files import photo, upload
from tests.support.oneworld import find_files, one_world
from tests.support.tasks import answer, liaison_of, sent_list
from tests.support.walking import text_of
from tests.support.world import CADRE, HEAD_ELSEWHERE, NO_ELSEWHERE, SON, UNIT

pytestmark = pytest.mark.django_db
# Workers whose lines are not the office's: of another office, not yet sent, of another county, without any task.
OTHERS, UNSENT, ELSEWHERE, UNTOLD = "百里晴川", "慕容听雨", "司徒望舒", "令狐知夏"
FOREIGN_NAMES = (OTHERS, UNSENT, ELSEWHERE, UNTOLD, HEAD_ELSEWHERE, SON, CADRE, UNIT)
# Lines of office routes that every liaison may open, filled with what belongs to another office or is not sent.
OFFICE_LINES = ("office_task", "office_reveal")
OFFICE_LISTS = ("office_list", "office_list_accept", "office_book", "office_book_back")


@dataclass
class Foreign:
    """What is not of the liaison's office, and what of it must be read nowhere."""

    lines: list[Task]
    lists: list[TaskList]
    answers: list[TaskAnswer]
    marks: set[str]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Everything that the system has pages for, once for all routes."""
    with one_world(django_db_blocker, tmp_path_factory.mktemp("liaison")) as made:
        made.foreign = make_foreign()
        yield made


@pytest.fixture(autouse=True)
def _files(_homes, settings, world):
    find_files(settings, world)


def measure_of(name: str, code: str = "532524") -> Measure:
    household = HouseholdFactory(worker=name, union=union(code))
    return MeasureFactory(difficulty=DifficultyFactory(household=household))


def make_foreign() -> Foreign:
    """Make lines of another office of the county, of another county, on a draft of the own office, and none at all."""
    office = OfficeFactory(name="建水县教育局")
    theirs = sent_list(measure_of(OTHERS), office=office)
    far = sent_list(measure_of(ELSEWHERE, "530100"), office=OfficeFactory(union=union("530100")), union=union("530100"))
    own = RoleAssignment.objects.get(role="liaison", user__username="liaison").office
    draft = TaskFactory(measure=measure_of(UNSENT), task_list__office=own)
    measure_of(UNTOLD)
    paper = {"kind": AnswerKind.DONE, "evidence": upload(photo())}
    said = answer(theirs.tasks.get(), liaison_of(office, name="佘联络"), **paper)
    households = Household.objects.filter(head_name__in=FOREIGN_NAMES)
    people = Member.objects.filter(household__in=households)
    marks = {*FOREIGN_NAMES, "佘联络", *households.values_list("archive_no", flat=True)}
    marks |= set(people.values_list("identity_no", flat=True))
    lines = [theirs.tasks.get(), far.tasks.get(), draft]
    return Foreign(lines, [theirs, far, draft.task_list], [said], marks)


def own_secrets(world) -> set[str]:
    """Return what stays hidden even of a household that has a line at the office."""
    household, worker = world.household, world.household.members.workers().get()
    return {household.archive_no, household.address, worker.identity_no} - {""}


def asked(world, method: str, path: str):
    """Ask as the liaison, and take back whatever that did."""
    with transaction.atomic():
        response = getattr(world.client("lia"), method)(world.path(path))
        body = text_of(response) if response.status_code == 200 else ""
        transaction.set_rollback(True)
    return response.status_code, body


@pytest.mark.parametrize(("path", "method"), [(path, method) for path in PATHS for method in ways(path)])
def test_no_route_answers_with_anything_of_another_office(world, path, method):
    status, body = asked(world, method, path)
    assert status in (200, 302, 400, 403, 404, 405, 415)
    assert not [mark for mark in world.foreign.marks if mark in body]
    assert not [mark for mark in own_secrets(world) if mark in body]


@pytest.mark.parametrize("path", [path for path in PATHS if "{no}" in path])
def test_no_page_of_an_archive_is_answered_at_all(path):
    assert (PAGE_ROWS | ACT_ROWS)[path]["lia"] in (403, 404)


@pytest.mark.parametrize("path", [path for path in PATHS if "{no}" in path])
def test_nor_of_the_archive_whose_line_is_at_the_office_nor_of_another(world, path):
    for number in (world.household.archive_no, NO_ELSEWHERE):
        named = path.replace("{no}", number)
        assert {asked(world, method, named)[0] for method in ways(path)} <= {403, 404, 405}


@pytest.mark.parametrize("name", [*OFFICE_LINES, *OFFICE_LISTS, "office_evidence"])
def test_what_is_another_offices_or_not_yet_sent_is_not_found(world, name):
    found = world.foreign
    kinds = dict.fromkeys(OFFICE_LINES, found.lines) | dict.fromkeys(OFFICE_LISTS, found.lists)
    for thing in kinds.get(name, found.answers):
        path = reverse(name, args=[thing.pk])
        assert {asked(world, method, path)[0] for method in ("get", "post")} <= {404, 405}


def test_the_office_pages_are_all_walked(world):
    walked = {resolve(world.path(path)).url_name for path in PATHS}
    assert walked >= {*OFFICE_LINES, *OFFICE_LISTS, "office_evidence", "office_tasks", "office_lists", "home"}


def test_a_line_that_was_handed_away_is_seen_and_nothing_more(world):
    client, line = world.client("lia"), Task.objects.get(pk=world.named["office_task"])
    office = OfficeFactory(name="建水县卫健委")
    with transaction.atomic():
        answer(line, world.users["lia"], kind=AnswerKind.HANDED, to_office=office)
        page = client.get(f"/office/tasks/{line.pk}/")
        statuses = [
            client.post(f"/office/tasks/{line.pk}/reveal/", {"number": number}).status_code
            for number in ("identity", "phone")
        ]
        transaction.set_rollback(True)
    assert (page.status_code, "已转交建水县卫健委" in page.content.decode(), statuses) == (200, True, [403, 403])


def test_a_role_that_has_run_out_opens_nothing(world):
    with transaction.atomic():
        gone = datetime.date(2020, 1, 1)
        world.users["lia"].role_assignments.update(valid_from=gone, expires_on=gone)
        paths = [path for path in PATHS if path.startswith("/office/")]
        found = {asked(world, method, path)[0] for path in paths for method in ("get", "post")}
        home = world.client("lia").get("/")
        transaction.set_rollback(True)
    assert found <= {403, 405}
    assert (home.context["waiting"], "没有有效的角色" in home.content.decode()) == ([], True)
