"""第三方核查报告 as an official paper: how it was done, what was found, and what the sample cannot say."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

from audits.verification.enums import PopulationClass
from audits.verification.pairs import Agreed
from audits.verification.ratekinds import RATES
from audits.verification.rates import RateLine
from reports.booklet.data import text
from reports.campaigns.figures import short_name
from reports.forms.data import PrintedForm
from reports.forms.words import long_day
from reports.verification import words
from reports.verification.figures import Part, Place, Results
from reports.verification.words import close

NONE = "—"
SENTENCES = (
    *("basics", "population", "draw", "left", "rounds", "agreement"),
    *("outcomes", "rates", "verdicts", "mending"),
)
TITLE_LINE = 20  # so many characters stand side by side in a title


@dataclass(frozen=True)
class Line:
    """One row of a table, as printed."""

    name: str = text("项目")
    cells: tuple[str, ...] = ()
    is_total: bool = False


@dataclass(frozen=True, kw_only=True)
class VerificationReport(PrintedForm):
    """The report on a verification in a union; before its end it says so and of which day it is."""

    title: ClassVar[str] = "第三方核查报告"
    template: ClassVar[str] = "reports/forms/verification.html"
    sheet: ClassVar[str] = "verification.css"
    label: ClassVar[str] = "第三方核查"
    has_foot: ClassVar[bool] = False
    heading: str = text("标题")
    running: str = text("进度说明")
    agency: str = text("核查机构")
    union: str = text("组织单位")
    dated: str = text("日期")
    basics: str = text("概况")
    population: str = text("总体")
    draw: str = text("抽样")
    seed: str = text("随机种子")
    snapshot: str = text("总体指纹")
    left: str = text("未访和替换")
    rounds: str = text("入户")
    agreement: str = text("一致程度")
    outcomes: str = text("认定")
    rates: str = text("比例")
    verdicts: str = text("判断")
    mending: str = text("整改")
    confidence: str = text("置信水平")
    cannot_say: tuple[str, ...] = ()
    classes: tuple[Line, ...] = ()
    kappas: tuple[Line, ...] = ()
    lines: tuple[Line, ...] = ()
    formulas: tuple[str, ...] = ()
    places: tuple[Line, ...] = ()
    strata: tuple[Line, ...] = ()
    wrong: tuple[Line, ...] = ()

    @property
    def annexes(self) -> list[str]:
        """The tables that stand behind the report, in their order; strata that are the classes stand in it already."""
        tables = (
            ("strata", _bodies(self.strata) > _bodies(self.classes)),
            ("places", self.places),
            ("wrong", self.wrong),
        )
        return [name for name, filled in tables if filled]

    @property
    def annex(self) -> dict[str, str]:
        """What each of them is called."""
        return {name: f"附件{number}" for number, name in enumerate(self.annexes, start=1)}


def _bodies(lines: tuple[Line, ...]) -> int:
    """Count the lines of a table without its sum."""
    return sum(not line.is_total for line in lines)


def report_of(results: Results) -> VerificationReport:
    """Return the paper about results that were read; no query."""
    found = results.verification
    said: dict[str, Any] = {name: getattr(words, name)(results) for name in SENTENCES}
    return VerificationReport(
        number=f"第三方核查{found.pk}",
        whose=results.union.name,
        heading=_heading(results),
        running=f"（核查尚未结束，数据截至{long_day(results.day)}）" if words.is_open(results) else "",
        agency=found.agency.name,
        union=found.union.name,
        dated=long_day(results.day),
        seed=found.seed,
        snapshot=found.snapshot_sha256,
        confidence=f"{found.confidence * 100:.0f}%",
        cannot_say=tuple(words.cannot_say(results)),
        classes=_classes(results),
        kappas=tuple(_kappa(one) for one in results.agreed),
        lines=tuple(_rate(line) for line in results.lines),
        formulas=tuple(f"{kind.name}＝{kind.formula}".replace(" ", "") for kind in RATES),
        places=_places(results),
        wrong=_wrong(results),
        strata=_strata(results),
        **said,
    )


def _heading(results: Results) -> str:
    name = close(results.verification.name).removesuffix("第三方核查")
    union = "" if results.is_whole else f"{results.union.name}\n"
    return f"{union}{name}{'' if len(name) + 7 <= TITLE_LINE else chr(10)}第三方核查报告"


def _counts(part: Part) -> tuple[str, ...]:
    return tuple(str(count) for count in (part.size, part.drawn, part.left, part.replacing, part.judged))


def _classes(results: Results) -> tuple[Line, ...]:
    groups = results.verification.asked_classes
    parts = [results.of_class(group) for group in groups]
    strata = Counter(part.group for part in results.parts)
    lines = [Line(part.name, (str(strata[part.group]), *_counts(part))) for part in parts]
    total = Line("合计", (str(len(results.parts)), *_counts(results.total)), is_total=True)
    return (*lines, total) if len(lines) > 1 else tuple(lines)


def _strata(results: Results) -> tuple[Line, ...]:
    lines = [Line(part.name, (str(PopulationClass(part.group).label), *_counts(part))) for part in results.parts]
    return (*lines, Line("合计", ("", *_counts(results.total)), is_total=True))


def _kappa(one: Agreed) -> Line:
    found = one.found
    if found is None:
        return Line(one.name, (NONE,) * 4)
    if found.kappa is None or one.by_share:
        kappa, grade = NONE, "只看是否相同" if one.by_share else "只有一种答案"
    else:
        kappa, grade = f"{found.kappa:.2f}".replace("-", "−"), one.grade
    return Line(close(one.name), (str(found.pairs), f"{found.observed:.1%}", kappa, grade))


def _rate(line: RateLine) -> Line:
    limit = f"{'≤' if line.kind.is_upper else '≥'}{line.limit}" if line.standard else NONE
    if line.rate is None:
        return Line(line.kind.name, (NONE, NONE, NONE, limit, line.verdict.label))
    counted = f"{line.rate.hits}/{line.rate.judged}{line.kind.unit}"
    interval = line.interval.replace(" 至 ", "～")
    return Line(line.kind.name, (counted, line.percent, interval, limit, line.verdict.label))


def _places(results: Results) -> tuple[Line, ...]:
    if not results.places:
        return ()
    total = Line("合计", (str(results.total.judged), *map(_bare, results.lines)), is_total=True)
    return (*map(_place, results.places), total)


def _place(place: Place) -> Line:
    return Line(short_name(place.name), (str(place.judged), *map(_bare, place.lines)))


def _bare(line: RateLine) -> str:
    """Write a rate under a head that says per cent."""
    return line.percent.removesuffix("%") or NONE


def _wrong(results: Results) -> tuple[Line, ...]:
    return tuple(
        Line(one.place, (one.group, one.outcome, "；".join(one.causes) or NONE, one.mending)) for one in results.wrong
    )
