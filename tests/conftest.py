"""The fixed cast of the tests, and their database."""

import gc
import itertools
from collections import Counter

import pytest
from django.conf import settings as configured
from django.test import Client, TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as property_settings

from households.enums import GrantKind
from households.models import ArchiveGrant
from organizations.enums import Role
from tests.support.factories import CadreFactory, HouseholdFactory, PairingFactory, user_with
from tests.support.restoring import end_others, keep, restore

HOMES = itertools.count(1)
LONG = 40  # tests of the usual length, for which one in a browser or one that is marked as slow counts

# A machine that is busy with other work is no fault of what is tested; the suite has a time limit for each test.
property_settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
property_settings.load_profile("patient")


def pytest_collection_modifyitems(items):
    """Begin with the modules that take longest: what comes last keeps one process busy while the others wait for it."""
    weights = Counter()
    for item in items:
        weights[item.path] += LONG if item.get_closest_marker("slow") or "browser" in item.path.parts else 1
    items.sort(key=lambda item: -weights[item.path])


def pytest_collection_finish():
    """Look for garbage less often, and never among the code and the tests, which stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Keep what the migrations left, put it back after each test that commits, and be alone with it at the end."""
    with django_db_blocker.unblock():
        keep()
    TransactionTestCase._fixture_teardown = restore
    yield
    with django_db_blocker.unblock():
        end_others()


@pytest.fixture(scope="session", autouse=True)
def _cheaply():
    """Hash passwords cheaply, of what a module makes for all its tests as well, and serve static files as they lie."""
    files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={**configured.STORAGES, "staticfiles": files},
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


@pytest.fixture(autouse=True)
def _homes(settings, tmp_path_factory):
    """Write files into a directory of the test's own (made with its first file), and do at once what waits."""
    home = tmp_path_factory.getbasetemp() / f"home-{next(HOMES)}"
    settings.MEDIA_ROOT = home / "media"
    settings.EXPORT_ROOT = home / "exports"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def reference(transactional_db):
    """A database in which the test may commit; unions, procedures and rules are there, as in every test."""


@pytest.fixture
def officer(db):
    """经办 of 建水县."""
    return user_with(Role.OFFICER, "532524", username="officer", name="经办员")


@pytest.fixture
def reviewer(db):
    """审核 of 建水县."""
    return user_with(Role.REVIEWER, "532524", username="reviewer", name="审核员")


@pytest.fixture
def registrar(db):
    """档案统计 of 红河州: reads all of the prefecture, changes nothing."""
    return user_with(Role.REGISTRAR, "532500", username="registrar", name="统计员")


@pytest.fixture
def outsider(db):
    """经办 of 昆明市: another prefecture, sees nothing of 红河州."""
    return user_with(Role.OFFICER, "530100", username="outsider", name="外州经办")


@pytest.fixture
def provincial(db):
    """经办 of the province."""
    return user_with(Role.OFFICER, "530000", username="provincial", name="省级经办")


@pytest.fixture
def sysadmin(db):
    """系统管理员 of the province: accounts and unions, no business data."""
    return user_with(Role.SYSTEM_ADMIN, "530000", username="sysadmin", name="系统员")


@pytest.fixture
def household(db):
    """An archive on file in 建水县, of the worker 赵小兰."""
    return HouseholdFactory()


@pytest.fixture
def cadre(household):
    """帮扶干部 with an account, paired with ``household`` and nothing else."""
    user = user_with(Role.CADRE, "532524", username="cadre", name="帮扶干部甲")
    person = CadreFactory(name=user.name, user=user)
    PairingFactory(household=household, cadre=person)
    ArchiveGrant.objects.create(household=household, user=user, kind=GrantKind.PAIRING)
    return user


@pytest.fixture
def as_user():
    """Return a browser that is logged in as a user."""

    def log_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in
