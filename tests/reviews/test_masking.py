"""The last look before something is made public: what it refuses, and what an office writes every day."""

import pytest

from core.errors import DomainError
from reviews.masking import number_in, personal_in, refuse_personal

IDENTITY = "532524198001018310"


@pytest.mark.parametrize(
    "text",
    [
        IDENTITY,
        f"赵小兰（{IDENTITY}）",
        "532524 19800101 8310",
        "５３２５２４１９８００１０１８３１０",
        "532524-1980-0101-831X",
        "532524********8310",
        "532524＊＊＊＊＊＊＊＊8310",
        "53252419800101831x",
        "532524800101831",
        "5\u200b3\u200b2524198001018310",
        "五三二五二四一九八〇〇一〇一八三一〇",
        "٥٣٢٥٢٤١٩٨٠٠١٠١٨٣١٠",
        "532524 1980-01-01 8310",
        "5325241980年1月1日8310",
        "532524（1980.01.01）831X",
        "532524\u00ad19800101\u00ad8310",
        "532524:19800101:8310",
        "532524~1980~0101~8310",
        "532524'1980'0101'8310",
        "532524・1980・0101・8310",
    ],
)
def test_an_identity_number_is_seen_however_it_is_written(text):
    assert number_in(text)


@pytest.mark.parametrize(
    "text", ["13987654321", "139 8765 4321", "139-8765-4321", "139****4321", "１３９８７６５４３２１"]
)
def test_a_phone_number_is_seen(text):
    assert number_in(f"赵小兰 {text}") == "含有手机号码"


@pytest.mark.parametrize("text", ["6222021234567890123", "6222 0212 3456 7890 123", "0873-7652345", "微信 7652345"])
def test_cards_and_other_long_numbers_are_seen(text):
    assert number_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "赵小兰",
        "建水县第二中学工会",
        "3",
        "2026-09-28 至 2026-10-10",
        "2026年9月28日至2026年10月10日",
        "2017-2020",
        "1,200.00 元",
        "12,345,678.00元",
        "家庭人口 3 人，月人均 480.50 元",
        "红工公示〔2026〕12号",
        "全国级 深度困难职工",
        "二〇二六年九月",
        "建档 532524 户，2026年9月28日起 5 个工作日",
        "第 120 期 2026-09-28 至 2026-10-10",
    ],
)
def test_what_a_notice_says_every_day_passes(text):
    assert number_in(text) == ""


@pytest.mark.parametrize(
    ("heading", "text", "why"),
    [
        ("备注", "临安镇朝阳路 12 号", "住址"),
        ("备注", "三单元", "住址"),
        ("致困原因", "肺癌晚期", "病种"),
        ("致困原因", "尿毒症透析", "病种"),
        ("致困原因", "尿 毒 症", "病种"),
        ("致困原因", "乙肝，hiv 阴性", "病种"),
        ("单位", "肺癌患者", "病种"),
        ("身份证号", "", "个人信息"),
        ("子女姓名", "小满", "个人信息"),
    ],
)
def test_homes_illnesses_and_forbidden_headings_are_refused(heading, text, why):
    assert why in personal_in(text, heading)


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("单位", "8号煤矿工会"),
        ("单位", "云南省肿瘤医院工会"),
        ("单位", "红河州结核病防治所"),
        ("致困原因", "患重特大疾病"),
        ("姓名", "赵某某"),
    ],
)
def test_units_with_a_number_and_kinds_of_causes_pass(heading, text):
    assert personal_in(text, heading) == ""


def test_the_refusal_names_the_line_and_the_field():
    with pytest.raises(DomainError, match="第 7 项的“备注”含有身份证号") as told:
        refuse_personal({"姓名": "赵小兰", "备注": IDENTITY}, whose="7")
    assert IDENTITY not in told.value.message
