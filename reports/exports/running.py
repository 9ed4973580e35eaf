"""Writing an export in the background: as its owner sees the register now, placed whole."""

import time

from core.jobs import Cancelled, Progress
from core.store import placing
from organizations.enums import AccessVerb
from reports.catalogue import kind_of
from reports.catalogue.query import Query
from reports.catalogue.writing import record_written, write


def run_export(progress: Progress) -> None:
    """Write the file of an export; started again it is written anew, and only one is ever there."""
    job = progress.job
    query = Query.of(kind_of(job.params["what"]), job.owner, job.params["query"])
    began = time.monotonic()
    try:
        with placing(job) as draft:
            written = write(query, job.params["format"], draft, progress=progress)
            size = draft.stat().st_size
            # Logged before anybody can fetch the file; each fetching has a line of its own.
            record_written(query, written, by=job.owner, verb=AccessVerb.EXPORT, purpose=job.purpose)
    except Cancelled:
        job.message = "已按要求取消，没有生成文件。"
        raise
    took = {"seconds": round(time.monotonic() - began, 2), "bytes": size, "paper": query.paper}
    job.done, job.result = job.total, {"rows": written.rows, "pages": written.pages, **took}
