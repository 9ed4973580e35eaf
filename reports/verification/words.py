"""The figures of a verification in sentences, as its report says them."""

import re
from collections.abc import Iterable, Iterator

from audits.models import Verification
from audits.verification.describing import percent
from audits.verification.enums import Allocation, Outcome, PopulationClass, ProjectStatus, Region, Round, Verdict
from audits.verification.pairs import LEAST_PAIRS
from audits.verification.proving import idle_draws, source_of
from audits.verification.ratekinds import BY_CODE
from reports.forms.words import long_day
from reports.verification.figures import Results

GAP = re.compile(r"(?<=[0-9A-Za-z]) (?=[\u4e00-\u9fff“（])|(?<=[\u4e00-\u9fff”）]) (?=[0-9A-Za-z])")
FEW = 30  # of fewer households judged, a rate of one union says little [INF]
NAMED = 6  # so many places are named in a sentence
SEARCHED = {
    PopulationClass.ON_FILE: "在档",
    PopulationClass.EXITED: "已脱困",
    PopulationClass.CANCELLED: "已注销",
    PopulationClass.NOT_FILED: "未建档（外部名单）",
}


def close(words: str) -> str:
    """Take out the blanks between digits and characters, which papers set without: 2020年核查."""
    return GAP.sub("", words)


def listed(parts: Iterable[str], counted: str) -> str:
    """Name some, and say how many there are of what is counted."""
    every = list(parts)
    return "、".join(every) if len(every) <= NAMED else f"{'、'.join(every[:NAMED])}等{len(every)}{counted}"


def basics(results: Results) -> str:
    """Say who had it carried out by whom, when, of which households."""
    found = results.verification
    classes = "、".join(SEARCHED[group] for group in found.asked_classes)
    rounds = results.rounds
    held = f"实际入户{long_day(rounds.first)}至{long_day(rounds.last)}，" if rounds.first else ""
    here = "" if results.is_whole else f"本报告为{results.union.name}的部分。"
    return (
        f"{found.union.name}委托{found.agency.name}开展{close(found.name)}{changes(found)}，"
        f"计划入户{long_day(found.starts_on)}至{long_day(found.ends_on)}，{held}参加核查员{rounds.assessors}人。"
        f"核查对象为{classes}家庭，使用{close(str(found.questionnaire))}。{here}"
    )


def changes(found: Verification) -> str:
    """Say from whom another agency took it over; one query, nothing where none did."""
    rows = found.agency_changes.select_related("former")
    said = "，".join(f"{long_day(one.at)}以前由{one.former.name}承担" for one in rows)
    return f"（{said}）" if said else ""


def population(results: Results) -> str:
    """Say how many there are, how they are divided, and how many were drawn."""
    found, total = results.verification, results.total
    parts = "、".join(f"{SEARCHED[group]}{results.of_class(group).size}户" for group in found.asked_classes)
    exits = ""
    if {PopulationClass.EXITED, PopulationClass.CANCELLED} & set(found.classes):
        exits = f"，其中脱困、注销的为{long_day(found.exits_since)}以后"
    return f"核查总体{total.size}户：{parts}{exits}。{strata(found)}{size(found)}共抽取{total.drawn}户，见表1。"


def strata(found: Verification) -> str:
    """Say what the strata were made by."""
    by = ["核查对象"]
    by += {Region.PREFECTURE: ["州市（产业）"], Region.COUNTY: ["县（市、区）"]}.get(Region(found.region), [])
    by += ["困难类别"] * found.by_category + ["主要致困原因"] * found.by_cause
    return f"按{'、'.join(by)}分层，"


def size(found: Verification) -> str:
    """Say how many were to be asked and how they were divided."""
    if found.allocation == Allocation.CENSUS:
        return "各层全部核查，"
    how = {Allocation.PROPORTIONAL: "按户数比例分配", Allocation.EQUAL: "各层相等"}[Allocation(found.allocation)]
    return (
        f"每类对象按置信水平{percent(found.confidence)}、允许误差±{percent(found.margin)}、预计比例{percent(found.expected_rate)}"
        f"和有限总体校正计算样本量，{how}，每层至少{found.least}户（不足的全部核查），"
    )


def draw(results: Results) -> str:
    """Say how the sample was drawn, so that others can draw it again."""
    found = results.verification
    idle = idle_draws(found)
    again = f"组织单位另有{len(idle)}项核查抽样后没有入户（{'、'.join(one.name for one in idle)}）。" if idle else ""
    return (
        f"抽样于{long_day(found.drawn_at)}一次完成：每层内按“随机种子和户编号”的SHA-256值由小到大排列，"
        "前若干户为样本，其后的依次替换未能入户的户。用下列种子和总体名单即可在任何计算机上重新抽出同一样本；总体中任何一户的登记内容有变，指纹即不同。"
        f"种子{source_of(found)}。{again}"
    )


def left(results: Results) -> str:
    """Say who could not be asked and why."""
    total = results.total
    if not results.left:
        return "抽中的家庭全部入户，没有替换。"
    reasons = "、".join(f"{reason}{count}户" for reason, count in results.left)
    lacking = total.left - total.replacing
    if not results.is_whole:
        by = f"由同层的下一户替换，替换户可能在其他地区；本地区替换{total.replacing}户"
    else:
        by = f"由同层的下一户替换{total.replacing}户" + (f"，名单用完不能替换的{lacking}户" if lacking else "")
    return f"样本中{total.left}户未能入户（{reasons}），均写明经过，{by}。"


def rounds(results: Results) -> str:
    """Say how many interviews there were, how many came back, and who was asked again."""
    counts, returned = results.rounds.counts, results.rounds.returned
    again = []
    if counts[Round.BLIND]:
        again.append(f"另由他人复访{counts[Round.BLIND]}户，复访人看不到首访的回答")
    if counts[Round.PHONE]:
        again.append(f"电话回访{counts[Round.PHONE]}户")
    back = f"退回补充{returned}份，补充后认可" if returned else "全部认可"
    again_words = "".join(f"，{words}" for words in again)
    return f"首访认可问卷{counts[Round.FIRST]}份{again_words}。组织核查的工会逐份审看，{back}。"


def agreement(results: Results) -> str:
    """Say how far the two assessors agreed."""
    if not results.agreed:
        return "没有复访，不能说明核查员之间的一致程度。"
    weighed = [
        (one.found.kappa, one)
        for one in results.agreed
        if one.is_enough and not one.by_share and one.found is not None and one.found.kappa is not None
    ]
    if not weighed:
        return f"首访与复访的回答见表2；每题不足{LEAST_PAIRS}对或只有一种答案，κ值不作评价。"
    kappa, lowest = min(weighed, key=lambda pair: pair[0])
    return (
        "首访与复访的一致程度见表2，κ值（Cohen's kappa）为扣除偶然一致后的一致率。"
        f"可以评价的{len(weighed)}题中，κ值最低的是“{lowest.name}”（{kappa:.2f}，{lowest.grade}）。"
    )


def outcomes(results: Results) -> str:
    """Say what was found, and how it came to be final."""
    counts, disputes = results.outcomes, results.disputes
    named = "、".join(f"{outcome.label}{counts[outcome]}户" for outcome in Outcome if counts[outcome])
    how = [f"两人意见不一{disputes.split}户"] if disputes.split else []
    if disputes.contested:
        how.append(f"被核查单位申辩{disputes.contested}户（其中{disputes.overturned}户改变认定）")
    third = f"{'、'.join(how)}，由未参与的第三人裁定。" if how else "没有申辩和分歧。"
    return (
        "核查员填报的收支和人口按核查当日执行的认定规则、退出规则由系统测算并提出认定建议，"
        f"两名审核（审批）人员分别认定。认定{sum(counts.values())}户：{named or '无'}。{third}"
    )


def rates(results: Results) -> str:
    """Say how the rates are made, and what their intervals are worth."""
    guessed = BY_CODE["precision"]
    formula = guessed.formula.partition("（推定")[0].replace(" ", "")
    return (
        f"各项比例按层加权（每户代表本层的户数），{percent(results.verification.confidence)}置信区间为威尔逊区间，样本量按各层差异折算，"
        "并作有限总体校正，见表3。错评率、漏评率、错退率、漏退率和三项帮扶指标的名称为已公布的名称；"
        f"{guessed.name}没有公布公式，按“{formula}”计算。信息错误不计入任何一项。"
    )


def verdicts(results: Results) -> str:
    """Say which rates reach their standard, and of which the sample does not suffice to say so."""
    by: dict[str, list[str]] = {verdict: [] for verdict in Verdict}
    for line in results.lines:
        by[line.verdict].append(line.kind.name)
    every = len(results.lines)
    said = [
        f"{'各项比例均' if len(names) == every else '、'.join(names)}{_verdict(Verdict(verdict))}"
        for verdict, names in by.items()
        if names
    ]
    sources = {line.standard.source for line in results.lines if line.standard}
    return "；".join(said) + "。" + (f"标准依据：{'、'.join(sorted(sources))}。" if sources else "")


def _verdict(verdict: Verdict) -> str:
    return {
        Verdict.MET: "达到标准",
        Verdict.NOT_MET: "未达到标准",
        Verdict.UNSURE: "的标准落在置信区间内，样本不足以判断",
        Verdict.NO_STANDARD: "没有设定标准，不作判断",
        Verdict.NOTHING: "没有抽查数据",
        Verdict.WITHHELD: "作答户太少或能推算出作答户太少的单位，为受访户保密不列出",
    }[verdict]


def mending(results: Results) -> str:
    """Say how many were found wrong and how far their mending is."""
    if not results.wrong:
        return "没有发现错误。"
    states: dict[str, int] = {}
    for one in results.wrong:
        states[one.mending] = states.get(one.mending, 0) + 1
    far = "、".join(f"{state}{count}户" for state, count in states.items())
    return f"认定有问题的{len(results.wrong)}户，整改情况为：{far}。清单见附件，不列姓名和编号。"


def cannot_say(results: Results) -> Iterator[str]:
    """Yield what the sample does not allow to say."""
    bare = results.uncovered
    if bare:
        households = sum(part.size for part in bare)
        names = listed((f"{part.name}（{PopulationClass(part.group).label}）" for part in bare), "层")
        yield f"有{len(bare)}层{households}户没有一户被认定（{names}），各项比例不包括这些户。"
    few = [place.name for place in results.places if place.judged < FEW]
    if few:
        yield f"{listed(few, '个单位')}认定不足{FEW}户，分地区比例只作参考，不宜据此排名。"
    if unsure := [line.kind.name for line in results.lines if line.verdict == Verdict.UNSURE]:
        yield f"{'、'.join(unsure)}的置信区间跨过标准，是否达标不能由本样本断定。"
    rare = [
        line.kind.name for line in results.lines if line.rate and line.rate.hits in range(1, 5) and line.kind.is_upper
    ]
    if rare:
        yield f"{'、'.join(rare)}各只由不到五户得出，多一户或少一户，比例即明显变化，应看区间。"
    yield "帮扶方式精准率以措施为单位，同一户的几项措施视同分别抽取，其区间略偏窄。"
    if results.total.left:
        yield "未能入户的家庭可能与入户的不同，替换不能消除这一差别。"
    yield "收入、支出和满意度为被访者自述，复访和电话回访只能发现部分不实。"


def is_open(results: Results) -> bool:
    """Tell whether the verification has not ended."""
    return results.verification.status != ProjectStatus.CLOSED
