"""The background worker: runs queued jobs, and puts back in the queue those whose worker died."""

import contextlib
import logging
import os
import threading

from django.db import Error, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Command as WorkerCommand

from core import store
from core.jobs import OFTEN, resume_orphans
from core.store import StoreTrouble

logger = logging.getLogger("huhuqing.jobs")
SEARCH_EVERY_SECONDS = 5
STORE_EVERY_SECONDS = 30
NICE = 10


class Command(WorkerCommand):
    help = "Run queued jobs; any number of these, on any number of machines, share the queue."

    def handle(self, **options) -> None:
        options["interval"] = min(options["interval"], 0.5)
        options["reload"] = False
        with contextlib.suppress(OSError):
            os.nice(NICE)  # pages first: who waits for a file has been told how long, who clicks has not
        self.wait_for_store()
        threading.Thread(target=self.search_orphans, daemon=True).start()
        super().handle(**options)

    def wait_for_store(self) -> None:
        """Take no job while the store is not mounted here: another machine's worker can do it."""
        pause = threading.Event()
        while True:
            try:
                store.root()
            except StoreTrouble as trouble:
                logger.error("%s", trouble.message)
                pause.wait(STORE_EVERY_SECONDS)
            else:
                return

    def search_orphans(self) -> None:
        """Look for orphans, and do what is due often, on a connection of this thread's own."""
        pause = threading.Event()
        while not pause.wait(SEARCH_EVERY_SECONDS):
            try:
                if count := resume_orphans():
                    logger.info("resumed %s interrupted jobs", count)
            except (Error, OSError):
                logger.exception("looking for orphans failed")
                connection.close()
            do_often()
            close_old_connections()


def do_often() -> None:
    """Do what is due often; one that fails keeps neither the others nor the next search from being done."""
    for function in OFTEN:
        try:
            function()
        except Exception:
            logger.exception("work between the jobs failed: %s", function.__name__)
            connection.close()
