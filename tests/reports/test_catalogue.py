"""The other registers: what each counts or lists, and archives as they were on a past day."""

import datetime
from decimal import Decimal

import pytest

from core import clock
from households.enums import AttachmentKind, Category, Cause, Level, Status
from households.models import Attachment, Household, Member, StatusChange
from households.summaries import refresh_summary
from organizations.models import User
from pairing.enums import Met, VisitMethod
from pairing.models import Visit
from reports.catalogue import KINDS, kind_of
from reports.catalogue.query import Query
from tests.support.factories import AidRecordFactory, DifficultyFactory, HouseholdFactory, MeasureFactory, union

pytestmark = pytest.mark.django_db
YESTERDAY = datetime.timedelta(days=1)


def rows(kind: str, user: User, **params) -> list[dict]:
    query = Query.of(kind_of(kind), user, params)
    return [dict(zip(query.keys, row, strict=True)) for row in query.rows()]


def left(home: Household, status: str, on: datetime.date, **facts) -> None:
    StatusChange.objects.create(
        household=home,
        union_path=home.union.path,
        level=home.level,
        category=home.category,
        from_status=Status.ON_FILE,
        to_status=status,
        on=on,
        at=clock.now(),
        **facts,
    )


def before_today() -> str:
    return (clock.today() - YESTERDAY).isoformat()


def test_a_past_day_shows_an_archive_as_it_was_before_it_changed(officer):
    home = HouseholdFactory(worker="钟大满", main_cause=Cause.ILLNESS, persons=2)
    Household.objects.filter(pk=home.pk).update(main_cause=Cause.SCHOOLING, persons=4)
    Member.objects.filter(household=home).update(name="钟小满")
    refresh_summary(home)
    asked = {"fields": "name,persons,main_cause"}
    assert rows("roster", officer, **asked) == [{"name": "钟小满", "persons": 4, "main_cause": "子女上学"}]
    then = [{"name": "钟大满", "persons": 2, "main_cause": "患重特大疾病"}]
    assert rows("roster", officer, **asked, as_of=before_today()) == then
    assert rows("roster", officer, **asked, as_of=before_today(), main_cause=Cause.ILLNESS) == then
    assert rows("roster", officer, **asked, as_of=before_today(), main_cause=Cause.SCHOOLING) == []


def test_a_past_day_has_those_who_were_on_file_then_with_level_and_category_of_then(officer):
    gone, stays = HouseholdFactory(level=Level.NATIONAL), HouseholdFactory(category=Category.DEEP)
    HouseholdFactory(filed_on=clock.today())
    left(gone, Status.EXITED, clock.today())
    numbers = [row["archive_no"] for row in rows("roster", officer, as_of=before_today(), fields="archive_no")]
    assert numbers == [gone.archive_no, stays.archive_no]
    first = rows("roster", officer, as_of=before_today(), fields="level,status")[0]
    assert first == {"level": "全国级", "status": "在档"}
    assert len(rows("roster", officer, as_of="2020-01-05")) == 0


def test_a_past_day_counts_what_had_been_received_by_then(officer, household):
    AidRecordFactory(household=household, amount=Decimal(100), received_on=datetime.date(2024, 3, 1), year=2024)
    AidRecordFactory(household=household, amount=Decimal(10), received_on=None, year=2024)
    found = [rows("roster", officer, fields="aid", as_of=day)[0]["aid"] for day in ("2024-03-01", "2024-12-31")]
    assert found == [Decimal(100), Decimal(110)]


def test_columns_of_the_present_alone_are_left_out_of_a_past_day(officer, household):
    query = Query.of(kind_of("roster"), officer, {"as_of": before_today(), "fields": "name,clear"})
    assert query.keys == ["name"]
    assert [field.key for field in query.left_out] == ["clear"]


def test_exits_of_a_period_with_their_way_and_reason(officer):
    out, cancelled = HouseholdFactory(), HouseholdFactory()
    left(out, Status.TAPERING, datetime.date(2025, 3, 1), cause="就业增收", channel="就业安置")
    left(cancelled, Status.CANCELLED, datetime.date(2025, 4, 1), cause="死亡")
    asked = {"start": "2025-01-01", "end": "2025-12-31", "fields": "archive_no,left_on,way,reason"}
    found = rows("exits", officer, **asked)
    assert [tuple(row.values()) for row in found] == [
        (out.archive_no, "2025-03-01", "脱困", "就业增收"),
        (cancelled.archive_no, "2025-04-01", "注销", "死亡"),
    ]
    assert [row["way"] for row in rows("exits", officer, **asked, way="cancelled")] == ["注销"]
    assert rows("exits", officer, start="2025-05-01", end="2025-12-31") == []


def test_the_ledger_counts_visits_difficulties_measures_and_what_is_solved(officer, household):
    day, home, call = clock.today(), VisitMethod.HOME, VisitMethod.CALL
    facts = {"household": household, "visitor_name": "帮扶干部", "situation": "好", "on": day}
    for method, met in ((home, Met.WORKER), (home, Met.NOBODY), (call, Met.WORKER)):
        Visit.objects.create(method=method, met=met, **facts)
    DifficultyFactory(household=household, closed_on=day, closed_reason="已解决")
    MeasureFactory(difficulty=DifficultyFactory(household=household))
    (found,) = rows("clear_ledger", officer, fields="home,call,found,planned,solved,open")
    assert tuple(found.values()) == (1, 1, 2, 1, 1, 1)
    (before,) = rows("clear_ledger", officer, fields="home", start="2020-01-01", end="2020-12-31")
    assert before["home"] == 0


def test_causes_are_counted_with_their_share(officer):
    for cause in (Cause.ILLNESS, Cause.ILLNESS, Cause.SCHOOLING):
        HouseholdFactory(main_cause=cause, persons=2)
    found = rows("causes", officer, fields="cause,households,share,people,level_national")
    assert [tuple(row.values()) for row in found] == [
        ("患重特大疾病", 2, "66.7%", 4, 2),
        ("子女上学", 1, "33.3%", 2, 1),
    ]


def test_missing_papers_list_those_that_lack_some(officer, household):
    (found,) = rows("missing_papers", officer, fields="lacking,papers")
    assert "个人申请书" in found["papers"]
    assert found["lacking"] == len(found["papers"].split("、"))
    facts = {"sha256": "0" * 64, "size": 1, "content_type": "application/pdf", "uploaded_by": officer}
    Attachment.objects.create(household=household, kind=AttachmentKind.APPLICATION, title="申请书", **facts)
    (now,) = rows("missing_papers", officer, fields="lacking,papers")
    assert now["lacking"] == found["lacking"] - 1


def test_dynamics_are_those_of_the_page(officer):
    HouseholdFactory(filed_on=datetime.date(2025, 2, 1))
    (found,) = rows("dynamics", officer, start="2025-01-01", end="2025-12-31")
    assert (found["opening"], found["new"], found["closing"]) == (0, 1, 1)
    (by,) = rows("dynamics", officer, start="2025-01-01", end="2025-12-31", by="category")
    assert by["name"] == "深度困难职工"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("kind", "most"), [("exits", 6), ("tapering", 8), ("missing_papers", 6), ("clear_ledger", 7)])
def test_registers_ask_as_often_for_one_row_as_for_three(kind, most, count, officer, django_assert_max_num_queries):
    for _number in range(count):
        home = HouseholdFactory(status=Status.TAPERING if kind == "tapering" else Status.ON_FILE)
        left(home, Status.TAPERING, clock.today())
    query = Query.of(kind_of(kind), officer, {})
    with django_assert_max_num_queries(most):
        assert len(list(query.rows())) == count


@pytest.mark.parametrize("kind", list(KINDS))
def test_nobody_finds_another_prefectures_archives_in_any_register(kind, outsider):
    home = HouseholdFactory()
    left(home, Status.TAPERING, clock.today())
    query = Query.of(kind_of(kind), outsider, {"union": "530100"})
    assert union("530100") == query.union
    assert list(query.rows()) == []
