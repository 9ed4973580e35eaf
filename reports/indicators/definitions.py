"""Every indicator once: what it counts, in which unit, from which table (docs/algorithms/indicators.md).

``measure`` takes the figures of a union and spell; ``behind`` names the list of what is counted: one of our own
(``events``, ``file``), a list of another page by its URL name, or none for shares and sums.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from assistance.funds.spending import Cell
from households.clearmask import SHORT_NAMES
from reports.indicators.board import Figures, clear_rate, pairing_rate, solved_rate
from reports.indicators.codes import Code
from reports.indicators.standing import CARE, CLEAR, UNCLEAR_IN, UNPAIRED

Number = int | Decimal | None
EVENTS, FILE, MONEY = "events", "file", "money"
CHANGES, STATE, LEDGER = "StatusChange", "Household, DailyFigure", "SpendingTotal"


@dataclass(frozen=True)
class Indicator:
    """One number of the statistics; ``query`` is what the list behind it is asked beside the union."""

    code: str
    name: str
    unit: str
    formula: str
    source: str
    measure: Callable[[Figures], Number]
    behind: str = ""
    query: str = ""
    is_live: bool = False  # told of the present only; of past days from a snapshot, without a list


def _spent(figures: Figures) -> Cell:
    return figures.money.total if figures.money else Cell()


def _flow(code: Code, unit: str, formula: str, source: str) -> Indicator:
    return Indicator(code, str(code.label), unit, formula, source, lambda f: f.tally.flow(code), EVENTS)


def _state(code: str, name: str, formula: str, behind: str, query: str) -> Indicator:
    return Indicator(code, name, "户", formula, STATE, lambda f: f.now(code), behind, query, is_live=True)


def _unclear(item: int) -> Indicator:
    code, name = UNCLEAR_IN[item - 1], f"{SHORT_NAMES[item - 1]}不清"
    formula = f"在档和渐退期的档案中第 {item} 项不清的"
    return _state(code, name, formula, "households", f"status=open&clear={item}")


def _rate(code: str, name: str, formula: str, measure: Callable[[Figures], Number], *, is_live: bool) -> Indicator:
    return Indicator(code, name, "%", formula, STATE if is_live else "", measure, is_live=is_live)


ALL = (
    Indicator("opening", "期初在档", "户", "首日之前入档减去首日之前离档", CHANGES, lambda f: f.tally.opening(), FILE),
    Indicator("on_file", "期末在档", "户", "末日及以前入档减去离档", CHANGES, lambda f: f.tally.stock(), FILE),
    _flow(Code.NEW, "户", "时段内由其他状态转为在档，不含返困", CHANGES),
    _flow(Code.BACK, "户", "时段内由渐退期恢复在档，或脱困后重新建档入档", CHANGES),
    _flow(Code.EXITED, "户", "时段内由在档转为渐退期或已脱困", CHANGES),
    _flow(Code.CANCELLED, "户", "时段内由在档转为已注销", CHANGES),
    _flow(Code.HOME_VISIT, "次", "时段内入户走访，未见到人的不计", "Visit"),
    _flow(Code.CALL, "次", "时段内电话和其他方式联系，未联系上的不计", "Visit"),
    _flow(Code.NEED, "项", "按发现日期（没有的按录入日期）在时段内的困难问题", "Difficulty"),
    _flow(Code.MEASURE, "项", "按制定日期在时段内的帮扶措施", "Measure"),
    _flow(Code.TASK, "项", "按交办日期在时段内的清单任务，同一措施只计首次交办", "Task"),
    _flow(Code.ARRIVED, "项", "按办结日期在时段内的已到位任务", "Task"),
    _flow(Code.SOLVED, "项", "时段内销号，销号当日走访双方评价有成效，且有部门任务到位", "Difficulty"),
    _flow(Code.STRUCK_OFF, "项", "按销号日期在时段内的困难问题", "Difficulty"),
    _rate("solved_rate", "部门解决率", "部门解决 ÷ 梳理需求 × 100", solved_rate, is_live=False),
    _state(CARE, "在档和渐退期", "状态为在档或渐退期的档案", "pairing_behind", "kind=care"),
    _state(CLEAR, "六清户", "在档和渐退期中六项全清的", "households", "status=open&clear=yes"),
    *map(_unclear, range(1, 7)),
    _rate("clear_rate", "六清率", "六清户 ÷ 在档和渐退期 × 100", clear_rate, is_live=True),
    _state(UNPAIRED, "未结对", "在档和渐退期中没有帮扶责任人的", "pairing_behind", "kind=gap"),
    _rate("pairing_rate", "结对覆盖率", "有帮扶责任人的 ÷ 在档和渐退期 × 100", pairing_rate, is_live=True),
    Indicator("spent", "帮扶支出", "元", "整月内已付减退回", LEDGER, lambda f: _spent(f).amount, MONEY),
    Indicator("spent_lines", "发放户次", "户次", "整月内已付笔数减退回笔数", LEDGER, lambda f: _spent(f).lines),
)
INDICATORS = {indicator.code: indicator for indicator in ALL}
