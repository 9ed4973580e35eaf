"""Drawing the sample of a verification from the register, and proving it afterwards."""

import datetime
from decimal import Decimal

import pytest
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audits.actions.verification.projects import draw_sample, edit_verification
from audits.models import OutsideHousehold, PopulationUnit, SampleUnit, Stratum, Verification
from audits.verification.checking import differences, prove_draw
from audits.verification.drawing import snapshot_hash
from audits.verification.enums import Allocation, PopulationClass, ProjectStatus, Region
from audits.verification.population import population_of
from core.errors import DomainError, NotAllowed
from households.enums import Category, Status
from households.models import StatusChange
from organizations.enums import Role
from tests.support.factories import HouseholdFactory, union, user_with
from tests.support.life import put
from tests.support.verification import SEED, agency, verification

pytestmark = pytest.mark.django_db
LEFT_ON = datetime.date(2026, 6, 1)


@pytest.fixture
def archives():
    """Make eight archives on file of 建水县 and four of 昆明."""
    return [*HouseholdFactory.create_batch(8), *HouseholdFactory.create_batch(4, union=union("530100"))]


def drawn(by, seed=SEED, **facts):
    return draw_sample(verification(by, **facts), by=by, seed=seed)


def sample_of(found):
    return list(SampleUnit.objects.filter(verification=found).values_list("unit__key", flat=True))


def test_the_same_population_and_seed_give_the_same_sample_twice(archives, provincial):
    first, second = (drawn(provincial, name=name, margin=Decimal("0.3")) for name in ("甲", "乙"))
    assert sample_of(first) == sample_of(second)
    assert first.snapshot_sha256 == second.snapshot_sha256
    assert 0 < len(sample_of(first)) < len(archives)


def test_another_seed_draws_others(archives, provincial):
    terms = {"margin": Decimal("0.3"), "region": Region.WHOLE}
    assert sample_of(drawn(provincial, name="甲", **terms)) != sample_of(drawn(provincial, "九", name="乙", **terms))


def test_the_kept_lines_make_the_kept_hash_and_the_draw_is_proved(archives, provincial):
    found = drawn(provincial)
    assert snapshot_hash(found.population.values_list("line", flat=True)) == found.snapshot_sha256
    assert prove_draw(found).holds
    assert differences(found) == []


def test_one_archive_that_changed_is_named(archives, provincial):
    found = drawn(provincial)
    type(archives[0]).objects.filter(pk=archives[0].pk).update(category=Category.RELATIVE)
    (changed,) = differences(found)
    assert (changed.key, "deep" in changed.then, "relative" in changed.now) == (archives[0].archive_no, True, True)
    assert snapshot_hash(candidate.line for candidate in population_of(found)) != found.snapshot_sha256


def test_what_was_moved_in_the_kept_draw_is_found(archives, provincial):
    found = drawn(provincial, margin=Decimal("0.3"))
    kept = found.population.filter(stratum__union__code="532500").order_by("place")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE audits_populationunit DISABLE TRIGGER USER")
        first, last = kept.first(), kept.last()
        for unit, place in ((first, 999), (last, first.place), (first, last.place)):
            PopulationUnit.objects.filter(pk=unit.pk).update(place=place)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE audits_populationunit ENABLE TRIGGER USER")
    assert {first.key, last.key} <= set(prove_draw(found).wrong)


def test_strata_by_region_category_and_least(archives, provincial):
    found = drawn(provincial, margin=Decimal("0.3"), by_category=True, least=3)
    rows = Stratum.objects.filter(verification=found).values_list("union__code", "category", "size", "sampled")
    assert sorted(rows) == [("530100", "deep", 4, 3), ("532500", "deep", 8, 3)]


def test_a_census_asks_everybody(archives, provincial):
    assert len(sample_of(drawn(provincial, allocation=Allocation.CENSUS))) == len(archives)


@pytest.mark.parametrize(
    ("status", "on", "group"),
    [
        (Status.TAPERING, LEFT_ON, PopulationClass.EXITED),
        (Status.EXITED, LEFT_ON, PopulationClass.EXITED),
        (Status.CANCELLED, LEFT_ON, PopulationClass.CANCELLED),
        (Status.EXITED, datetime.date(2025, 12, 31), None),
    ],
)
def test_who_left_since_the_day_belongs_to_a_class_of_its_own(provincial, status, on, group):
    household = put(HouseholdFactory(), status)
    facts = {"level": household.level, "category": household.category, "from_status": Status.ON_FILE}
    more = {"union_path": household.union_path, "to_status": status, "on": on, "at": "2026-06-01T09:00+08:00"}
    StatusChange.objects.create(household=household, **facts, **more)
    found = population_of(verification(provincial, classes=list(PopulationClass)))
    assert [(one.population_class, one.since) for one in found] == ([(group, on)] if group else [])


def test_households_of_others_lists_are_a_class_of_their_own(provincial, archives):
    found = verification(provincial, classes=[PopulationClass.ON_FILE, PopulationClass.NOT_FILED])
    OutsideHousehold.objects.create(
        verification=found, number="MZ0001", union=union("532524"), name="钱大海", source="民政低保边缘名单"
    )
    draw_sample(found, by=provincial, seed=SEED)
    assert found.sample.filter(unit__outside__number="MZ0001").count() == 1


def test_a_class_without_anybody_is_refused_by_name(provincial, archives):
    found = verification(provincial, classes=[PopulationClass.ON_FILE, PopulationClass.CANCELLED])
    with pytest.raises(DomainError, match="没有可抽取的已注销户"):
        draw_sample(found, by=provincial)


def test_a_second_press_returns_the_first_draw(archives, provincial):
    found = drawn(provincial, seed="")
    assert draw_sample(found, by=provincial).seed == found.seed != ""
    with pytest.raises(DomainError, match="样本已经抽取"):
        draw_sample(found, by=provincial, seed="another")


def test_terms_change_until_the_draw_and_never_after(archives, provincial):
    facts = {"name": "甲", "agency": agency(), "starts_on": LEFT_ON, "ends_on": LEFT_ON, "exits_since": LEFT_ON}
    found = edit_verification(verification(provincial), by=provincial, **facts, classes=[PopulationClass.ON_FILE])
    assert found.name == "甲"
    draw_sample(found, by=provincial)
    with pytest.raises(DomainError, match="不能再改抽样条件"):
        edit_verification(found, by=provincial, **facts, classes=[PopulationClass.EXITED])


@pytest.mark.parametrize("change", [{"seed": "x"}, {"margin": "0.2"}, {"status": ProjectStatus.DRAFT}])
def test_the_database_keeps_a_draw(archives, provincial, change):
    found = drawn(provincial)
    with pytest.raises(InternalError), transaction.atomic():
        Verification.objects.filter(pk=found.pk).update(**change)


@pytest.mark.parametrize("model", [Stratum, PopulationUnit, SampleUnit])
def test_the_database_keeps_population_and_sample(archives, provincial, model):
    found = drawn(provincial)
    with pytest.raises(InternalError), transaction.atomic():
        model.objects.filter(verification=found)._raw_delete("default")


@pytest.mark.parametrize(("role", "code"), [(Role.OFFICER, "532500"), (Role.REVIEWER, "530000")])
def test_who_does_not_run_it_does_not_draw(archives, provincial, role, code):
    with pytest.raises(NotAllowed):
        draw_sample(verification(provincial), by=user_with(role, code))


def test_the_unions_that_are_verified_do_not_know_whom_it_asks(archives, provincial, officer):
    found = drawn(provincial)
    seen = [SampleUnit.objects.visible_to(user).count() for user in (provincial, officer)]
    assert seen == [found.sample.count(), 0]
    Verification.objects.filter(pk=found.pk).update(status=ProjectStatus.CLOSED)
    assert SampleUnit.objects.visible_to(officer).count() == found.sample.filter(unit__union__code="532524").count()


def test_the_statements_of_a_draw_do_not_grow_with_the_register(archives, provincial):
    counts = []
    for name in ("甲", "乙"):
        found = verification(provincial, name=name)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            draw_sample(found, by=provincial)
        counts.append(len(queries))
        HouseholdFactory.create_batch(3)
    assert counts[0] == counts[1]
