"""What a questionnaire asks, by its answers, and what is wrong with them; the shipped one; errands."""

from collections import Counter
from decimal import Decimal

import pytest

from audits.models import Question, Questionnaire
from audits.verification.assigning import Asked, errands
from audits.verification.enums import PopulationClass, QuestionKind, Round
from audits.verification.questions import Ask, Lists, Shown, Wrong, asked, read, read_all
from households.enums import LineKind
from tests.support.tables import table

YES_NO, TEXT = QuestionKind.YES_NO, QuestionKind.TEXT
SAME = Ask("same", YES_NO)
WHY = Ask("why", TEXT, shown_if=(Shown("same", frozenset({"no"})),))
FURTHER = Ask("further", TEXT, shown_if=(Shown("why", frozenset({"moved"})),))


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ({}, ["same"]),
        ({"same": "yes"}, ["same"]),
        ({"same": "no"}, ["same", "why"]),
        ({"same": "no", "why": "moved"}, ["same", "why", "further"]),
        ({"same": "yes", "why": "moved"}, ["same"]),
    ],
)
def test_a_question_hangs_on_what_was_answered_before(answers, codes):
    assert [ask.code for ask in asked([SAME, WHY, FURTHER], answers)] == codes


def test_what_is_hidden_is_neither_judged_nor_kept():
    assert read_all([SAME, WHY], {"same": "yes", "why": "left from before"}, Lists()) == ({"same": "yes"}, {})


def test_every_fault_is_told_at_once():
    _answers, wrong = read_all([SAME, WHY, Ask("n", QuestionKind.NUMBER)], {"same": "no", "n": "two"}, Lists())
    assert wrong == {"why": "请作答。", "n": "请填写整数。"}


MONEY = Ask("m", QuestionKind.MONEY)
FEW = Ask("n", QuestionKind.NUMBER, lowest=Decimal(1), highest=Decimal(30))
TICKS = Ask("t", QuestionKind.CHOICES, options=(("a", "甲"), ("b", "乙")), is_required=False)


@pytest.mark.parametrize(
    ("ask", "raw", "kept"),
    [
        (MONEY, "12,000.5", "12000.50"),
        (MONEY, "１２００", "1200.00"),
        (FEW, "3", 3),
        (TICKS, ["a", "a", "b"], ["a", "b"]),
        (TICKS, "a", ["a"]),
        (TICKS, None, None),
        (Ask("s", QuestionKind.SCALE), "5", "5"),
        (Ask("x", TEXT), " 两句 ", "两句"),
    ],
)
def test_an_answer_is_kept_in_one_way(ask, raw, kept):
    assert read(ask, raw) == kept


@pytest.mark.parametrize(
    ("ask", "raw", "words"),
    [
        (MONEY, "about 12", "请填写金额"),
        (MONEY, "NaN", "请填写金额"),
        (MONEY, "1.234", "最多两位小数"),
        (MONEY, "-1", "应在 0 至"),
        (MONEY, "1e99", "请填写金额"),
        (FEW, "31", "应在 1 至 30 之间"),
        (FEW, "1.5", "请填写整数"),
        (TICKS, ["a", "z"], "请从选项中选择"),
        (SAME, "maybe", "请从选项中选择"),
        (SAME, "", "请作答"),
        (Ask("x", TEXT), "字" * 501, "最多 500 字"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words(ask, raw, words):
    with pytest.raises(Wrong, match=words):
        read(ask, raw)


def test_each_measure_is_asked_for_and_no_other():
    ask = Ask("measures", QuestionKind.EACH_MEASURE, options=(("fits", "符合"), ("unfit", "不符合")))
    assert read(ask, {"7": "fits", "8": "unfit", "99": "fits"}, Lists(measures=["7", "8"])) == {
        "7": "fits",
        "8": "unfit",
    }
    with pytest.raises(Wrong, match="逐项作答"):
        read(ask, {"7": "fits"}, Lists(measures=["7", "8"]))
    assert read(ask, None, Lists()) == {}


@pytest.mark.django_db
def test_the_shipped_questionnaire_asks_each_class_what_it_can_answer():
    shipped = Questionnaire.objects.published().prefetch_related("questions")[0]
    codes = {group: {ask.code for ask in shipped.asks(group)} for group in PopulationClass}
    assert {"measures", "knows_cadre", "satisfaction"} <= codes[PopulationClass.ON_FILE]
    assert not {"measures", "aid", "members_same"} & codes[PopulationClass.NOT_FILED]
    assert {f"amount_{kind}" for kind in LineKind if kind != LineKind.UNION_AID} <= codes[PopulationClass.NOT_FILED]


@pytest.mark.django_db
def test_conditions_of_the_shipped_questions_name_questions_before_them():
    places = dict(Question.objects.values_list("code", "place"))
    hanging = [(row.place, code) for row in Question.objects.all() for code, _answers in row.shown_if]
    assert hanging
    assert all(places[code] < place for place, code in hanging)


@pytest.mark.parametrize("row", table("verification.md", "Pieces"))
def test_each_division_among_assessors(row):
    places = [part.split(":") for part in row["places"].split()]
    sample = [Asked(f"{place}{n}", place) for place, count in places for n in range(int(count))]
    made = errands(sample, int(row["assessors"]), seed="x", blind=Decimal(0), phone=Decimal(0))
    counts = Counter(errand.assessor for errand in made)
    assert [counts[assessor] for assessor in range(int(row["assessors"]))] == [int(n) for n in row["pieces"].split()]


def test_second_visits_and_calls_go_to_another_assessor():
    sample = [Asked(f"{n:03}", "A") for n in range(100)]
    made = errands(sample, 3, seed="x", blind=Decimal("0.05"), phone=Decimal("0.101"))
    first = {errand.key: errand.assessor for errand in made if errand.round == Round.FIRST}
    again = [errand for errand in made if errand.round != Round.FIRST]
    assert Counter(errand.round for errand in again) == {Round.BLIND: 5, Round.PHONE: 11}
    assert all(first[errand.key] != errand.assessor for errand in again)
    assert errands(sample, 3, seed="x", blind=Decimal("0.05"), phone=Decimal("0.101")) == made


def test_alone_nobody_asks_twice():
    assert {one.round for one in errands([Asked("1", "A")], 1, seed="x", blind=Decimal(1), phone=Decimal(1))} == {
        Round.FIRST
    }
