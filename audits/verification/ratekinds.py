"""What is counted of a verification: each rate with its formula, in one place.

Names are those of the programme (domain reference 0.4, 5.4); which households each is measured on has no source of the
unions [INF] and follows the definitions.
"""

from dataclasses import dataclass

from audits.verification.enums import Outcome, PopulationClass

ON_FILE, NOT_FILED = (PopulationClass.ON_FILE,), (PopulationClass.NOT_FILED,)
LEFT = (PopulationClass.EXITED, PopulationClass.CANCELLED)
FILED = (*ON_FILE, *LEFT)
WRONG = (Outcome.WRONGLY_FILED, Outcome.MISSED, Outcome.WRONGLY_EXITED, Outcome.OVERDUE)
SATISFIED = ("5", "4")
FITS = "fits"
HOUSEHOLDS = "户"


@dataclass(frozen=True)
class RateKind:
    """One rate: of which classes, and whether a standard is an upper limit of it.

    It counts findings with one of ``outcomes`` (with none of them, when ``is_rest``), or the answers to ``question``
    that are one of ``answers``.
    """

    code: str
    name: str
    formula: str
    classes: tuple[PopulationClass, ...]
    outcomes: tuple[Outcome, ...] = ()
    is_rest: bool = False
    question: str = ""
    answers: tuple[str, ...] = ()
    unit: str = HOUSEHOLDS

    @property
    def is_upper(self) -> bool:
        """Tell whether less is better: what is wrong is held below a limit, what is right above one."""
        return bool(self.outcomes) and not self.is_rest

    @property
    def is_of_items(self) -> bool:
        """Tell whether several things are counted of one household, such as its measures."""
        return self.unit != HOUSEHOLDS

    @property
    def bound(self) -> str:
        return "不高于" if self.is_upper else "不低于"

    @property
    def by_answers(self) -> bool:
        return self.question != ""


RATES = (
    RateKind("wrongly_filed", "错评率", "错评户 ÷ 抽查在档户", ON_FILE, (Outcome.WRONGLY_FILED,)),
    RateKind("missed", "漏评率", "漏评户 ÷ 抽查未建档户", NOT_FILED, (Outcome.MISSED,)),
    RateKind("wrongly_exited", "错退率", "错退户 ÷ 抽查已脱困（注销）户", LEFT, (Outcome.WRONGLY_EXITED,)),
    RateKind("overdue", "漏退率", "漏退户 ÷ 抽查在档户", ON_FILE, (Outcome.OVERDUE,)),
    RateKind(
        "precision",
        "综合精准率",
        "（抽查户 − 错评、漏评、错退、漏退户）÷ 抽查户（推定，未见公布的公式）",
        tuple(PopulationClass),
        WRONG,
        is_rest=True,
    ),
    RateKind(
        "coverage",
        "结对帮扶覆盖率",
        "能说出帮扶责任人姓名的户 ÷ 抽查在档户",
        ON_FILE,
        question="knows_cadre",
        answers=("yes",),
    ),
    RateKind(
        "measures",
        "帮扶方式精准率",
        "符合需要的措施 ÷ 逐项核对的措施",
        FILED,
        question="measures",
        answers=(FITS,),
        unit="项",
    ),
    RateKind(
        "satisfaction", "满意度", "满意和很满意的户 ÷ 作答的户", FILED, question="satisfaction", answers=SATISFIED
    ),
)
BY_CODE = {kind.code: kind for kind in RATES}
