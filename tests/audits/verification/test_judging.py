"""What is proposed of a verified household: the table of docs/algorithms/verification.md, and its words."""

import itertools

import pytest

from audits.verification.causes import short
from audits.verification.enums import OUTCOMES_OF, Outcome, PopulationClass
from audits.verification.judging import Case, propose
from tests.support.tables import table

CLASSES = {str(group.label): group for group in PopulationClass}
KNOWN = {"是": True, "否": False, "符合": True, "不符合": False, "—": None}


def cases(row):
    """Return every case that a row speaks of: what it leaves empty may be anything."""

    def values(name, anything):
        return [KNOWN[row[name]]] if row[name] else anything

    unknown = [True, False, None]
    for qualified, barred, reached, then, fresh, means, wrong in itertools.product(
        values("合格", unknown),
        values("否决", [True, False]),
        values("收入达到", unknown),
        values("入档测算", unknown),
        values("新入档", [True, False]),
        values("因收支注销", [True, False]),
        values("信息不符", [True, False]),
    ):
        yield Case(
            population_class=CLASSES[row["对象"]],
            qualified=qualified,
            barred=("两套住房",) if barred else (),
            reached=reached,
            lacking=("就医有保障", "就学有保障")[: int(row["未保障"] or 0)],
            wrong=("家庭人口",) if wrong else (),
            qualified_then=then,
            is_fresh=fresh,
            left_for_means=means,
        )


@pytest.mark.parametrize("row", table("verification.md", "Findings"))
def test_each_finding(row):
    found = {propose(case).outcome for case in cases(row)}
    assert {outcome and str(outcome.label) for outcome in found} == {row["认定"] or None}


def test_the_table_reaches_every_outcome_of_every_class_and_no_other():
    reached = {(CLASSES[row["对象"]], row["认定"]) for row in table("verification.md", "Findings") if row["认定"]}
    assert reached >= {
        (group, str(outcome.label))
        for group, outcomes in OUTCOMES_OF.items()
        for outcome in outcomes
        if (group, outcome) != (PopulationClass.CANCELLED, Outcome.WRONG_FACTS)
    }
    assert all(word in {str(outcome.label) for outcome in OUTCOMES_OF[group]} for group, word in reached)


def test_a_cause_is_counted_in_whole_words():
    causes = ["拥有 2 套（含）以上住宅", "拥有机动车辆（残疾人代步车除外）"]
    assert [*map(short, causes)] == ["拥有 2 套以上住宅", "拥有机动车辆"]


def test_the_reasons_name_what_is_short():
    case = Case(PopulationClass.EXITED, reached=False, lacking=("就医有保障",))
    assert propose(case).reasons == ("已脱困但未达到退出标准：收入未达到，就医有保障未保障。",)
