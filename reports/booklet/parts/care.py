"""Parts four and five: pairing and visits; difficulties with advice, measures and effects."""

from assistance.models import EffectJudgement, Measure
from households.models import Difficulty, Household
from pairing.models import Pairing, Visit
from reports.booklet.data import DifficultyRow, Helper, MeasureRow, VisitRow
from reports.booklet.parts.words import Numbers, day, joined, with_note


def helpers_of(household: Household, numbers: Numbers) -> tuple[Helper, ...]:
    """Return every pairing that the household has had, the first one first."""
    return tuple(_helper(pairing, numbers) for pairing in household.pairings.all())


def _helper(pairing: Pairing, numbers: Numbers) -> Helper:
    unit = pairing.unit or pairing.cadre.unit
    ended = with_note(f"{day(pairing.ended_on)} 止", pairing.end_reason) if pairing.ended_on else ""
    return Helper(
        kind=pairing.get_kind_display(),
        name=pairing.cadre.name,
        post=joined(unit.name if unit else "", pairing.cadre.position, by=" "),
        phone=numbers.phone(pairing.cadre.phone),
        period=joined(f"{day(pairing.started_on)} 起", ended, by="，"),
    )


def visits_of(household: Household) -> tuple[VisitRow, ...]:
    """Return every visit and call, the first one first."""
    return tuple(_visit(visit) for visit in household.visits.all())


def _visit(visit: Visit) -> VisitRow:
    cadre = visit.cadre
    unit = cadre.unit.name if cadre and cadre.unit else ""
    found = [str(difficulty) for difficulty in visit.difficulties.all()]
    none = "确认目前没有困难" if visit.no_difficulty and not found else ""
    return VisitRow(
        on=day(visit.on),
        method=visit.get_method_display(),
        visitor=visit.visitor_name,
        post=joined(unit, cadre.position if cadre else "", by=" "),
        situation=joined(f"见到{visit.get_met_display()}。" if visit.met else "", visit.situation, by=""),
        difficulties=joined(*(found or [visit.difficulty_text]), none),
        measures=joined(visit.measures, f"宣传：{visit.policies}" if visit.policies else ""),
        health_kit=with_note("已发放", visit.health_kit_contents) if visit.health_kit else "",
    )


def difficulties_of(household: Household) -> tuple[DifficultyRow, ...]:
    """Return every difficulty, open or struck off, by its number."""
    return tuple(_difficulty(difficulty) for difficulty in household.difficulties.all())


def _difficulty(difficulty: Difficulty) -> DifficultyRow:
    judged = next(iter(difficulty.judgements.all()), None)
    if difficulty.is_open:
        closed, grounds = "未销号", _judgement(judged) if judged else ""
    else:
        closed, grounds = f"已销号\n{day(difficulty.closed_on)}", f"销号依据：{difficulty.closed_reason}"
    return DifficultyRow(
        number=str(difficulty.number),
        need=difficulty.get_need_display(),
        description=difficulty.description,
        advice=difficulty.advice,
        closed=closed,
        grounds=grounds,
        measures=tuple(_measure(measure) for measure in difficulty.measures.all()) or (MeasureRow(),),
    )


def _judgement(judged: EffectJudgement) -> str:
    family, cadre = judged.get_family_effect_display(), judged.get_cadre_effect_display()
    return f"{day(judged.visit.on)} 回访：职工家庭评价{family}，帮扶干部评价{cadre}"


def _task(measure: Measure) -> str:
    """Return where a measure stands at its office, for those that were sent."""
    tasks = measure.sent_tasks  # type: ignore[attr-defined]
    return f"{tasks[0].office}：{tasks[0].get_status_display()}" if tasks else ""


def _measure(measure: Measure) -> MeasureRow:
    return MeasureRow(
        plan=measure.text,
        department=measure.get_lead_department_display(),
        deadline=day(measure.deadline),
        progress=joined(with_note(measure.get_progress_display(), measure.progress_note), _task(measure), by="\n"),
        outcome=with_note(measure.get_outcome_display(), measure.outcome_note),
    )


def no_difficulty_of(household: Household) -> str:
    """Return who last confirmed that there is no difficulty; empty while one is open."""
    if any(difficulty.is_open for difficulty in household.difficulties.all()):
        return ""
    confirmed = [visit for visit in household.visits.all() if visit.no_difficulty]
    if not confirmed:
        return ""
    return f"经 {confirmed[-1].visitor_name} {day(confirmed[-1].on)} 走访确认，该户目前没有困难。"
