"""Writing many rows at once: the same rows as one by one, with keys, stamps and the database's refusals."""

import datetime
import uuid
from decimal import Decimal

import pghistory
import pytest
from django.db import IntegrityError, transaction

from assistance.models import AidRecord, Payment
from households.enums import Relation
from households.importing.bulk import insert_rows, update_rows
from households.models import Household, Member
from pairing.models import Visit
from tests.support.life import put
from tests.support.payments import batch_of, item_with

TRICKY = "制表\t换行\n回车\r反斜\\N 引号'\" =1+1 𬭚"


def visit(household, **facts) -> Visit:
    return Visit(household=household, visitor_name="甲", on=datetime.date(2020, 2, 10), method="home", **facts)


def test_rows_come_back_as_they_were(household, officer):
    key = uuid.uuid4()
    row = visit(household, situation=TRICKY, health_kit=True, client_id=key, created_by=officer)
    insert_rows(Visit, [row, visit(household, situation="")])
    kept = Visit.objects.get(pk=row.pk)
    assert (kept.situation, kept.health_kit, kept.client_id, kept.created_by) == (TRICKY, True, key, officer)
    assert (kept.next_visit_on, kept.cadre, kept.created_at) == (None, None, row.created_at)
    assert Visit.objects.count() == 2


def test_amounts_keep_their_cents_and_the_next_row_gets_the_next_key(household):
    row = AidRecord(
        household=household, year=2018, project="living", source="union", department="union", amount=Decimal("3500.50")
    )
    insert_rows(AidRecord, [row])
    assert AidRecord.objects.get(pk=row.pk).amount == Decimal("3500.50")
    later = AidRecord.objects.create(
        household=household, year=2019, project="living", source="union", department="union"
    )
    assert later.pk == row.pk + 1


def test_triggers_fire_and_a_saved_instance_can_be_changed(household):
    put(household, "exited")
    person = Member(household=household, relation=Relation.SON, name="甲")
    insert_rows(Member, [person])
    assert not Member.objects.get(pk=person.pk).archive_open
    person.name = "乙"
    person.save(update_fields=["name"])
    assert Member.objects.get(pk=person.pk).name == "乙"


def test_what_the_database_refuses_is_refused_in_djangos_words(household):
    twice = [visit(household, situation="", import_key="k") for _ in range(2)]
    with pytest.raises(IntegrityError, match="visit_imported_once"), transaction.atomic():
        insert_rows(Visit, twice)
    assert not Visit.objects.exists()


def test_a_model_with_expressions_is_inserted_too_and_nothing_is_nothing(household):
    insert_rows(Household, [])
    other = Household(archive_no="532524202099999", union=household.union, level="national", category="deep")
    other.rule_version, other.main_cause = "B2020", "illness"
    insert_rows(Household, [other])
    assert Household.objects.get(pk=other.pk).union_path == household.union.path


def test_values_are_changed_as_they_are_said_and_no_others(household, officer):
    rows = [visit(household, situation="甲"), visit(household, situation="乙"), visit(household, situation="丙")]
    insert_rows(Visit, rows)
    at = datetime.datetime(2020, 3, 1, 8, 30, 1, 123456, tzinfo=datetime.UTC)
    rows[0].situation, rows[0].created_by, rows[0].created_at = TRICKY, officer, at
    rows[1].health_kit, rows[1].next_visit_on = True, datetime.date(2020, 5, 1)
    update_rows(Visit, rows[:2], ["situation", "created_by", "created_at", "health_kit", "next_visit_on"])
    first, second, third = Visit.objects.order_by("pk")
    assert (first.situation, first.created_by, first.created_at) == (TRICKY, officer, at)
    assert (second.situation, second.health_kit, second.next_visit_on) == ("乙", True, datetime.date(2020, 5, 1))
    assert (third.situation, third.created_by) == ("丙", None)


def test_amounts_lists_and_nothing_are_changed_too(officer):
    first, second = batch_of(officer, homes=2, item=item_with(1000)).payments.order_by("position")
    first.amount, first.snapshot, first.ceiling = Decimal("0.50"), {"archive": [["姓名", TRICKY]]}, None
    update_rows(Payment, [first], ["amount", "snapshot", "ceiling"])
    kept = Payment.objects.get(pk=first.pk)
    assert (kept.amount, kept.snapshot, kept.ceiling) == (Decimal("0.50"), {"archive": [["姓名", TRICKY]]}, None)
    assert Payment.objects.get(pk=second.pk).amount == 1000


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_rows_is_changed_by_one_statement(household, count, django_assert_num_queries):
    rows = [visit(household, situation="") for _ in range(count)]
    insert_rows(Visit, rows)
    with django_assert_num_queries(1):
        update_rows(Visit, rows, ["situation"])
    with django_assert_num_queries(0):
        update_rows(Visit, [], ["situation"])


def test_the_history_names_who_changed_the_rows(household, officer):
    household.remark = "改过"
    with pghistory.context(user=officer.pk):
        update_rows(Household, [household], ["remark"])
    assert household.events.latest("pgh_id").pgh_context.metadata["user"] == officer.pk


def test_what_the_database_refuses_to_change_is_refused_in_djangos_words(household):
    rows = [visit(household, situation="", import_key=key) for key in "ab"]
    insert_rows(Visit, rows)
    rows[1].import_key = "a"
    with pytest.raises(IntegrityError, match="visit_imported_once"), transaction.atomic():
        update_rows(Visit, rows, ["import_key"])
