"""Whether 200 exports of 20 people are served in turn by 2 workers, and what pages cost meanwhile.

Everything happens in a copy of the home's database that is dropped afterwards, with a store of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.databases import copied_database

NAME = "bench_exports"
# A process of its own: this one is tied to the database of the home.
PLAY = "import json, django; django.setup(); from benchmarks.exports_play import play; print(json.dumps(play()))"


def run(home: Path) -> list[dict[str, Any]]:
    """Play in the copy."""
    with copied_database(NAME) as url, tempfile.TemporaryDirectory(dir=home) as folder:
        place = os.environ | {"DATABASE_URL": url, "MEDIA_STORE": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        played = subprocess.run([sys.executable, "-c", PLAY], env=place, stdout=subprocess.PIPE, check=True, text=True)
    rows: list[dict[str, Any]] = json.loads(played.stdout.splitlines()[-1])
    return rows
