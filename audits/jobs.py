"""What the worker does between the jobs: states of 六清 that were overtaken, and tapers that have run out."""

from audits.actions.clear import refresh_stale
from audits.actions.monitoring import end_tapers
from core.jobs import often

often(refresh_stale)
often(end_tapers)
