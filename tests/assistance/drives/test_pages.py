"""The pages of seasonal actions."""

import pytest
from django.urls import reverse

from assistance.actions.drives.targets import add_targets
from assistance.models import AidDrive
from assistance.payments.received import settle
from core import clock
from tests.support.batches import BatchFactory, LineFactory, locked
from tests.support.drives import item_for_drives, planned
from tests.support.factories import HouseholdFactory

FORM = {
    "union": "532500",
    "kind": "warmth",
    "year": "2026",
    "name": "2026 年送温暖",
    "starts_on": "2026-01-05",
    "ends_on": "2026-02-20",
    "planned_households": "100",
    "planned_amount": "100,000",
    "plan": "走访慰问。",
}


def test_an_officer_plans_one_on_the_page_and_corrects_it(prefectural, as_user):
    client, item = as_user(prefectural), item_for_drives()
    page = client.post(reverse("drive_create"), FORM | {"item": item.pk, "ends_on": "2026-01-01"})
    assert page.context["form"].errors == {"ends_on": ["结束日期不能早于开始日期。"]}
    assert "走访慰问。" in page.content.decode()
    client.post(reverse("drive_create"), FORM | {"item": item.pk})
    drive = AidDrive.objects.get()
    assert (drive.union.code, drive.planned_amount) == ("532500", 100_000)
    page = client.get(reverse("drive_edit", args=[drive.pk]))
    facts = FORM | {"item": item.pk, "planned_households": "120", "seen_drive": page.context["form"].seen}
    assert client.post(reverse("drive_edit", args=[drive.pk]), facts).status_code == 302
    drive.refresh_from_db()
    assert drive.planned_households == 120


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(prefectural, as_user, count, django_assert_num_queries):
    for number in range(count):
        planned(prefectural, name=f"送温暖 {number}")
    client = as_user(prefectural)
    with django_assert_num_queries(5):
        page = client.get(reverse("drives"))
    assert len(page.context["page"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_and_the_targets_cost_the_same(drive, prefectural, as_user, count, django_assert_num_queries):
    homes = HouseholdFactory.create_batch(count)
    add_targets(drive, [(home.pk, None) for home in homes], by=prefectural)
    client = as_user(prefectural)
    with django_assert_num_queries(11):
        board = client.get(reverse("drive", args=[drive.pk])).context["board"]
    assert board.total.figures.targets == count
    with django_assert_num_queries(8):
        page = client.get(reverse("drive_targets", args=[drive.pk]), {"state": "waiting"})
    assert len(page.context["page"]) == count


def test_a_number_leads_to_the_targets_behind_it(drive, household, prefectural, officer, as_user):
    add_targets(drive, [(household.pk, None)], by=prefectural)
    client = as_user(officer)
    board = client.get(reverse("drive", args=[drive.pk])).context["board"]
    for state, count in (("targets", 1), ("waiting", 1), ("listed", 0), ("paid", 0)):
        page = client.get(board.total.urls[state])
        assert (page.context["total"], len(page.context["page"])) == (str(count), count)


def test_amounts_and_batches_lead_to_what_is_behind_them(drive, household, prefectural, officer, as_user):
    batch = BatchFactory(drive=drive, item=drive.item)
    paid = LineFactory(batch=batch, household=household)
    LineFactory(household=household)
    locked(batch)
    settle([paid], on=clock.today(), by=officer)
    client = as_user(officer)
    page = client.get(reverse("drive", args=[drive.pk]))
    total = page.context["board"].total
    assert total.figures.paid_lines == 1
    assert list(client.get(total.urls["lines"]).context["page"]) == [paid]
    assert f'href="{batch.get_absolute_url()}"' in page.content.decode()
    own = as_user(prefectural).get(reverse("payments", query={"union": "532500", "own": "1", "drive": drive.pk}))
    assert list(own.context["page"]) == []


def test_the_plan_is_shared_out_on_a_page(drive, prefectural, household, as_user):
    key = household.union_id
    facts = {f"households_{key}": "40", f"amount_{key}": "40000"}
    assert as_user(prefectural).post(reverse("drive_quotas", args=[drive.pk]), facts).status_code == 302
    assert drive.quotas.get().households == 40


def test_it_is_started_closed_or_discarded_by_buttons(drive, prefectural, as_user):
    client = as_user(prefectural)
    client.post(reverse("drive_start", args=[drive.pk]))
    page = client.post(reverse("drive_discard", args=[drive.pk]), follow=True)
    assert "不能删除" in page.content.decode()
    page = client.post(reverse("drive_close", args=[drive.pk]), {"summary": ""})
    assert page.context["form"].errors == {"summary": ["请填写活动总结。"]}
    client.post(reverse("drive_close", args=[drive.pk]), {"summary": "全部送到。"})
    drive.refresh_from_db()
    assert drive.status == "closed"
