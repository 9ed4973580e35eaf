"""Inserting many rows by COPY: the same rows as any other insert, with keys, stamps and the database's refusals."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from assistance.models import AidRecord
from households.enums import Relation
from households.importing.bulk import insert_rows
from households.models import Household, Member
from pairing.models import Visit
from tests.support.life import put

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
