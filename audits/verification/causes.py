"""What is wrong of a household in a few words (问题点), by what was found: for decisions other than proposed."""

from collections.abc import Iterable, Sequence

from audits.enums import ExitItem
from audits.models import VerificationFinding
from audits.verification.enums import Outcome, PopulationClass
from audits.verification.judging import NO_INCOME, OVERDUE, STILL_QUALIFIED, UNFILED, UNQUALIFIED, unsecured
from audits.verification.loading import DIFFERING, PERSONS

LONGEST = 80
NOT_AT_STANDARD = "未达到退出标准"
FACTS_DIFFER = "档案信息与实际不符"


def short(cause: str) -> str:
    """Write a cause without what is said in brackets at its end, so that it can be counted."""
    return cause.replace("（含）", "").partition("（")[0][:LONGEST]


def usual_cause(outcome: str, population_class: str) -> str:
    """Return what an outcome says by itself, for who names nothing more."""
    exited = STILL_QUALIFIED if population_class == PopulationClass.CANCELLED else NOT_AT_STANDARD
    return {
        Outcome.WRONGLY_FILED: UNQUALIFIED,
        Outcome.MISSED: UNFILED,
        Outcome.OVERDUE: OVERDUE,
        Outcome.WRONGLY_EXITED: exited,
        Outcome.WRONG_FACTS: FACTS_DIFFER,
    }.get(Outcome(outcome), "")


def nameable(finding: VerificationFinding, outcome: str) -> list[str]:
    """Return the causes that can be named of an outcome; one query where the questionnaire is not loaded."""
    group = finding.sample.stratum.population_class
    match outcome:
        case Outcome.WRONGLY_FILED:
            return [UNQUALIFIED, *map(short, _barring(finding))]
        case Outcome.WRONGLY_EXITED if group == PopulationClass.EXITED:
            return [NO_INCOME, *(unsecured(str(item.label)) for item in ExitItem)]
        case Outcome.WRONG_FACTS:
            return [*DIFFERING.values(), PERSONS]
    return [usual] if (usual := usual_cause(outcome, group)) else []


def _barring(finding: VerificationFinding) -> Iterable[str]:
    questions = finding.verification.questionnaire.questions.all()
    return (label for row in questions if row.code == "vetoes" for _value, label in row.options)


def counted_causes(finding: VerificationFinding, outcome: str, named: Sequence[str]) -> list[str]:
    """Return what is counted once an outcome holds: as proposed and named, else what the outcome says by itself."""
    said = [*finding.causes, *named] if outcome == finding.proposed else named
    usual = usual_cause(outcome, finding.sample.stratum.population_class)
    return list(dict.fromkeys(said)) or ([usual] if usual else [])
