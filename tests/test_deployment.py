"""What docs/deployment.md tells an administrator, held against what the system reads."""

import logging
import re
import sys

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils.module_loading import import_string

from config import gunicorn
from core.checks import discreet_database
from tests.support.source import PACKAGES, ROOT, modules

READ = re.compile(r"""(?:flag|number|directory|environ\.get)\(\s*"([A-Z_]+)\"""")
PAGE = (ROOT / "docs/deployment.md").read_text(encoding="utf-8")


def test_every_variable_that_is_read_is_explained():
    read = {name for m in modules() if m.name.split("/")[0] in PACKAGES for name in READ.findall(m.text)}
    listed = set(re.findall(r"`([A-Z_]+)`", PAGE))
    assert read - listed == set()
    assert {"APP_HOME", "DATABASE_URL", "DEMO", "PROXIES"} <= read


def test_defaults_are_those_of_the_settings():
    settings = (ROOT / "config/settings.py").read_text(encoding="utf-8")
    defaults = dict(re.findall(r'number\("([A-Z_]+)", (\d+)', settings))
    assert {name: re.search(rf"\| `{name}` \| `(\d+)`", PAGE)[1] for name in defaults} == defaults


def test_every_variable_of_the_example_is_explained():
    example = (ROOT / "deploy/huhuqing.env").read_text(encoding="utf-8")
    named = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    assert named - set(re.findall(r"`([A-Z_]+)`", PAGE)) == set()


def test_no_log_of_requests_holds_what_was_searched_for():
    assert not re.findall(r"%\((?:r|q|f)\)", gunicorn.access_log_format)
    for name in ("bin/run", "deploy/huhuqing-web.service"):
        assert "gunicorn --config python:config.gunicorn" in (ROOT / name).read_text(encoding="utf-8")
    proxy = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    assert "without_query if=$logged;" in proxy
    assert not re.findall(r"\$(?:request |args|query_string|http_referer)", proxy.split("server {")[0])


def test_no_log_of_requests_holds_who_complained():
    assert "map $uri $logged { ~^/(voice|static)/ 0; default 1; }" in (ROOT / "deploy/nginx.conf").read_text(
        encoding="utf-8"
    )
    assert [gunicorn.is_logged(path) for path in ("/voice/anonymous/", "/static/css/grievances.css")] == [False, False]
    assert gunicorn.is_logged("/apply/")


def logged(words, *values):
    """Return what stands in the log when a statement fails."""
    line = settings.LOGGING["formatters"]["line"]
    formatter = import_string(line["()"])(line["format"], style=line["style"])
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words, values)
    except DatabaseError:
        facts = {"levelname": "ERROR", "levelno": logging.ERROR, "msg": "failed", "exc_info": sys.exc_info()}
        return formatter.format(logging.makeLogRecord(facts))
    raise AssertionError(words)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("INSERT INTO organizations_agency (name) VALUES (%s)", ["何春生\n红河路 3 号"]),
        ("SELECT %s::int", ["53252419900101001X"]),
        ("SELECT %s::int", ["13987301234"]),
        ("SELECT %s::int", ["6228480402564890018"]),
    ],
)
def test_no_log_of_errors_holds_whom_they_are_about(words, values):
    told = logged(words, *values)
    assert "DatabaseError" in told or "Error: " in told
    assert not [mark for mark in ("何春生", "红河路", "5324199", "3987301", "4025648") if mark in told]


class Speechless(Exception):
    """An error that cannot say what it is."""

    def __str__(self):
        raise RuntimeError


def test_what_cannot_say_itself_keeps_its_line_in_the_log():
    formatter = import_string(settings.LOGGING["formatters"]["line"]["()"])("%(message)s")
    facts = {"msg": "job 7 failed", "exc_info": (Speechless, Speechless(), None)}
    assert "job 7 failed" in formatter.format(logging.makeLogRecord(facts))


@pytest.mark.django_db
def test_the_database_logs_no_statement_with_its_values():
    assert discreet_database(databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL log_min_error_statement = 'error'")
    assert [found.id for found in discreet_database(databases=["default"])] == ["core.database_log"]
