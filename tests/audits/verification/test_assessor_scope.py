"""What an assessor gets from every page of the system: before, during and after the field work, and roleless."""

import datetime
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.urls import resolve, reverse

from audits.actions.verification.fieldwork import submit_interview
from audits.actions.verification.photos import add_photo
from audits.models import Interview, Verification
from audits.verification.enums import ProjectStatus
from audits.verification.errands import ErrandState
from households.models import Household, Member
from tests.support.access import PAGE_ROWS, PATHS, ways
from tests.support.factories import HouseholdFactory, union
from tests.support.files import photo, upload
from tests.support.oneworld import find_files, one_world
from tests.support.verification import answers_of, assessors, in_the_field
from tests.support.walking import text_of
from tests.support.world import HEAD_ELSEWHERE, NO_ELSEWHERE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = datetime.timedelta(days=1)
COUNTY = "532523"  # nothing of the world lies there
MINE, THEIRS, UNDRAWN = ("百里晴川", "慕容听雨"), ("司徒望舒", "令狐知夏"), "独孤未央"
SECRET = "邻居说他家有两套房"  # what the other assessor was told, at a household that both ask
# What may be done to the verification so that the field work lasts no longer, or not yet.
PHASES = {
    "before": {"starts_on": DAY, "ends_on": 9 * DAY},
    "after": {"starts_on": -9 * DAY, "ends_on": -DAY},
    "judging": {"status": ProjectStatus.JUDGING},
    "closed": {"status": ProjectStatus.CLOSED},
}
# Once the days of a verification are over, every route is walked; its other phases change these alone.
OF_VERIFICATIONS = ("/fieldwork/", "/verification", "/findings/", "/rectifications/")
# All that an assessor opens beside the own errands and the pages for strangers: the account, lists that are empty.
OPENED = {
    *("/password/", "/me/", "/me/delegations/", "/", "/jobs/", "/jobs/bell/", "/jobs/live/", "/reviews/notices/end/"),
    *("/policies/", "/policies/{policy}/", "/policies/{policy}/file/", "/households/", "/reviews/waiting/"),
    *("/api/v1/docs/", "/api/v1/schema/", "/api/v1/archives/", "/api/v1/changes/", "/api/v1/visits/"),
    *("/api/v1/difficulties/", "/api/v1/measures/", "/api/v1/aid/"),
}
FIELD = "/fieldwork/"
LISTS = [f"{FIELD}?state={state}" for state in ErrandState.values]


@dataclass
class Sample:
    """What the assessor of the world was given, and what of it and of all others is read nowhere else."""

    verification: Verification
    own: list[Interview]
    others: list[Interview]
    own_marks: set[str]
    foreign_marks: set[str]
    photos: dict[str, int]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Everything that the system has pages for, once for all routes."""
    with one_world(django_db_blocker, tmp_path_factory.mktemp("assessor")) as made:
        made.sample = make_sample(made)
        made.named["interview"] = made.sample.own[0].pk
        made.named["verification"] = made.sample.verification.pk
        made.named["interview_photo"] = made.sample.photos["own"]
        yield made


@pytest.fixture(autouse=True)
def _files(_homes, settings, world):
    find_files(settings, world)


def marks_of(names) -> set[str]:
    """Return what tells a household: its name, its number, and the numbers of its people."""
    households = Household.objects.filter(head_name__in=names)
    people = Member.objects.filter(household__in=households)
    return {*names, *households.values_list("archive_no", flat=True), *people.values_list("identity_no", flat=True)}


def make_sample(world) -> Sample:
    """Give the assessor two of four households, another one the others and a second visit that was made already."""
    Verification.objects.filter(status=ProjectStatus.RUNNING).update(status=ProjectStatus.CLOSED)
    for name in (*MINE, *THEIRS):
        HouseholdFactory(worker=name, union=union(COUNTY))
    me, other = world.users["ass"], assessors(1, code="532500")[0]
    found = in_the_field(world.users["pro"], [me, other], code=COUNTY, name="只看样本的核查", blind_share="0.25")
    HouseholdFactory(worker=UNDRAWN, union=union(COUNTY))
    own, others = (list(found.interviews.filter(assessor=who).order_by("pk")) for who in (me, other))
    photos = {"own": add_photo(own[0], by=me, upload=upload(photo())).pk}
    photos["theirs"] = add_photo(others[0], by=other, upload=upload(photo(colour="red"))).pk
    for interview in others:
        submit_interview(interview, by=other, raw=answers_of(interview, remark=SECRET), version=0)
    given = {interview.sample.unit.household.head_name for interview in own}
    foreign = {*MINE, *THEIRS, UNDRAWN, HEAD_ELSEWHERE} - given
    return Sample(found, own, others, marks_of(given), marks_of(foreign) | {other.name, SECRET, NO_ELSEWHERE}, photos)


def asked(world, method: str, path: str) -> tuple[int, str]:
    """Ask as the assessor, and take back whatever that did."""
    with transaction.atomic():
        response = getattr(world.client("ass"), method)(world.path(path))
        body = text_of(response) if response.status_code == 200 else ""
        transaction.set_rollback(True)
    return response.status_code, body


def walk(world, marks: set[str], paths=PATHS) -> tuple[list, set[int]]:
    """Ask every route in its ways; return where one of the marks was read, and the statuses of the field pages."""
    read, statuses = [], set()
    for path in (*paths, *LISTS):
        for method in ways(path):
            status, body = asked(world, method, path)
            read += [(method, path, mark) for mark in marks if mark in body]
            assert status in (200, 302, 400, 403, 404, 405, 409, 415, 422), (method, path, status)
            if path.startswith(FIELD) and path not in (FIELD, *LISTS):
                statuses.add(status)
    return read, statuses


def test_nothing_beyond_the_own_sample_is_read_and_that_on_the_field_pages_alone(world):
    sample = world.sample
    read, _statuses = walk(world, sample.foreign_marks | sample.own_marks)
    assert {path for _method, path, _mark in read if not path.startswith(FIELD)} == set()
    assert {mark for _method, _path, mark in read} & sample.foreign_marks == set()
    assert {interview.sample.unit.household.head_name for interview in sample.own} <= {mark for *_way, mark in read}


@pytest.mark.parametrize("phase", PHASES)
def test_outside_the_field_work_nothing_at_all_is_read(world, phase):
    with transaction.atomic():
        today = world.sample.verification.starts_on + DAY
        facts = {name: today + value if name.endswith("on") else value for name, value in PHASES[phase].items()}
        Verification.objects.filter(pk=world.sample.verification.pk).update(**facts)
        marks = world.sample.foreign_marks | world.sample.own_marks | {world.sample.verification.name}
        some = [path for path in PATHS if path.startswith(OF_VERIFICATIONS)]
        read, statuses = walk(world, marks, PATHS if phase == "after" else some)
        home, page = asked(world, "get", FIELD), world.client("ass").get("/")
        transaction.set_rollback(True)
    assert (read, statuses <= {404, 405}) == ([], True)
    assert (home[0], "目前没有您的核查任务" in home[1]) == (200, True)
    assert [entry.count for entry in page.context["waiting"]] == [0, 0, 0]


def test_a_role_that_has_run_out_opens_nothing(world):
    with transaction.atomic():
        gone = datetime.date(2020, 1, 1)
        world.users["ass"].role_assignments.update(valid_from=gone, expires_on=gone)
        read, statuses = walk(world, world.sample.foreign_marks | world.sample.own_marks)
        home = asked(world, "get", FIELD)[0]
        transaction.set_rollback(True)
    assert (read, statuses <= {404, 405}, home) == ([], True, 403)


def test_an_account_that_was_closed_opens_nothing(world):
    with transaction.atomic():
        type(world.users["ass"]).objects.filter(pk=world.users["ass"].pk).update(is_active=False)
        found = {asked(world, method, path)[0] for path in PATHS if FIELD in path for method in ("get", "post")}
        transaction.set_rollback(True)
    assert found == {302}


def test_what_another_assessor_was_given_is_not_found(world):
    theirs = [
        (name, one.pk) for one in world.sample.others for name in ("household", "form", "call", "leave", "reveal")
    ]
    theirs += [("photo_add", one.pk) for one in world.sample.others]
    theirs += [(name, world.sample.photos["theirs"]) for name in ("photo", "photo_remove")]
    for name, pk in theirs:
        path = reverse(f"fieldwork_{name}", args=[pk])
        assert {asked(world, method, path)[0] for method in ("get", "post")} <= {404, 405}, path


def test_a_verification_that_one_has_no_part_in_is_not_found(world):
    elsewhere = in_the_field(
        world.users["pro"], assessors(1, code="530100"), code="530100", blind_share="0", phone_share="0"
    )
    assert asked(world, "post", reverse("fieldwork_accept", args=[elsewhere.pk]))[0] == 404


def test_beside_the_own_errands_only_pages_of_everybody_are_opened():
    opened = {path for path, row in PAGE_ROWS.items() if row["ass"] == 200 != row["ano"]}
    assert {path for path in opened if not path.startswith(FIELD)} == OPENED


def test_all_field_pages_are_walked(world):
    walked = {resolve(world.path(path)).url_name for path in PATHS if path.startswith(FIELD)}
    parts = ("accept", "household", "call", "reveal", "form", "leave", "photo_add", "photo", "photo_remove")
    assert walked == {"fieldwork", *(f"fieldwork_{part}" for part in parts)}
