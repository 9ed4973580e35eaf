"""The scope path of an archive while its union moves, and unions that archives keep from being closed."""

from threading import Barrier

import pytest
from django.db import transaction

from core.errors import DomainError
from households.actions.lifecycle import discard_draft
from households.enums import Status
from households.models import Household
from organizations.actions.unions import close_union, create_union, move_union
from organizations.enums import Role, UnionKind
from organizations.models import Union
from tests.support.factories import HouseholdFactory, union, user_with
from tests.support.races import PATIENCE, at_once, one_before_the_other


def township_of(code: str, sysadmin) -> Union:
    return create_union(union(code), by=sysadmin, kind=UnionKind.TOWNSHIP, name="临安镇总工会")


@pytest.fixture
def administrator(reference):
    return user_with(Role.SYSTEM_ADMIN, "530000", username="sysadmin")


@pytest.mark.django_db(transaction=True)
def test_an_archive_opened_while_its_union_moves_lies_where_the_union_comes_to_lie(administrator):
    township = township_of("532524", administrator)
    one_before_the_other(
        lambda: move_union(township, to=union("532525"), by=administrator), lambda: HouseholdFactory(union=township)
    )
    path = Union.objects.get(pk=township.pk).path
    assert path.startswith(union("532525").path)
    assert Household.objects.get().union_path == path


@pytest.mark.django_db(transaction=True)
def test_an_archive_moved_to_a_union_that_moves_lies_where_the_union_comes_to_lie(administrator):
    township, household = township_of("532524", administrator), HouseholdFactory()
    one_before_the_other(
        lambda: move_union(township, to=union("532525"), by=administrator),
        lambda: Household.objects.filter(pk=household.pk).update(union=township),
    )
    assert Household.objects.get().union_path == Union.objects.get(pk=township.pk).path


@pytest.mark.django_db(transaction=True)
def test_a_union_that_moves_while_an_archive_is_opened_takes_it_along(administrator):
    township = township_of("532524", administrator)
    one_before_the_other(
        lambda: HouseholdFactory(union=township), lambda: move_union(township, to=union("532525"), by=administrator)
    )
    path = Union.objects.get(pk=township.pk).path
    assert path.startswith(union("532525").path)
    assert Household.objects.get().union_path == path


@pytest.mark.django_db(transaction=True)
def test_archives_of_one_union_are_opened_side_by_side(reference):
    filed = Barrier(2, timeout=PATIENCE)

    def open_one():
        with transaction.atomic():
            HouseholdFactory()
            filed.wait()

    at_once(open_one, open_one)
    assert Household.objects.count() == 2


@pytest.mark.django_db
def test_a_union_with_open_archives_in_it_or_below_is_not_closed(sysadmin):
    township = township_of("532524", sysadmin)
    HouseholdFactory.create_batch(2, union=township)
    with pytest.raises(DomainError, match="还有 2 户在册档案.*请经办人员先调整建档单位"):
        close_union(township, by=sysadmin)
    school = create_union(township, by=sysadmin, kind=UnionKind.GRASSROOTS, name="第一小学工会")
    HouseholdFactory(union=school)
    with pytest.raises(DomainError, match="还有 1 个在用的下级工会.*；还有 3 户在册档案"):
        close_union(township, by=sysadmin)


@pytest.mark.django_db
def test_closed_archives_and_those_of_others_keep_no_union_open(sysadmin):
    township = township_of("532524", sysadmin)
    HouseholdFactory()
    HouseholdFactory(union=township, status=Status.CANCELLED)
    assert close_union(township, by=sysadmin).is_active is False


@pytest.mark.django_db(transaction=True)
def test_an_archive_moved_to_another_union_is_found_by_whoever_waited_for_it(reference):
    household, provincial = HouseholdFactory(status=Status.DRAFT), user_with(Role.OFFICER, "530000")
    one_before_the_other(
        lambda: Household.objects.filter(pk=household.pk).update(union=union("532525")),
        lambda: discard_draft(household, by=provincial, cause="重复"),
    )
    assert Household.objects.get().status == Status.CANCELLED
