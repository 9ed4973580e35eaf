"""What the worker does for 六清 between the jobs: states that time or a large change has overtaken."""

from audits.actions.clear import refresh_stale
from core.jobs import often

often(refresh_stale)
