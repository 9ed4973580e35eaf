"""A worker of its own process that is killed in the middle of its work."""

import os
import signal
import subprocess
import sys

from django.conf import settings
from django.db import connection

from core.models import Job


def kill_a_worker(program: str, job: Job, *more: str) -> None:
    """Start a program with the database, the job and ``more`` as arguments, and kill it when it says that it is ready.

    It says so in the middle of a transaction. The database learns of the death a moment later.
    """
    worker = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", program, connection.settings_dict["NAME"], str(job.pk), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
    )
    assert worker.stdout.readline() == b"ready\n"
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
