"""The strata of a draw with what became of their samples."""

from django.db.models import Count, Q

from audits.models import Stratum, Verification


def strata_of(verification: Verification) -> list[Stratum]:
    """Return the strata in the order of the draw, each with how many are asked, have left and came instead; one query.

    ``asked`` falls below ``sampled`` where somebody left and nobody of the stratum was left to come instead.
    """
    left, taken = Q(sample__left_at__isnull=False), Q(sample__replaces__isnull=False)
    counted = verification.strata.select_related("union").annotate(
        asked=Count("sample", filter=~left), left=Count("sample", filter=left), taken=Count("sample", filter=taken)
    )
    return list(counted.order_by("pk"))
