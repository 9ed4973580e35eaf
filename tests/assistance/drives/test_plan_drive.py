"""A seasonal action is planned, shared out, begun and ended by officers of its union."""

import datetime
from decimal import Decimal

import pytest

from assistance.actions.drives.planning import (
    Quota,
    close_drive,
    discard_drive,
    edit_drive,
    plan_drive,
    set_quotas,
    start_drive,
)
from assistance.actions.drives.targets import add_targets
from assistance.drives.enums import DriveStatus
from assistance.models import AidDrive
from core.errors import Conflict, DomainError, NotAllowed
from tests.support.drives import draft_batch, item_for_drives, planned
from tests.support.factories import union

FACTS = ("kind", "name", "year", "starts_on", "ends_on", "item", "fund", "plan", "planned_households", "planned_amount")


def facts_of(drive, **other):
    return {name: getattr(drive, name) for name in FACTS} | other


def test_an_officer_plans_an_action_and_the_same_again_is_the_first(drive, prefectural):
    assert (drive.union.code, drive.status, drive.created_by) == ("532500", DriveStatus.PLANNED, prefectural)
    assert planned(prefectural, item=drive.item) == drive
    assert AidDrive.objects.count() == 1


def test_another_of_the_same_name_and_year_is_refused(drive, prefectural):
    with pytest.raises(Conflict) as refusal:
        planned(prefectural, item=drive.item, planned_households=7)
    assert refusal.value.field == "name"
    assert "州经办" in refusal.value.message


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ends_on": datetime.date(2026, 1, 4)}, "ends_on"),
        ({"year": 2023}, "year"),
        ({"planned_amount": Decimal(-1)}, "planned_amount"),
    ],
)
def test_what_does_not_fit_is_told_with_its_field(prefectural, facts, field):
    with pytest.raises(DomainError) as refusal:
        planned(prefectural, **facts)
    assert refusal.value.field == field


def test_an_item_of_another_prefecture_does_not_fit(prefectural):
    with pytest.raises(DomainError) as refusal:
        planned(prefectural, item=item_for_drives(union=union("530100")))
    assert refusal.value.field == "item"


def test_readers_and_officers_below_or_elsewhere_plan_nothing_for_the_prefecture(reviewer, officer, outsider):
    item = item_for_drives()
    for by in (reviewer, officer, outsider):
        with pytest.raises(NotAllowed):
            planned(by, item=item)
    assert planned(officer, "532524", item=item).union.code == "532524"


def test_editing_writes_what_differs_and_names_who_did(drive, prefectural):
    edited = edit_drive(drive, by=prefectural, facts=facts_of(drive, planned_households=120))
    event = edited.events.get()
    assert (edited.planned_households, event.planned_households) == (120, 100)
    assert event.pgh_context.metadata["user"] == prefectural.pk
    edit_drive(drive, by=prefectural, facts=facts_of(edited))
    assert edited.events.count() == 1


def test_the_item_stays_once_somebody_is_on_the_list(drive, household, prefectural):
    add_targets(drive, [(household.pk, None)], by=prefectural)
    with pytest.raises(DomainError) as refusal:
        edit_drive(drive, by=prefectural, facts=facts_of(drive, item=item_for_drives()))
    assert refusal.value.field == "item"


def test_a_county_of_the_action_does_not_keep_it(drive, officer):
    for act in (start_drive, discard_drive):
        with pytest.raises(NotAllowed):
            act(drive, by=officer)
    with pytest.raises(NotAllowed):
        close_drive(drive, by=officer, summary="好")
    with pytest.raises(NotAllowed):
        edit_drive(drive, by=officer, facts=facts_of(drive, year=2027))


def test_it_begins_and_ends_once(drive, prefectural):
    assert start_drive(start_drive(drive, by=prefectural), by=prefectural).status == DriveStatus.RUNNING
    closed = close_drive(drive, by=prefectural, summary="全部送到。")
    assert (closed.status, closed.summary) == (DriveStatus.CLOSED, "全部送到。")
    assert close_drive(drive, by=prefectural, summary="全部送到。 ").closed_at == closed.closed_at
    with pytest.raises(Conflict, match="没有保存"):
        close_drive(drive, by=prefectural, summary="又一次")
    with pytest.raises(DomainError, match="已结束"):
        start_drive(drive, by=prefectural)


def test_it_ends_only_with_a_summary_and_after_its_batches(drive, prefectural):
    with pytest.raises(DomainError, match="还没有开始"):
        close_drive(drive, by=prefectural, summary="好")
    start_drive(drive, by=prefectural)
    with pytest.raises(DomainError) as refusal:
        close_drive(drive, by=prefectural, summary=" ")
    assert refusal.value.field == "summary"
    batch = draft_batch(drive, prefectural)
    with pytest.raises(DomainError, match=batch.number):
        close_drive(drive, by=prefectural, summary="好")


def test_one_that_never_began_is_discarded_and_one_that_runs_is_not(drive, prefectural):
    running = start_drive(planned(prefectural, name="夏送清凉"), by=prefectural)
    with pytest.raises(DomainError):
        discard_drive(running, by=prefectural)
    discard_drive(drive, by=prefectural)
    discard_drive(drive, by=prefectural)
    assert list(AidDrive.objects.all()) == [running]


def test_the_plan_is_shared_out_to_the_counties(drive, prefectural):
    place = union("532524")
    assert set_quotas(drive, by=prefectural, quotas={place.pk: Quota(40, Decimal(40_000))}) == 1
    assert set_quotas(drive, by=prefectural, quotas={place.pk: Quota(40, Decimal(40_000))}) == 0
    assert [(q.union, q.households, q.amount) for q in drive.quotas.all()] == [(place, 40, Decimal(40_000))]
    assert set_quotas(drive, by=prefectural, quotas={place.pk: Quota(0, Decimal(0))}) == 1
    assert not drive.quotas.exists()


def test_nothing_is_asked_of_a_union_elsewhere(drive, prefectural):
    with pytest.raises(DomainError, match="直接下级"):
        set_quotas(drive, by=prefectural, quotas={union("530100").pk: Quota(1, Decimal(1))})


def test_a_union_below_the_counties_plans_nothing(prefectural):
    place = union("532524")
    place.kind = "township"
    with pytest.raises(NotAllowed):
        plan_drive(by=prefectural, union=place, **facts_of(planned(prefectural)))
