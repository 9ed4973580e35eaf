"""Putting households on the list by the filter of archives."""

import pytest
from django.urls import reverse

from assistance.actions.drives.targets import add_targets
from tests.support.drives import planned, schooling
from tests.support.factories import HouseholdFactory, MemberFactory, union


def test_the_ticked_ones_are_added_and_no_more_offered(drive, household, officer, as_user):
    another, client = HouseholdFactory(), as_user(officer)
    url = reverse("drive_targets_add", args=[drive.pk])
    assert client.get(url).context["total"] == "2"
    client.post(url, {"chosen": [f"{household.pk}-"]})
    assert [target.household for target in drive.targets.all()] == [household]
    assert [one.household for one in client.get(url).context["people"]] == [another]


def test_all_that_the_filter_finds_are_added(drive, household, officer, as_user):
    HouseholdFactory(category="relative")
    HouseholdFactory(union=union("530100"))
    url = reverse("drive_targets_add", args=[drive.pk]) + f"?category={household.category}"
    as_user(officer).post(url, {"all": "1"})
    assert [target.household for target in drive.targets.all()] == [household]


def test_students_are_offered_for_schooling(household, prefectural, as_user):
    drive = schooling(prefectural)
    student = MemberFactory(household=household, position="本科")
    MemberFactory(household=household, position="")
    HouseholdFactory()
    client, url = as_user(prefectural), reverse("drive_targets_add", args=[drive.pk])
    page = client.get(url)
    assert ([one.member for one in page.context["people"]], page.context["total"]) == ([student], "1")
    client.post(url, {"all": "1"})
    assert [target.member for target in drive.targets.all()] == [student]
    assert client.get(url).context["people"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_any_number(prefectural, as_user, count, django_assert_num_queries):
    drive = planned(prefectural)
    HouseholdFactory.create_batch(count)
    client = as_user(prefectural)
    with django_assert_num_queries(10):
        page = client.get(reverse("drive_targets_add", args=[drive.pk]))
    assert len(page.context["people"]) == count


def test_nothing_ticked_is_said(drive, household, officer, as_user):
    url = reverse("drive_targets_add", args=[drive.pk])
    page = as_user(officer).post(url, follow=True)
    assert "没有选中" in page.content.decode()


def test_a_county_cannot_take_off_what_is_another_ones(drive, prefectural, officer, as_user):
    elsewhere = HouseholdFactory(union=union("532500"))
    add_targets(drive, [(elsewhere.pk, None)], by=prefectural)
    client = as_user(officer)
    client.post(reverse("drive_targets_remove", args=[drive.pk]), {"target": [drive.targets.get().pk]})
    assert drive.targets.count() == 1
    client = as_user(prefectural)
    client.post(reverse("drive_targets_remove", args=[drive.pk]), {"target": [drive.targets.get().pk]})
    assert drive.targets.count() == 0
