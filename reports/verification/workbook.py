"""The rates and findings of a verification as a workbook: by union, class, stratum and question, with their lists."""

from collections.abc import Iterable, Sequence
from typing import Any

from audits.models import VerificationFinding
from audits.verification.enums import FINAL, Outcome, PopulationClass
from audits.verification.mendwords import wrong_of
from audits.verification.ratekinds import RATES
from audits.verification.rates import RateLine
from organizations.models import User
from reports.sheets import Table, write_book
from reports.verification.figures import Results

RATE_HEADS = ("指标", "计数", "分母", "单位", "比例", "区间下限", "区间上限", "标准", "判断", "公式")
PART_HEADS = ("层", "对象", "总体", "抽取", "未访", "替换", "认定")
KAPPA_HEADS = ("题目", "部分", "对数", "一致率", "偶然一致率", "κ", "评价")
WRONG_HEADS = (
    *("编号", "姓名", "所在单位", "核查对象", "认定结论", "存在问题", "申辩"),
    *("整改情况", "责任人", "验收人", "整改期限"),
)
Row = Sequence[Any]


def make_workbook(results: Results, user: User) -> tuple[bytes, list[str]]:
    """Return the workbook, and the numbers of the households that it names (for the access log)."""
    found = results.verification
    wrong = list(wrong_rows(results, user))
    note = f"{results.union.name}　{found.name}　{found.get_status_display()}，数据截至 {results.day:%Y-%m-%d}"
    return write_book(tables_of(results, wrong), note, share="0.00%"), [row[0] for row in wrong]


def tables_of(results: Results, wrong: list[Row]) -> Iterable[Table]:
    """Yield the sheets in their order."""
    lines = [_rate(line) for line in results.lines]
    yield Table("各项比例", "各项比例", RATE_HEADS, lines, [18, 9, 9, 7, 10, 10, 10, 10, 18, 56])
    heads = ["单位", "认定户", *(kind.name for kind in RATES)]
    below = [[place.name, place.judged, *map(_share, place.lines)] for place in results.places]
    total = ["合计", results.total.judged, *map(_share, results.lines)]
    yield Table("分单位", "分单位的比例", heads, [*below, total], [26, 9, *[12] * len(RATES)])
    parts = [
        [
            part.name,
            str(PopulationClass(part.group).label),
            *(part.size, part.drawn, part.left, part.replacing, part.judged),
        ]
        for part in results.parts
    ]
    yield Table("分层", "各层的总体、样本和认定户数", PART_HEADS, parts, [30, 10, 9, 9, 9, 9, 9])
    yield Table("一致程度", "首访和复访的一致程度", KAPPA_HEADS, _kappas(results), [36, 18, 9, 10, 12, 9, 30])
    yield Table("问题清单", "认定有问题的户", WRONG_HEADS, wrong, [19, 12, 24, 10, 12, 50, 10, 12, 14, 14, 12])


def _rate(line: RateLine) -> Row:
    kind, rate = line.kind, line.rate
    limit = float(line.standard.limit) if line.standard else None
    numbers = (rate.hits, rate.judged) if rate else (None, None)
    shares = (rate.share, rate.low, rate.high) if rate else (None, None, None)
    return (kind.name, *numbers, kind.unit, *shares, limit, str(line.verdict.label), kind.formula)


def _share(line: RateLine) -> float | None:
    return line.rate.share if line.rate else None


def _kappas(results: Results) -> Iterable[Row]:
    for one in results.agreed:
        found = one.found
        if found is not None:
            kappa = "" if found.kappa is None or one.by_share else f"{found.kappa:.2f}"
            yield one.name, one.section, found.pairs, found.observed, found.expected, kappa, one.grade


def wrong_rows(results: Results, user: User) -> Iterable[Row]:
    """Yield a row for each household found wrong that the user may know: names as on the page, no identity numbers."""
    findings: Any = VerificationFinding.objects.visible_to(user).filter(
        verification=results.verification,
        sample__unit__union__path__startswith=results.union.path,
        status__in=FINAL,
    )
    people = ("rectifications__owner", "rectifications__verifier")
    wrong = findings.exclude(outcome=Outcome.CORRECT).for_list().select_related("contest")
    for finding in wrong.prefetch_related(*people):
        mending = finding.sent_last
        yield (
            finding.sample.unit.key,
            finding.sample.unit.name,
            finding.sample.unit.union.name,
            finding.sample.stratum.get_population_class_display(),
            finding.get_outcome_display(),
            wrong_of(finding),
            "已申辩" if hasattr(finding, "contest") else "",
            mending.get_status_display() if mending else "未下发",
            mending.owner.name if mending and mending.owner else "",
            mending.verifier.name if mending and mending.verifier else "",
            f"{mending.due_on:%Y-%m-%d}" if mending else "",
        )
