"""What is proposed of a household that was verified: right, or in which of the ways wrong, with the reasons.

Pure: written out with a table in docs/algorithms/verification.md. Two people decide; this only proposes.
"""

from dataclasses import dataclass

from audits.verification.enums import Outcome, PopulationClass


@dataclass(frozen=True)
class Case:
    """What is known of a household by the assessor's figures, under the rules in force.

    ``qualified`` and ``reached`` (the income test of exit) are None where they cannot be calculated. ``barred`` are the
    situations of the negative list that were seen, ``lacking`` those of the seven that are not secured, ``wrong`` the
    recorded facts that differ. ``qualified_then`` is what the finding at the filing says, None without one; a household
    is ``fresh`` when it was filed so lately that the present figures tell of the filing too.
    """

    population_class: str
    qualified: bool | None = None
    barred: tuple[str, ...] = ()
    reached: bool | None = None
    lacking: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    qualified_then: bool | None = None
    is_fresh: bool = False
    left_for_means: bool = True

    @property
    def is_out_of_hardship(self) -> bool:
        """Whether income and all of the seven reach the standard of exit."""
        return bool(self.reached) and not self.lacking


@dataclass(frozen=True)
class Proposal:
    """What is proposed, None when nothing can be, why, in words, and what of the household is wrong, each in a few."""

    outcome: Outcome | None
    reasons: tuple[str, ...]
    causes: tuple[str, ...] = ()


NO_FIGURES = "缺少低保标准、认定规则或人口、收入数据，不能测算，请人工认定。"
UNQUALIFIED = "不符合认定条件"
OVERDUE = "达到退出标准仍在档"
STILL_QUALIFIED = "注销时仍符合条件"
UNFILED = "符合条件未建档"
NO_INCOME = "收入未达到"


def propose(case: Case) -> Proposal:
    """Propose what is found of a household. Source: the definitions of domain reference 5.4."""
    match case.population_class:
        case PopulationClass.ON_FILE:
            return _on_file(case)
        case PopulationClass.EXITED:
            return _exited(case)
        case PopulationClass.CANCELLED:
            return _cancelled(case)
        case _:
            return _not_filed(case)


def _on_file(case: Case) -> Proposal:
    if case.barred:
        return Proposal(Outcome.WRONGLY_FILED, (f"在档但有否决情形：{'；'.join(case.barred)}。",), case.barred)
    if case.qualified is None:
        return Proposal(None, (NO_FIGURES,))
    if case.qualified:
        return _right(case, "按核查数据符合认定条件，在档正确。")
    if case.qualified_then is False:
        return Proposal(Outcome.WRONGLY_FILED, ("按核查数据不符合认定条件，入档时的测算也不符合。",), (UNQUALIFIED,))
    if case.is_fresh:
        words = "按核查数据不符合认定条件，而入档不久，入档时即不应符合。"
        return Proposal(Outcome.WRONGLY_FILED, (words,), (UNQUALIFIED,))
    if case.is_out_of_hardship:
        words = "按核查数据已不符合认定条件，收入和两有五保障均达到退出标准，仍在档。"
        return Proposal(Outcome.OVERDUE, (words,), (OVERDUE,))
    return _right(case, f"已不符合认定条件，但未达到退出标准（{_short_of(case)}），可继续在档。")


def _exited(case: Case) -> Proposal:
    if case.reached is None:
        return Proposal(None, (NO_FIGURES,))
    if case.is_out_of_hardship:
        return _right(case, "收入和两有五保障均达到退出标准，脱困正确。")
    return Proposal(Outcome.WRONGLY_EXITED, (f"已脱困但未达到退出标准：{_short_of(case)}。",), _gaps(case))


def _cancelled(case: Case) -> Proposal:
    if not case.left_for_means:
        return _right(case, "注销原因与家庭收支无关，核实无误即为正确。")
    if case.qualified is None:
        return Proposal(None, (NO_FIGURES,))
    if case.qualified and not case.barred:
        return Proposal(Outcome.WRONGLY_EXITED, ("已注销，但按核查数据仍符合认定条件。",), (STILL_QUALIFIED,))
    return _right(case, "按核查数据不符合认定条件，注销正确。")


def _not_filed(case: Case) -> Proposal:
    if case.barred:
        return Proposal(Outcome.CORRECT, (f"有否决情形：{'；'.join(case.barred)}，未建档正确。",))
    if case.qualified is None:
        return Proposal(None, (NO_FIGURES,))
    if case.qualified:
        return Proposal(Outcome.MISSED, ("未建档，但按核查数据符合认定条件。",), (UNFILED,))
    return Proposal(Outcome.CORRECT, ("按核查数据不符合认定条件，未建档正确。",))


def _right(case: Case, why: str) -> Proposal:
    if case.wrong:
        return Proposal(Outcome.WRONG_FACTS, (why, f"档案信息与实际不符：{'、'.join(case.wrong)}。"), case.wrong)
    return Proposal(Outcome.CORRECT, (why,))


def _short_of(case: Case) -> str:
    return "，".join(_gaps(case))


def _gaps(case: Case) -> tuple[str, ...]:
    income = () if case.reached else (NO_INCOME,)
    return (*income, *map(unsecured, case.lacking))


def unsecured(item: str) -> str:
    """Write that one of the seven items is not secured."""
    return f"{item}未保障"
