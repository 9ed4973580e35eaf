"""What the worker does between the jobs: overtaken states of 六清, tapers that ran out, days of campaigns."""

from audits.actions.campaigns import keep_days
from audits.actions.clear import refresh_stale
from audits.actions.monitoring import end_tapers
from core.jobs import often

often(refresh_stale)
often(end_tapers)
often(keep_days)
