"""What docs/deployment.md tells an administrator, held against what the system reads."""

import re

from config import gunicorn
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
