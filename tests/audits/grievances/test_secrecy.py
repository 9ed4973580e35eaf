"""Who may know of a secret grievance: its owner and those who handle grievances; by no route anybody else."""

import pytest
from django.db import transaction

from audits.actions.grievances.assigning import assign_grievance, link_archive
from audits.grievances.people import possible_owners
from audits.models import Grievance
from households.models import Household
from organizations.enums import Role
from reports.catalogue import kind_of
from reports.catalogue.query import Query
from tests.support.access import PATHS
from tests.support.factories import user_with
from tests.support.files import photo
from tests.support.grievances import complained
from tests.support.oneworld import find_files, one_world
from tests.support.walking import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TEXT, NAME = "去交材料时被当众训斥，希望换人办理。", "司马青禾"
KNOW = {"rev", "app", "second"}  # handlers at the county and above it, and the owner
PLACES = ["/", "/grievances/?state=overdue", "/grievances/?q={number}", "/grievances/counts/", "/me/", "/jobs/"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Everything that the system has pages for, with a secret grievance about the household and the officer."""
    with one_world(django_db_blocker, tmp_path_factory.mktemp("secret")) as made:
        made.admit("second", user_with(Role.OFFICER, "532524", username="second-officer", name="另一经办"))
        made.admit("beside", user_with(Role.REVIEWER, "532525", username="beside", name="外县审核"))
        made.secret = complained(text=TEXT, name=NAME, is_secret=True, about="", papers=(photo(),))
        assign_grievance(made.secret, by=made.users["rev"], owner=made.users["second"])
        link_archive(made.secret, by=made.users["rev"], household=made.household)
        yield made


@pytest.fixture(autouse=True)
def _files(_homes, settings, world):
    find_files(settings, world)


def ask(world, role, method, path):
    with transaction.atomic():
        response = getattr(world.client(role), method)(path)
        body = text_of(response) if response.status_code == 200 else ""
        transaction.set_rollback(True)
    return response.status_code, body


def own_paths(world):
    secret = world.secret
    paths = [path for path in PATHS if "{grievance}" in path]
    named = world.named | {"grievance": secret.pk, "grievance_file": secret.files.get().pk}
    return [path.format(**named) for path in paths]


@pytest.mark.parametrize("role", ["off", "cad", "reg", "fin", "lia", "ass", "pro", "sys", "out", "beside"])
def test_no_route_tells_of_it(world, role):
    places = [world.path(path) for path in PATHS if path.startswith(("/grievances", "/households/{no}/timeline"))]
    walked = [*places, *own_paths(world), *(path.format(number=world.secret.number) for path in PLACES)]
    for path in walked:
        for method in ("get", "post"):
            status, body = ask(world, role, method, path)
            told = [mark for mark in (TEXT[:12], NAME, world.secret.number) if mark in body]
            assert not told or f"q={world.secret.number}" in path, (path, told)
            assert path not in own_paths(world) or status in (403, 404, 405), path


@pytest.mark.parametrize("role", sorted(KNOW))
def test_who_may_know_of_it_finds_it(world, role):
    number = world.secret.number
    assert TEXT in ask(world, role, "get", f"/grievances/{world.secret.pk}/")[1]
    assert number in ask(world, role, "get", "/grievances/")[1]
    timeline = f"/households/{world.household.archive_no}/timeline/"
    assert f"{number}（保密）" in ask(world, role, "get", timeline)[1]


def test_counts_differ_by_who_asks(world):
    def total(role):
        return world.client(role).get("/grievances/counts/").context["rows"][-1].numbers.counts[""]

    assert (total("rev"), total("second"), total("off"), total("reg")) == (2, 2, 1, 1)


def test_the_register_lists_it_for_those_alone_who_may_know(world):
    def numbers(role):
        query = Query.of(kind_of("grievances"), world.users[role], {"fields": "number,way"})
        assert query.count() == len(found := dict(query.rows()))
        return found

    assert numbers("rev")[world.secret.number] == "网上、保密"
    assert len(numbers("off")) == len(numbers("rev")) - 1 == 1


def test_an_owner_who_has_left_sees_it_no_more(world):
    with transaction.atomic():
        world.users["second"].role_assignments.update(role=Role.CADRE)
        statuses = ask(world, "second", "get", f"/grievances/{world.secret.pk}/")[0]
        transaction.set_rollback(True)
    assert statuses == 404


def test_nobody_of_another_county_is_offered_as_owner(world):
    names = set(possible_owners(world.secret).values_list("username", flat=True))
    assert {"county-officer", "county-reviewer", "prefecture-approver", "second-officer"} <= names
    assert names.isdisjoint({"beside", "outsider", "finance", "prefecture-registrar", "cadre"})


def test_the_look_at_the_archive_is_the_same_for_all_others(world):
    assert Household.objects.filter(grievances=world.secret).exists()
    assert not Grievance.objects.visible_to(world.users["off"]).filter(is_secret=True).exists()
