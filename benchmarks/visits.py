"""How many visits a second two web processes take over HTTP, and whether each of them is kept.

On a copy of the home's database, which is dropped afterwards: a real gunicorn, and a client in a process of its own
(``python -m benchmarks.visits post PORT``, what to post on its standard input).
"""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg2

from benchmarks.databases import copied_database
from benchmarks.measure import row

READER, NAME = "county-officer", "bench_visits"
POSTS, WARM, AT_ONCE = 1500, 100, 8
WEB = ("--workers", "2", "--threads", "4", "--timeout", "120", "--no-control-socket", "--log-level", "error")
TOKEN = "b" * 32
TRIES = 3


def run(home: Path) -> list[dict[str, Any]]:
    """Post visits to the archives of a county, from eight connections at once, and look for each of them."""
    with copied_database(NAME) as url:
        place = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.visits", "prepare"]
        prepared = json.loads(subprocess.run(command, env=place, stdout=subprocess.PIPE, check=True).stdout)
        with served(place) as port:
            post(port, prepared, WARM)
            told = post(port, prepared, POSTS)
        kept = _kept(url, told["ids"])
    return [
        row("visits posted, 2 web processes", len(told["ids"]) / told["seconds"], "per s", ">= 100"),
        row("of them not kept", len(told["ids"]) - kept, "", "<= 0"),
        row("answers other than 200", told["refused"], "", "<= 0"),
        row("answer, median", told["median"], "ms"),
        row("answer, slowest of 100", told["p99"], "ms"),
    ]


@contextlib.contextmanager
def served(place: dict[str, str]) -> Iterator[int]:
    """Run the web server as bin/run does, on a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "config.wsgi", *WEB]
    with subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}"], env=place) as web:
        try:
            _wait_for(port)
            yield port
        finally:
            web.terminate()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as asked:
            asked.request("GET", "/login/")
            asked.getresponse()
            return
        time.sleep(0.1)
    raise SystemExit("the web server did not start")


def post(port: int, prepared: dict[str, Any], count: int) -> dict[str, Any]:
    """Post so many visits by the client, and return what it tells."""
    command = [sys.executable, "-m", "benchmarks.visits", "post", str(port), str(count)]
    done = subprocess.run(command, input=json.dumps(prepared).encode(), stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _kept(url: str, ids: list[str]) -> int:
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pairing_visit WHERE client_id = ANY(%s::uuid[])", [ids])
        return int(cursor.fetchone()[0])


def prepare() -> None:
    """Log in on the copy, and print the session and the archives that may be visited, each with its cadre."""
    import django  # noqa: PLC0415

    django.setup()
    from benchmarks.pages import browser_of  # noqa: PLC0415
    from core import clock  # noqa: PLC0415
    from organizations.models import User  # noqa: PLC0415
    from pairing.models import Pairing  # noqa: PLC0415

    user = User.objects.get(username=READER)
    active = Pairing.objects.filter(ended_on=None, kind="responsible", household__status="on_file")
    homes = active.filter(household__union_path__startswith=user.union.path).order_by("household__archive_no")
    archives = list(homes.values_list("household__archive_no", "cadre_id")[:2000])
    session = browser_of(READER).cookies["sessionid"].value
    print(json.dumps({"session": session, "archives": archives, "day": clock.today().isoformat()}))


def client(port: int, count: int) -> None:
    """Post visits from some connections at once; one that breaks is tried again under the same number."""
    prepared = json.load(sys.stdin)
    wanted = [(str(uuid.uuid4()), *prepared["archives"][n % len(prepared["archives"])]) for n in range(count)]
    posters = [Poster(port, prepared, wanted[start::AT_ONCE]) for start in range(AT_ONCE)]
    start = time.perf_counter()
    for poster in posters:
        poster.start()
    for poster in posters:
        poster.join()
    seconds = time.perf_counter() - start
    times = sorted(taken for poster in posters for taken in poster.times)
    told = {"ids": [number for number, *_ in wanted], "seconds": seconds, "refused": sum(p.refused for p in posters)}
    print(json.dumps(told | {"median": times[len(times) // 2], "p99": times[int(len(times) * 0.99)]}))


class Poster(threading.Thread):
    """One connection that posts its visits one after another."""

    def __init__(self, port: int, prepared: dict[str, Any], visits: list[tuple[str, str, int]]) -> None:
        super().__init__()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.visits, self.day = visits, prepared["day"]
        self.times: list[float] = []
        self.refused = 0
        cookies = f"sessionid={prepared['session']}; csrftoken={TOKEN}"
        form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        self.headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, **form}

    def run(self) -> None:
        """Post all of them."""
        for number, archive, cadre in self.visits:
            body = urlencode(self.facts(number, cadre))
            start = time.perf_counter()
            answer = self.posted(f"/households/{archive}/visits/new/", body)
            self.times.append((time.perf_counter() - start) * 1000)
            self.refused += b'"url"' not in answer

    def posted(self, path: str, body: str) -> bytes:
        """Post once, and again after a broken connection."""
        for _ in range(TRIES):
            try:
                self.connection.request("POST", path, body, self.headers)
                return self.connection.getresponse().read()
            except (OSError, http.client.HTTPException):
                self.connection.close()
        return b""

    def facts(self, number: str, cadre: int) -> dict[str, Any]:
        """Return what the form of a visit says."""
        rows = {"found-TOTAL_FORMS": 1, "found-INITIAL_FORMS": 0, "found-0-need": "", "found-0-description": ""}
        words = {"situation": "病情平稳，近期在县医院复查，家庭收支与上次相同。", "policies": "大病保险和医疗互助"}
        seen = {"on": self.day, "method": "home", "met": "worker", "visitor": cadre, "basics_confirmed": "on"}
        return {"client_id": number, **seen, **words, **rows}


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare()
    else:
        client(int(sys.argv[2]), int(sys.argv[3]))
