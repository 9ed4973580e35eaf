"""The roster: whom it lists, in which order and groups, the same on paper, in the workbook and in plain text."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from core.errors import DomainError, NotAllowed
from households.enums import Cause, Level, Status
from households.models import Household
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from reports.catalogue import kind_of
from reports.catalogue.query import Query
from reports.catalogue.writing import write
from tests.reports.forms_case import words_of
from tests.support.factories import AidRecordFactory, HouseholdFactory, union, user_with

pytestmark = pytest.mark.django_db
FEW = "no,archive_no,name,identity_no,persons,aid"


def asked(user, **params) -> Query:
    return Query.of(kind_of("roster"), user, params)


def read(path) -> list[list]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def test_it_lists_the_archives_on_file_below_the_union_and_nobody_elses(officer, outsider):
    here = HouseholdFactory(worker="钟小满")
    HouseholdFactory(status=Status.DRAFT)
    HouseholdFactory(union=union("530102"), worker="别处人")
    assert [row[1:3] for row in asked(officer, fields=FEW).rows()] == [(here.archive_no, "钟小满")]
    assert [row[2] for row in asked(outsider, fields=FEW).rows()] == ["别处人"]


def test_who_asks_for_a_union_outside_is_told_that_there_is_none(outsider):
    with pytest.raises(DomainError) as caught:
        asked(outsider, union="532524")
    assert caught.value.field == "union"


def test_administrators_and_cadres_have_no_registers(sysadmin, cadre):
    for user in (sysadmin, cadre):
        with pytest.raises(NotAllowed):
            asked(user)


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"fields": "name,nonsense"}, "fields"),
        ({"order": "nonsense"}, "order"),
        ({"level": "nonsense"}, "level"),
        ({"as_of": "3月"}, "as_of"),
        ({"as_of": "2999-01-01"}, "as_of"),
        ({"levle": "national"}, "levle"),
    ],
)
def test_what_cannot_be_is_named(officer, params, field):
    with pytest.raises(DomainError) as caught:
        asked(officer, **params)
    assert caught.value.field == field


def test_numbers_are_masked_unless_asked_for_by_who_may_have_them(officer, registrar, household):
    full = household.head.identity_no
    assert next(asked(officer, fields="identity_no").rows()) == (f"{full[:6]}********{full[-4:]}",)
    assert next(asked(officer, fields="identity_no", in_full="1").rows()) == (full,)
    with pytest.raises(NotAllowed):
        asked(registrar, fields="identity_no", in_full="1")


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_often_for_one_archive_as_for_three(officer, count, django_assert_num_queries):
    for _number in range(count):
        HouseholdFactory()
    query = asked(officer)
    with django_assert_num_queries(4):
        assert len(list(query.rows())) == count


def test_the_workbook_holds_what_the_database_holds_for_two_readers(officer, tmp_path):
    homes = [HouseholdFactory(persons=number) for number in (2, 3)]
    AidRecordFactory(household=homes[0], amount=Decimal("1234.50"))
    written = write(asked(officer, fields=FEW, in_full="1"), "xlsx", tmp_path / "a.xlsx")
    expected = [
        [n, home.archive_no, home.head_name, home.head.identity_no, home.persons, amount]
        for n, home, amount in ((1, homes[0], 1234.5), (2, homes[1], 0))
    ]
    assert read(tmp_path / "a.xlsx")[3:5] == expected
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [list(row)[:6] for row in sheet.iter_rows(min_row=4, max_row=5, values_only=True)] == expected
    assert (written.rows, written.masked, written.archives) == (2, False, {home.archive_no for home in homes})


def test_paper_workbook_and_text_have_the_same_rows(officer, tmp_path):
    home = HouseholdFactory(worker="钟小满")
    for form in ("pdf", "xlsx", "csv"):
        write(asked(officer), form, tmp_path / f"a.{form}")
    (row,) = asked(officer).rows()
    assert read(tmp_path / "a.xlsx")[3] == ["" if cell is None else cell for cell in row]
    heads, line = csv.reader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig")))
    assert (heads[5], line[5]) == ("姓名", "钟小满")
    words = words_of((tmp_path / "a.pdf").read_bytes())
    assert words.count(home.archive_no) == words.count("计1户") == 1


def test_groups_have_a_heading_and_a_subtotal(officer, tmp_path):
    for cause, persons in ((Cause.SCHOOLING, 4), (Cause.ILLNESS, 3), (Cause.ILLNESS, 2)):
        HouseholdFactory(main_cause=cause, persons=persons)
    write(asked(officer, fields="name,persons", group="cause"), "xlsx", tmp_path / "a.xlsx")
    firsts = [row[:2] for row in read(tmp_path / "a.xlsx")[3:11]]
    assert [row for row in firsts if row[0] != "赵小兰"] == [
        ["主要致困原因：患重特大疾病", ""],
        ["小　计　2 户", 5],
        ["主要致困原因：子女上学", ""],
        ["小　计　1 户", 4],
        ["合　　计　3 户", 9],
    ]


def test_what_looks_like_a_formula_stays_text(officer, tmp_path):
    HouseholdFactory(worker="=1+1", address="@SUM(A1)")
    for form in ("xlsx", "csv"):
        write(asked(officer, fields="name,address"), form, tmp_path / f"a.{form}")
    assert read(tmp_path / "a.xlsx")[3] == ["'=1+1", "'@SUM(A1)"]
    assert "'=1+1,'@SUM(A1)" in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_rare_characters_are_set_and_unknown_ones_named_with_their_row(officer, tmp_path):
    HouseholdFactory(worker="王𬬻", archive_no="532524202000001")
    write(asked(officer), "pdf", tmp_path / "a.pdf")
    assert "王𬬻" in words_of((tmp_path / "a.pdf").read_bytes())
    HouseholdFactory(worker="王\U000f0001", archive_no="532524202000002")
    with pytest.raises(DomainError, match="第 2 行“姓名”中的“\U000f0001”"):
        write(asked(officer), "pdf", tmp_path / "b.pdf")
    assert not (tmp_path / "b.pdf").exists()


def test_the_command_writes_in_the_scope_of_an_account_and_logs_it(officer, tmp_path):
    national, _province = HouseholdFactory(level=Level.NATIONAL), HouseholdFactory(level=Level.PROVINCE)
    options = {"by": "officer", "out": tmp_path / "a.csv", "format": "csv", "filter": ["level=national"]}
    call_command("export_register", "roster", **options)
    logged = AccessLog.objects.filter(user=officer, verb=AccessVerb.EXPORT).order_by("pk")
    assert [line.subject for line in logged] == ["全国级在档困难职工花名册", national.archive_no]
    assert "号码已隐去，1 行" in logged[0].detail
    with pytest.raises(CommandError, match="没有编码为 530100 的工会"):
        call_command("export_register", "roster", **options, union="530100")
    with pytest.raises(CommandError, match="没有“nonsense”这种报表"):
        call_command("export_register", "nonsense", **options)
    with pytest.raises(CommandError, match="写不了"):
        call_command("export_register", "roster", **options | {"out": tmp_path / "none" / "a.pdf"})


def test_a_finance_officer_of_one_county_gets_no_full_numbers_of_a_prefecture(household):
    user = user_with(Role.REGISTRAR, "532500", username="both")
    assert Household.objects.visible_to(user).count() == 1
    assert asked(user).union.code == "532500"


@pytest.mark.parametrize("group", ["", "county"])
def test_the_first_rows_of_the_tree_are_read_from_an_index_without_sorting(group, provincial):
    HouseholdFactory.create_batch(3)
    query = asked(provincial, group=group)
    with CaptureQueriesContext(connection) as seen, connection.cursor() as cursor:
        assert len(list(query.rows())) == 3
        (sql,) = [one["sql"] for one in seen if 'COLLATE "C"' in one["sql"]]
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql[sql.index('SELECT') :]}")
        assert "household_in_tree" in "".join(line for (line,) in cursor.fetchall())
