"""When a visit strikes a difficulty off (销号).

The rule is written out with a worked table in docs/algorithms/effects.md.
"""

from collections import Counter
from collections.abc import Iterable

from assistance.enums import AT_OFFICE, Effect, Outcome, TaskStatus

# What nobody has to see at the household's: not sent yet, seen there already, or taken back by the county.
SETTLED = (TaskStatus.LISTED, TaskStatus.ARRIVED, TaskStatus.RETURNED)
# What an office says has come, in whole or in part: the next visit looks.
TO_SEE = (TaskStatus.DONE, TaskStatus.PARTLY)
OUTCOME_OF = {Effect.SOLVED: Outcome.RELIEVED, Effect.EASED: Outcome.PARTLY, Effect.UNSOLVED: Outcome.NONE}
STATE_OF = {status: str(status.label) for status in AT_OFFICE} | {
    TaskStatus.DONE: "已落实但未经回访",
    TaskStatus.REFUSED: "部门不予办理，待收回重定",
    TaskStatus.MISSED: "回访未到位，待收回重定",
}


def status_after(status: str, *, arrived: bool) -> str:
    """Return where a task stands after a visit looked: what an office still works on has not been missed."""
    if arrived:
        return TaskStatus.ARRIVED
    return TaskStatus.MISSED if status == TaskStatus.DONE else status


def left_open(family: str, cadre: str, statuses: Iterable[str]) -> list[str]:
    """Return what keeps a difficulty open after a visit, as clauses; nothing means that it is struck off.

    ``statuses`` are those of the tasks against it as the visit left them.
    """
    return [*_judged_unsolved(family, cadre), *_not_arrived(statuses)]


def _judged_unsolved(family: str, cadre: str) -> list[str]:
    who = [name for name, effect in (("职工家庭", family), ("帮扶干部", cadre)) if effect == Effect.UNSOLVED]
    return [f"{'和'.join(who)}认为未解决"] if who else []


def _not_arrived(statuses: Iterable[str]) -> list[str]:
    found = Counter(TaskStatus(status) for status in statuses if status not in SETTLED)
    return [f"{found[status]} 项部门任务{state}" for status, state in STATE_OF.items() if found[status]]
