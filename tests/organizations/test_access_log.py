"""The access log: the database keeps every line as it was written, the audit administrator reads it."""

import datetime

import pytest
from django.db import InternalError, connection, transaction
from django.utils import timezone

from organizations.actions.access import record_access, record_accesses, record_failed_login
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from tests.support.factories import user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(officer):
    return record_access(officer, AccessVerb.REVEAL, "532524202000001", detail="身份证号")


@pytest.mark.parametrize(
    "change",
    [
        lambda line: AccessLog.objects.filter(pk=line.pk).update(detail=""),
        lambda line: AccessLog.objects.filter(pk=line.pk).delete(),
        lambda line: connection.cursor().execute("DELETE FROM organizations_accesslog"),
    ],
)
def test_database_refuses_to_change_or_delete_a_line(line, change):
    with pytest.raises(InternalError, match="Cannot update or delete rows"), transaction.atomic():
        change(line)
    assert AccessLog.objects.get(pk=line.pk).detail == "身份证号"


def test_many_lines_are_one_statement(officer, django_assert_num_queries):
    with django_assert_num_queries(1):
        record_accesses(officer, AccessVerb.PRINT, [f"5325242020{number:05d}" for number in range(50)])
    assert AccessLog.objects.count() == 50


def test_long_words_are_cut_rather_than_refused(officer):
    kept = record_access(officer, AccessVerb.EXPORT, "档" * 200, detail="案" * 400)
    assert (len(kept.subject), len(kept.detail)) == (120, 300)


def test_audit_administrator_sees_the_acts_of_the_own_unions(officer, outsider, auditadmin, line):
    record_access(outsider, AccessVerb.VIEW, "530102202000001")
    record_failed_login("nobody", locked=False)
    county = user_with(Role.AUDIT_ADMIN, "532524")
    assert AccessLog.objects.visible_to(auditadmin).count() == 3
    assert list(AccessLog.objects.visible_to(county)) == [line]
    assert AccessLog.objects.visible_to(officer).count() == 0


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ("", ["nobody", "二", "一"]),
        ("user=officer", ["二", "一"]),
        ("user=经办员", ["二", "一"]),
        ("user=nobody", ["nobody"]),
        ("verb=print", ["二"]),
        ("subject=一", ["一"]),
        ("verb=nonsense", ["nobody", "二", "一"]),
        ("user=stranger", []),
    ],
)
def test_page_filters_by_account_verb_and_subject(as_user, auditadmin, officer, query, subjects):
    record_access(officer, AccessVerb.VIEW, "一")
    record_access(officer, AccessVerb.PRINT, "二")
    record_failed_login("nobody", locked=False)
    page = as_user(auditadmin).get(f"/access-log/?{query}").context["page"]
    assert [entry.subject for entry in page] == subjects


def test_page_filters_by_days(as_user, auditadmin, line):
    client, today = as_user(auditadmin), timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)

    def found(**days):
        return list(client.get("/access-log/", days).context["page"])

    assert found(since=today, until=today) == [line]
    assert found(until=yesterday) == []
    assert found(since="0001-01-01", until="9999-12-31") == [line]
    answer = client.get("/access-log/", {"since": today, "until": yesterday})
    assert "结束日期不能早于开始日期" in answer.content.decode()


def test_page_costs_the_same_with_many_lines(as_user, auditadmin, officer, django_assert_num_queries):
    client = as_user(auditadmin)
    for count in (1, 3):
        record_accesses(officer, AccessVerb.VIEW, [f"档案{number}" for number in range(count)])
        with django_assert_num_queries(4):
            client.get("/access-log/")


def test_page_is_read_only(as_user, auditadmin):
    assert as_user(auditadmin).post("/access-log/").status_code == 405
