"""The questionnaire that every installation begins with: identity, income by line, 两有五保障, help felt, satisfaction.

What is asked follows what the programme is judged by (domain reference 5.1, 5.4); the wording is a working proposal,
and the next version may say otherwise.
"""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from audits.enums import ExitItem, Finding
from audits.verification.enums import PopulationClass, QuestionKind
from audits.verification.questions import NO
from households.eligibility.shipped import VETOES
from households.enums import ASSET_KINDS, INCOME_KINDS, MAX_PERSONS, RIGID_KINDS, WITHIN_TRANSFER, Cause, LineKind

NAME, VERSION = "困难职工第三方核查入户问卷", 1
NOTE = "收入、支出按入户之日前 12 个月填写；各地可另发新版本。"
# What is asked again on the telephone: no paper to look at, nothing to count up.
BY_PHONE = ("persons", "aid", "measures", "knows_cadre", "visits", "satisfaction", "remark")
FILED = [PopulationClass.ON_FILE, PopulationClass.EXITED, PopulationClass.CANCELLED]
Row = dict[str, Any]


def _row(section: str, code: str, kind: str, text: str, **more: Any) -> Row:
    return {"section": section, "code": code, "kind": kind, "text": text, **more}


def _identity() -> Iterator[Row]:
    part, no = "身份与家庭", [NO]
    met = [["worker", "职工本人"], ["family", "共同生活的家属"], ["neighbour", "邻居或单位"]]
    yield _row(part, "met", QuestionKind.CHOICE, "本次见到", options=met)
    yield _row(part, "identity_same", QuestionKind.YES_NO, "姓名、身份证号与登记一致", hint="请核对身份证原件。")
    yield _row(part, "identity_wrong", QuestionKind.TEXT, "不一致之处", shown_if=[["identity_same", no]])
    yield _row(part, "persons", QuestionKind.NUMBER, "共同生活的家庭人口", lowest=1, highest=MAX_PERSONS)
    filed = {"classes": FILED}
    yield _row(part, "members_same", QuestionKind.YES_NO, "家庭成员与档案一致", **filed)
    yield _row(part, "members_wrong", QuestionKind.TEXT, "不一致之处", shown_if=[["members_same", no]], **filed)
    yield _row(part, "cause_same", QuestionKind.YES_NO, "主要致困原因与档案一致", **filed)
    causes = [[cause.value, str(cause.label)] for cause in Cause]
    more = {"options": causes, "shown_if": [["cause_same", no]], **filed}
    yield _row(part, "cause_true", QuestionKind.CHOICE, "实际主要致困原因", **more)
    vetoes = [[code, label] for code, label, in_force in VETOES if in_force]
    optional = {"is_required": False, "hint": "没有的不选。"}
    yield _row(part, "vetoes", QuestionKind.CHOICES, "发现的否决情形", options=vetoes, **optional)


def _income() -> Iterator[Row]:
    for part, kinds in (
        ("近 12 个月家庭收入", (*INCOME_KINDS, *WITHIN_TRANSFER)),
        ("近 12 个月刚性支出", (*RIGID_KINDS, LineKind.COMPENSATION)),
        ("家庭资产", ASSET_KINDS),
    ):
        for kind in kinds:
            hint = "已含在转移净收入中，单列填写。" if kind in WITHIN_TRANSFER else ""
            yield _row(part, f"amount_{kind.value}", QuestionKind.MONEY, str(kind.label), hint=hint, is_required=False)


def _secured() -> Iterator[Row]:
    options = [[found.value, str(found.label)] for found in Finding]
    for item in ExitItem:
        yield _row("两有五保障", f"item_{item.value}", QuestionKind.CHOICE, str(item.label), options=options)
    hint = "有未保障的，请写明具体情况和依据。"
    yield _row("两有五保障", "secured_words", QuestionKind.TEXT, "情况说明", hint=hint, is_required=False)


def _help() -> Iterator[Row]:
    filed = {"classes": FILED}
    received = [["received", "已收到，金额相符"], ["less", "已收到，金额不符"], ["none", "没有收到"]]
    yield _row("帮扶落实", "aid", QuestionKind.EACH_AID, "逐笔核对帮扶资金", options=received, **filed)
    felt = [["fits", "符合需要"], ["unfit", "不符合需要"], ["unfelt", "没有感受到"]]
    yield _row("帮扶落实", "measures", QuestionKind.EACH_MEASURE, "逐项核对帮扶措施", options=felt, **filed)
    yield _row("结对帮扶", "knows_cadre", QuestionKind.YES_NO, "能说出帮扶责任人姓名", **filed)
    visits = {"lowest": 0, "highest": 200}
    yield _row("结对帮扶", "visits", QuestionKind.NUMBER, "近 6 个月帮扶责任人上门次数", **visits, **filed)
    yield _row("满意度", "satisfaction", QuestionKind.SCALE, "对工会帮扶工作是否满意", **filed)
    yield _row("满意度", "remark", QuestionKind.TEXT, "意见和建议", is_required=False)


def questions() -> list[Row]:
    """Return the rows of the shipped questionnaire in their order."""
    every = [*_identity(), *_income(), *_secured(), *_help()]
    return [{**row, "place": place} for place, row in enumerate(every, start=1)]


def ship_questionnaire(questionnaire_model: Any, question_model: Any) -> None:
    """Enter and publish the shipped questionnaire, unless it stands there."""
    made, is_new = questionnaire_model.objects.get_or_create(name=NAME, version=VERSION, defaults={"note": NOTE})
    if not is_new:
        return
    question_model.objects.bulk_create(question_model(questionnaire=made, **row) for row in questions())
    # Last, since from then on the version and its rows are frozen.
    questionnaire_model.objects.filter(pk=made.pk).update(published_at=timezone.now())


def ship_phone_questions(question_model: Any) -> None:
    """Mark which of the shipped questions are asked again on the telephone."""
    shipped = question_model.objects.filter(questionnaire__name=NAME, questionnaire__version=VERSION)
    shipped.filter(code__in=BY_PHONE).update(by_phone=True)
