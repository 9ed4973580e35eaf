"""Opinion boxes: one for each decision of a review's procedure, filled in as far as it has come."""

from reports.forms.data import Opinion
from reports.forms.words import long_day, signed_by
from reviews.enums import Outcome, StepKind, StepLevel
from reviews.models import Record, Review

HEADINGS = {
    StepLevel.GRASSROOTS: "基层工会意见",
    StepLevel.COUNTY: "县级总工会（产业工会）意见",
    StepLevel.PREFECTURE: "州（市）总工会意见",
    StepLevel.PROVINCE: "省总工会意见",
}
TICKED = "■"
USUAL_LEVELS = (StepLevel.GRASSROOTS, StepLevel.COUNTY, StepLevel.PREFECTURE)


def opinions_of(review: Review | None, blank: str) -> tuple[Opinion, ...]:
    """Return the boxes of a review, or those of the usual three levels while there is none.

    ``blank`` stands in a box that is still open, to be ticked by hand. The review's records and its procedure's steps
    must have been loaded (``with_records``).
    """
    if review is None:
        return tuple(Opinion(HEADINGS[level], blank) for level in USUAL_LEVELS)
    standing = standing_records(review)
    steps = [step for step in review.procedure.steps.all() if step.kind == StepKind.DECIDE]
    return tuple(opinion_of(HEADINGS[StepLevel(step.level)], standing.get(step.pk), blank) for step in steps)


def opinion_of(heading: str, record: Record | None, blank: str) -> Opinion:
    """Return the box of one step: filled in when it was decided, else to be ticked by hand."""
    if record is None or record.outcome not in (Outcome.PASS, Outcome.REFUSE):
        return Opinion(heading, blank)
    return Opinion(heading, _said(record, blank), signed_by(record), long_day(record.at))


def _said(record: Record, blank: str) -> str:
    """Tick what was decided, the first choice for it and the second against it, and add the opinion that says more."""
    before, chosen, after = blank.partition("□") if record.outcome == Outcome.PASS else blank.rpartition("□")
    opinion = record.opinion.strip()
    more = "" if opinion.rstrip("。") == record.get_outcome_display() else opinion
    return "\n".join(filter(None, (f"{before}{TICKED}{after}" if chosen else blank, more)))


def standing_records(review: Review) -> dict[int, Record]:
    """Return by step the records that still hold: a return undoes those from the step that it leads back to."""
    standing: dict[int, Record] = {}
    for record in sorted(review.records.all(), key=lambda record: record.pk):
        if record.outcome == Outcome.RETURN:
            back = record.returned_to.number  # type: ignore[union-attr]
            standing = {step: kept for step, kept in standing.items() if kept.step.number < back}
        else:
            standing[record.step_id] = record
    return standing
