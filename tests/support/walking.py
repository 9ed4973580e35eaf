"""What tests that walk the routes share: what a person can read of an answer, and what a request has written."""

import io
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.test import Client

from organizations.middleware import LAST_SEEN
from organizations.models import User
from tests.reports.booklet_case import text_of as pdf_text

A_DAY = 24 * 60 * 60
READABLE = ("application/vnd.oai.openapi+json", "text/", "application/json")
READS = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|SET)\b")
# What pg_stat_xact_user_tables says, without its joins.
WRITTEN = """
    SELECT relname,
        pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
            + pg_stat_get_xact_tuples_deleted(oid)
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND relname NOT IN ('organizations_accesslog', 'django_session', 'axes_accessattempt')
"""


def lasting_session(user: User) -> str:
    """Log somebody in for a walk of any length: the session neither ends on the way nor is stamped anew each time."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[LAST_SEEN] = time.time() + A_DAY
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def written() -> dict[str, int]:
    """Return how many rows of each table this transaction has written, the lines of the logs aside."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return {name: count for name, count in cursor.fetchall() if count}


class Writes:
    """What the statements inside ``watched`` did: before the first that may write, the rows written so far are counted.

    Of ten thousand requests of a walk most are refused, and read alone.
    """

    def __init__(self) -> None:
        self.before: dict[str, int] | None = None

    def __call__(self, execute: Callable, sql: str, *rest: object) -> object:
        if self.before is None and not READS.match(sql):
            self.before = {}
            self.before = written()
        return execute(sql, *rest)

    def done(self) -> bool:
        """Tell whether rows were written."""
        return self.before is not None and written() != self.before


@contextmanager
def watched() -> Iterator[Writes]:
    """Let it be told afterwards whether what runs inside wrote rows."""
    writes = Writes()
    with connection.execute_wrapper(writes):
        yield writes


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
