"""After households were imported, their six-clear is computed with them, in the same transaction."""

from audits.actions.clear import refresh_clear
from households.importing.batches import Batch
from households.importing.registry import Part, register


class ClearPart(Part):
    """Reads no column; follows what the other parts have written."""

    def finish(self, batch: Batch) -> None:
        """Compute the six items of the households that were written; a dozen queries for the batch."""
        refresh_clear([case.archive.pk for case in batch.written])


register(ClearPart())
