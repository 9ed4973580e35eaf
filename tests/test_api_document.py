"""The worked exchange of docs/api.md, run as it is written against a real server."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from households.models import Household
from organizations.enums import Role
from pairing.models import Visit
from tests.support.api import Program
from tests.support.factories import HouseholdFactory, user_with
from tests.support.source import ROOT

DOCUMENT = (ROOT / "docs/api.md").read_text(encoding="utf-8")
CURL = re.findall(r"^    (api\(\) .*)$", DOCUMENT, re.MULTILINE) + re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL)
PYTHON = re.search(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)[1]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture(scope="session")
def static_root():
    """Give the server the directory that it looks for static files in."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def run(static_root, live_server, tmp_path):
    """Return a function that runs a program as a system with a token, and returns what it printed."""
    officer = user_with(Role.OFFICER, "532524", username="exchange", name="交换平台")
    HouseholdFactory(archive_no="532524202600001")
    told = {"HHQ": live_server.url, "TOKEN": Program(officer).secret, "PYTHONIOENCODING": "utf-8"}

    def run(*command):
        done = subprocess.run(command, env=os.environ | told, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    return run


def test_the_exchange_by_curl(run):
    run("bash", "-e", "-o", "pipefail", "-c", "\n".join(CURL))
    opened = Household.objects.get(status="draft")
    assert (opened.head_name, opened.address) == ("钟离秋水", "建水县临安镇建中路8号")


def test_the_exchange_by_python(run):
    printed = run(sys.executable, "-W", "error", "-c", PYTHON).splitlines()
    visit = Visit.objects.get()
    assert printed[0] == "#/on 走访日期不能晚于今天。"
    assert printed[1].startswith("412 交换平台 于 ")
    assert sorted(printed[2:]) == [
        "archives 532524202600001 修改 /api/v1/archives/532524202600001/",
        f"visits {visit.pk} 新建 /api/v1/visits/{visit.pk}/",
    ]
