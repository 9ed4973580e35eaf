"""The rates of a third-party verification as sources: of every union of a sheet at once, weighted by its strata."""

from decimal import Decimal
from functools import partial
from urllib.parse import urlencode

from django.urls import reverse

from audits.models import Verification
from audits.scores.scales import to_points
from audits.scores.sources import Asked, Counted, Figure, Lead, Source, register
from audits.verification.enums import ProjectStatus
from audits.verification.intervals import Rate
from audits.verification.ratekinds import RATES, RateKind
from audits.verification.surveying import Surveyed, survey
from organizations.scope import paths_down_to


def surveyed(asked: Asked) -> Surveyed | None:
    """Read the last verification that ended in the time asked for and covers the sheet's union; five queries."""
    held = Verification.objects.filter(status=ProjectStatus.CLOSED, ends_on__range=(asked.first, asked.last))
    verification = held.filter(union__path__in=paths_down_to(asked.judge)).order_by("-ends_on", "-pk").first()
    return survey(verification, asked.length) if verification else None


def rates(kind: RateKind, asked: Asked) -> Counted:
    """Return a rate for each union of which somebody was judged; points would tell what is withheld of answers."""
    found = asked.once("surveyed", lambda: surveyed(asked))
    if found is None:
        return {}
    said = {path: found.rate(kind, path) for path in asked.paths if not found.withholds(kind, path)}
    return {path: _figure(rate, found.verification) for path, rate in said.items() if rate is not None}


def _figure(rate: Rate, verification: Verification) -> Figure:
    words = f"{verification}，按层加权"
    return Figure(rate.hits, rate.judged, to_points(Decimal(str(rate.share)) * 100), words, verification.pk)


def results(lead: Lead) -> str:
    """Return the page of the verification with the rates of a union, each of which opens its list there."""
    if lead.ref is None:
        return ""
    return f"{reverse('verification_results', args=[lead.ref])}?{urlencode({'union': lead.union.code})}"


LATEST = "，取当年已结束的最近一次核查"
IN_CONFIDENCE = "；作答太少的单位为受访户保密，不计"
register(
    *(
        Source(
            f"survey_{kind.code}",
            f"第三方核查{kind.name}",
            kind.formula + LATEST + (IN_CONFIDENCE if kind.by_answers else ""),
            partial(rates, kind),
            behind=results,
        )
        for kind in RATES
    )
)
