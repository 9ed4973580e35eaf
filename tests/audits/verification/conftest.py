"""A verification of four archives of 建水县 that has been asked and proposed, and who judges it."""

import datetime

import pytest

from audits.actions.rectification import open_rectification, report_done
from audits.models import Verification
from core import clock
from households.models import Household, LivingStandard
from organizations.enums import Role
from organizations.models import User
from tests.support.factories import DifficultyFactory, HouseholdFactory, MeasureFactory, union, user_with
from tests.support.files import photo, upload
from tests.support.once import made_once
from tests.support.verification import assessors, decided, in_the_field, judged

POOR, RICH = {"amount_wages": "6000"}, {"amount_wages": "60000"}


@pytest.fixture
def judges(db):
    return [user_with(Role.REVIEWER, "530000"), user_with(Role.APPROVER, "530000")]


@pytest.fixture
def third(db):
    return user_with(Role.APPROVER, "530000")


def keeper() -> User:
    made = User.objects.filter(username="provincial").first()
    return made or user_with(Role.OFFICER, "530000", username="provincial", name="省级经办")


@pytest.fixture
def provincial(db):
    return keeper()


def four_archives() -> list[Household]:
    LivingStandard.objects.create(union=union("530000"), valid_from=datetime.date(2015, 1, 1), amount=700)
    return HouseholdFactory.create_batch(4)


def four_judged(by: User, archives: list[Household]) -> Verification:
    poor, rich, barred, other = (archive.archive_no for archive in archives)
    said = {poor: POOR, rich: RICH, barred: POOR | {"vetoes": ["vehicle"]}, other: POOR | {"persons": "2"}}
    return judged(in_the_field(by, assessors(2)), by, said=said)


@pytest.fixture(scope="module")
def found_once(django_db_setup, django_db_blocker, tmp_path_factory):
    """Make ``found`` once for all tests of a module that uses this fixture."""
    with made_once(django_db_blocker, tmp_path_factory.mktemp("found")):
        yield four_judged(keeper(), four_archives())


@pytest.fixture
def archives(request, db):
    return list(Household.objects.order_by("pk")) if "found_once" in request.fixturenames else four_archives()


@pytest.fixture
def found(request, provincial, archives):
    """Four archives judged: poor, rich, rich with a car, one with other people in it than the archive says."""
    if "found_once" in request.fixturenames:
        return Verification.objects.get(pk=request.getfixturevalue("found_once").pk)
    return four_judged(provincial, archives)


def shown(name="核查表.jpg", **facts):
    return upload(photo(**facts), name)


@pytest.fixture
def overdue(found, archives, judges):
    """The finding that a household is on file still, decided and no longer to be contested."""
    return decided(found.findings.get(sample__unit__household=archives[1]), judges)


@pytest.fixture
def later(overdue):
    """A day after the contest's last."""
    with clock.at(overdue.contest_until + datetime.timedelta(days=1)):
        yield clock.today() + datetime.timedelta(days=30)


@pytest.fixture
def sent(overdue, later, provincial, officer, reviewer):
    return open_rectification(overdue, by=provincial, due_on=later, owner=officer, verifier=reviewer)


@pytest.fixture
def reported(sent, officer):
    return report_done(sent, by=officer, words="已办理脱困退出。", papers=[shown()])


def eight_decided(by: User) -> Verification:
    LivingStandard.objects.create(union=union("530000"), valid_from=datetime.date(2015, 1, 1), amount=700)
    archives = [*HouseholdFactory.create_batch(6), *HouseholdFactory.create_batch(2, union=union("530100"))]
    said = {archive.archive_no: POOR for archive in archives}
    said[archives[0].archive_no] = said[archives[6].archive_no] = RICH | {"satisfaction": "2"}
    said[archives[1].archive_no] = POOR | {"persons": "2", "knows_cadre": "no"}
    measures = MeasureFactory.create_batch(3, difficulty=DifficultyFactory(household=archives[2]))
    said[archives[2].archive_no] = POOR | {"measures": {str(one.pk): "fits" for one in measures[:2]}}
    said[archives[2].archive_no]["measures"][str(measures[2].pk)] = "unfelt"
    project = judged(in_the_field(by, assessors(2), allocation="census"), by, said=said)
    judges = [user_with(Role.REVIEWER, "530000"), user_with(Role.APPROVER, "530000")]
    for finding in project.findings.all():
        decided(finding, judges)
    return project


@pytest.fixture(scope="module")
def rated_once(django_db_setup, django_db_blocker, tmp_path_factory):
    """Make ``rated`` once for all tests of a module that uses this fixture."""
    with made_once(django_db_blocker, tmp_path_factory.mktemp("rated")):
        yield eight_decided(keeper())


@pytest.fixture
def rated(request, provincial):
    """Six archives of 建水县 and two of 昆明, all asked: one overdue in each, one with unknown people."""
    if "rated_once" in request.fixturenames:
        return Verification.objects.get(pk=request.getfixturevalue("rated_once").pk)
    return eight_decided(provincial)
