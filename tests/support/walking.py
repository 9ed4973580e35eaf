"""What tests that walk the routes share: what a person can read of an answer, and what a request has written."""

import io
import zipfile

from django.db import connection

from tests.reports.booklet_case import text_of as pdf_text

READABLE = ("application/vnd.oai.openapi+json", "text/", "application/json")
# What pg_stat_xact_user_tables says, without its joins: this is asked twice for each of ten thousand requests.
WRITTEN = """
    SELECT relname,
        pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
            + pg_stat_get_xact_tuples_deleted(oid)
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND relname NOT IN ('organizations_accesslog', 'django_session', 'axes_accessattempt')
"""


def written() -> dict[str, int]:
    """Return how many rows of each table this transaction has written, the lines of the logs aside."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return {name: count for name, count in cursor.fetchall() if count}


def text_of(response) -> str:
    """Return what a person can read of an answer, a workbook unpacked."""
    content = response.getvalue() if response.streaming else response.content
    kind = response["Content-Type"]
    if kind.startswith("application/vnd.openxmlformats"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    if kind == "application/pdf":
        return pdf_text(content)
    assert kind.startswith(READABLE) or kind.startswith("image/"), kind
    return "" if kind.startswith("image/") else content.decode()
