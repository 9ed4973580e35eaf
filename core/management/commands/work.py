"""The background worker: runs queued jobs, and puts back in the queue those whose worker died."""

import logging
import threading

from django.db import Error, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Command as WorkerCommand

from core.jobs import OFTEN, resume_orphans

logger = logging.getLogger("huhuqing.jobs")
SEARCH_EVERY_SECONDS = 5


class Command(WorkerCommand):
    help = "Run queued jobs; any number of these, on any number of machines, share the queue."

    def handle(self, **options) -> None:
        options["interval"] = min(options["interval"], 0.5)
        options["reload"] = False
        threading.Thread(target=self.search_orphans, daemon=True).start()
        super().handle(**options)

    def search_orphans(self) -> None:
        """Look for orphans, and do what is due often, on a connection of this thread's own."""
        pause = threading.Event()
        while not pause.wait(SEARCH_EVERY_SECONDS):
            try:
                if count := resume_orphans():
                    logger.info("resumed %s interrupted jobs", count)
                for function in OFTEN:
                    function()
            except Error:
                logger.exception("work between the jobs failed")
                connection.close()
            close_old_connections()
