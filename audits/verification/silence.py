"""What a sample does not say, in sentences: for the page of the results and for whoever reports them."""

from collections.abc import Iterable, Iterator, Sequence

from audits.models import Stratum
from audits.verification.enums import Verdict
from audits.verification.rates import RateLine
from audits.verification.withholding import LEAST_TOLD


def silences(lines: Sequence[RateLine], silent: Iterable[tuple[Stratum, int]]) -> list[str]:
    """Return one sentence for each thing that the sample leaves open."""
    return [
        *_of_rates(lines),
        *(f"{stratum}：总体 {count} 户，没有一户有结论，未计入比例。" for stratum, count in silent),
    ]


def _of_rates(lines: Sequence[RateLine]) -> Iterator[str]:
    for line in lines:
        if line.verdict == Verdict.UNSURE and line.rate:
            said = f"标准 {line.limit} 在置信区间 {line.interval} 以内"
            yield f"{line.kind.name}：{said}，抽查 {line.rate.judged} {line.kind.unit}不足以判断是否达标。"
    for verdict, words in (
        (Verdict.NOTHING, "没有抽查数据"),
        (Verdict.NO_STANDARD, "没有登记标准，只报告结果"),
        (Verdict.WITHHELD, f"作答不足 {LEAST_TOLD} 户，或由它能推算出这样的单位，为受访户保密，不列出"),
    ):
        if names := "、".join(line.kind.name for line in lines if line.verdict == verdict):
            yield f"{names}：{words}。"
