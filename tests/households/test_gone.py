"""The feed of changes tells what left somebody's scope, to those who could read it and as long as they cannot."""

import datetime

import pytest

from core import clock
from households.models import ArchiveGrant, ChangeFeed, Household
from organizations.enums import Role
from organizations.models import RoleAssignment, User
from pairing.actions.pairings import end_pairing
from tests.households.test_change_feed import told
from tests.support.api import Program
from tests.support.factories import HouseholdFactory, union, user_with
from tests.support.reviews import Staff, begin

pytestmark = pytest.mark.django_db


def move(household: Household, code: str) -> None:
    """Move an archive; the roles of the test were given before, which its one moment would not tell."""
    RoleAssignment.objects.update(created_at=clock.now() - datetime.timedelta(hours=1))
    household.union = union(code)
    household.save(update_fields=["union"])


def held(user: User, code: str, role: str = Role.REGISTRAR, *, until: int, **facts) -> RoleAssignment:
    """Give a role that ended so many days ago."""
    ends = clock.today() - datetime.timedelta(days=until)
    days = {"valid_from": ends - datetime.timedelta(days=30), "expires_on": ends}
    return RoleAssignment.objects.create(user=user, role=role, union=union(code), **days, **facts)


def gone(user: User, since: str = "0", **query) -> list[tuple[str, str]]:
    return [(resource, key) for resource, key, kind in told(Program(user), since, **query)[0] if kind == "gone"]


def test_an_archive_that_moved_is_told_where_it_was_and_not_above(officer, registrar, outsider, household):
    move(household, "532501")
    lost = [("archives", household.archive_no)]
    assert (gone(officer), gone(officer, resource="archives"), gone(officer, resource="visits")) == (lost, lost, [])
    assert (gone(user_with(Role.OFFICER, "532500", username="above")), gone(outsider)) == ([], [])
    arrived = user_with(Role.OFFICER, "532501", username="arrived")
    assert ("archives", household.archive_no) in [row[:2] for row in told(Program(arrived), "0")[0]]
    said = Program(officer).get("/api/v1/changes/").json()["results"][-1]
    assert (said["archive"], said["kind_name"], said["href"]) == (household.archive_no, "不再可见", None)


def moved_before(household: Household, days: int) -> None:
    """Move an archive so many days ago."""
    move(household, "532501")
    ChangeFeed.objects.filter(kind="gone").update(at=clock.now() - datetime.timedelta(days=days))


@pytest.mark.parametrize(("days", "begun", "ended"), [(3, 2, -300), (3, 9, 4), (3, 9, -300)])
def test_who_had_no_role_yet_or_none_then_is_told_of_no_archive_that_left(household, days, begun, ended):
    reader = user_with(Role.OFFICER, username="reader")
    moved_before(household, days)
    today = clock.today()
    first, last = (today - datetime.timedelta(days=count) for count in (begun, ended))
    facts = {"user": reader, "role": Role.REGISTRAR, "union": union("532524"), "valid_from": first}
    RoleAssignment.objects.create(**facts, expires_on=last)
    RoleAssignment.objects.filter(role=Role.REGISTRAR).update(created_at=clock.now() - datetime.timedelta(days=begun))
    had_it = begun > days > ended
    assert gone(reader) == ([("archives", household.archive_no)] if had_it else [])


def test_what_was_known_before_a_role_lapsed_is_told_once_it_is_renewed(household):
    reader = user_with(Role.OFFICER, username="reader")
    moved_before(household, 3)
    Household.objects.update(created_at=clock.now() - datetime.timedelta(days=30))
    today = clock.today()
    facts = {"user": reader, "role": Role.REGISTRAR, "union": union("532524")}
    days = {"valid_from": today - datetime.timedelta(days=9), "expires_on": today - datetime.timedelta(days=4)}
    lapsed = RoleAssignment.objects.create(**facts, **days)
    RoleAssignment.objects.filter(pk=lapsed.pk).update(created_at=clock.now() - datetime.timedelta(days=9))
    assert gone(reader) == [("archives", household.archive_no)]


def test_a_role_from_before_it_was_given_is_none(household):
    reader = user_with(Role.OFFICER, username="reader")
    moved_before(household, 3)
    reader.role_assignments.update(valid_from=clock.today() - datetime.timedelta(days=30))
    assert gone(reader) == []


def test_an_archive_that_came_back_is_not_gone(officer, household):
    move(household, "532501")
    move(household, "532524")
    assert gone(officer) == []


def test_who_is_no_longer_paired_is_told(cadre, officer, household):
    HouseholdFactory()
    assert gone(cadre) == []
    end_pairing(household.pairings.get(), by=officer, on=clock.today(), reason="调动")
    assert not ArchiveGrant.objects.exists()
    assert (gone(cadre), gone(officer)) == ([("archives", household.archive_no)], [])


def test_the_end_of_a_role_is_told_once_of_its_union(officer):
    held(officer, "530100", until=2)
    program, lost = Program(officer), [("unions", "530100", "gone")]
    rows, place = told(program, "0")
    assert (rows, told(program, place)[0]) == (lost, [])
    held(officer, "532501", until=-9, revoked_at=clock.now())
    assert told(program, place)[0] == [("unions", "532501", "gone")]
    assert told(program, "0", resource="unions")[0] == [*lost, ("unions", "532501", "gone")]


def test_a_role_that_another_covers_is_no_loss(officer, outsider):
    held(officer, "532524", until=2)
    held(officer, "530100", role=Role.CADRE, until=400)
    assert (gone(officer), gone(outsider)) == ([], [])


def test_reviews_of_archives_are_told_to_who_may_open_them(cadre, household):
    staff = Staff.hire()
    review = begin(staff, household.archive_no, household.head_name)
    begin(staff, "FF-2026-1", "一批发放")
    asked = {"since": "0", "resource": "reviews"}
    assert told(Program(staff.county_officer), **asked)[0] == [("reviews", str(review.pk), "created")]
    assert told(Program(cadre), **asked)[0] == told(Program(staff.outsider), **asked)[0] == []
    said = Program(staff.county_officer).get("/api/v1/changes/", asked).json()["results"][0]
    assert (said["archive"], said["href"]) == (household.archive_no, f"/api/v1/reviews/{review.pk}/")
