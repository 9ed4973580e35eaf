"""Archive workbooks of any size, of people who do not exist, in the layout that offices keep."""

import datetime
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from households.importing.layout import AID, ARCHIVES, DIFFICULTIES, LAYOUT, MEMBERS, SURVEYS, VISITS
from organizations.reference.divisions import PREFECTURES
from organizations.reference.loading import short_name
from reports.demo.people import People

CATEGORIES = ("深度困难职工", "相对困难职工", "意外致困职工")
CAUSES = ("患重特大疾病", "子女上学", "下岗失业", "无劳动能力", "未参加社会保险", "遭受意外事故")
WORKPLACES = ("纺织厂", "水泥厂", "糖业公司", "百货公司", "铁路工务段", "农机公司")
NEEDS = (
    ("医疗", "协助办理大病保险和医疗互助报销", "医保"),
    ("就学", "协助申请国家助学贷款", "教育"),
    ("基本生活", "协助申请城镇低保", "民政"),
    ("住房", "协助申请公租房", "住建"),
    ("就业", "推荐岗位并安排技能培训", "人社"),
)
MEMBER_KINDS = (
    ("配偶", 1965, 1985, "在岗"),
    ("子", 2000, 2012, "初中"),
    ("女", 2000, 2012, "小学"),
    ("父母", 1935, 1955, "退休"),
)

FIRST_NUMBER = 10_000  # leaves room below for archives that people make
Cells = dict[str, Any]
Rows = Iterator[tuple[str, Cells]]


def household_rows(people: People, number: int, code: str, region: str) -> Rows:
    """Return the rows of one household, each with its sheet."""
    rng, filed = people.rng, people.day(2016, 2020)
    key, head, cadre = f"{code}{filed.year}{number + FIRST_NUMBER:05d}", people.name(), people.name()
    kinds = rng.sample(MEMBER_KINDS, rng.choice([0, 1, 2, 2, 3]))
    wage = rng.choice([0, 800, 1200, 1670, 2200])
    names = {"序号": number, "姓名": head, "建档日期": filed, "帮扶责任人": cadre}
    worker = _worker(people, key) | _home(people, key, region) | _work(people, region)
    yield ARCHIVES, worker | names | _money(rng, wage, len(kinds) + 1) | _hardship(people, region)
    yield from ((MEMBERS, _member(people, key, *kind)) for kind in kinds)
    yield SURVEYS, _survey(rng, key, wage * 12)
    yield from ((AID, _aid(people, key, head, year)) for year in range(2017, 2021) if rng.random() < 0.7)
    yield from ((VISITS, _visit(people, key, cadre)) for _ in range(rng.choice([1, 2, 3])))
    yield from ((DIFFICULTIES, _difficulty(people, key, n)) for n in range(1, rng.choice([1, 2, 2, 3])))


def _worker(people: People, key: str) -> Cells:
    birth, rng = people.day(1962, 1990), people.rng
    return {
        "档案编号": key,
        "建档标准": rng.choice(["全国级", "全国级", "省级"]),
        "困难类别": rng.choice(CATEGORIES),
        "性别": rng.choice("男女"),
        "民族": rng.choice(["汉族", "彝族", "哈尼族"]),
        "政治面貌": "群众",
        "身份证号": people.identity_no(key[:6], birth),
        "出生日期": birth,
        "健康状况": rng.choice(["良好", "糖尿病", "高血压病"]),
        "婚姻状况": rng.choice(["已婚", "离异", "丧偶"]),
        "参加工作时间": birth.replace(year=birth.year + 20, month=7, day=1),
        "手机号码": people.phone(),
    }


def _home(people: People, key: str, region: str) -> Cells:
    rng = people.rng
    return {
        "是否单亲": "否",
        "户口类型": "非农业",
        "户口所在地行政区划": key[:6],
        "家庭住址": f"{region}锦屏街道{rng.randint(1, 200)}号",
        "住房类型": rng.choice(["商品房", "自建房", "租房"]),
        "建筑面积": rng.randint(20, 90),
        "开户银行": "农村信用社",
        "银行卡号": people.card(),
    }


def _work(people: People, region: str) -> Cells:
    rng = people.rng
    return {
        "工作状态": rng.choice(["在岗", "下（待）岗", "失（无）业", "病休"]),
        "劳模类型": "非劳模",
        "工作单位": f"{region}{rng.choice(WORKPLACES)}",
        "单位性质": "国有企业",
        "企业状况": rng.choice(["正常", "停产", "破产"]),
        "所属行业": "制造业",
        "医保状况": "城镇职工基本医保",
        "是否有一定自救能力": "是",
        "是否零就业家庭": "否",
        "是否农民工": "否",
    }


def _money(rng: random.Random, wage: int, persons: int) -> Cells:
    return {
        "本人月平均收入": wage,
        "家庭其他非薪资年收入": 0,
        "家庭年度总收入": wage * 12,
        "家庭人口": persons,
        "家庭月人均收入": round(wage / persons, 2),
    }


def _hardship(people: People, region: str) -> Cells:
    rng = people.rng
    main, *more = rng.sample(CAUSES, 3)
    return {
        "主要致困原因": main,
        "次要致困原因": "、".join(more),
        "致困原因简述": "家庭收入低",
        "建档单位": f"{region}总工会",
        "帮扶单位": f"{region}{rng.choice(['民政局', '住建局', '人社局', '教育局'])}",
        "帮扶责任人职务": rng.choice(["科员", "科长", "副局长"]),
        "帮扶责任人电话": people.phone(),
    }


def _member(people: People, key: str, relation: str, first: int, last: int, position: str) -> Cells:
    birth = people.day(first, last)
    return {
        "档案编号": key,
        "姓名": people.name(),
        "关系": relation,
        "性别": "女" if relation == "女" else "男",
        "身份证号": people.identity_no(key[:6], birth),
        "出生日期": birth,
        "健康状况": people.rng.choice(["良好", "良好", "糖尿病"]),
        "身份": position,
        "月收入": 0,
        "医保状况": "城乡居民基本医保",
    }


def _survey(rng: random.Random, key: str, wages: int) -> Cells:
    zeros = dict.fromkeys(LAYOUT[SURVEYS].split()[4:-1], 0)
    year = {"核算期起": datetime.date(2019, 4, 1), "核算期止": datetime.date(2020, 3, 31)}
    spent = {"医疗支出": rng.choice([0, 1200, 3000]), "必要就业成本": rng.choice([0, 1200])}
    report = {"核对报告编号": f"核〔2020〕{key[-5:]}号"}
    return {"档案编号": key, **year, "工资性收入": wages, **zeros, **spent, **report}


def _aid(people: People, key: str, head: str, year: int) -> Cells:
    rng = people.rng
    return {
        "档案编号": key,
        "年度": year,
        "发放日期": people.day(year, year),
        "帮扶项目": rng.choice(["生活救助", "子女助学", "医疗救助", "送温暖"]),
        "资金来源": rng.choice(["中央财政专项帮扶资金", "省级财政专项帮扶资金", "工会经费"]),
        "责任部门": "总工会",
        "金额": rng.choice([500, 1000, 1500, 2000, 3500]),
        "受益人": head,
        "发放方式": "银行卡",
        "凭证号": f"记{year}-{rng.randint(1, 999):03d}",
    }


def _visit(people: People, key: str, cadre: str) -> Cells:
    rng = people.rng
    return {
        "档案编号": key,
        "日期": people.day(2020, 2020),
        "方式": rng.choice(["入户走访", "入户走访", "电话联系"]),
        "帮扶干部": cadre,
        "走访情况": "了解家庭近况，核对档案信息，宣传帮扶政策。",
        "存在困难": rng.choice(["无", "就医负担重", "学费紧张", "无稳定工作"]),
        "帮扶措施": "对接相关部门跟进",
        "宣传政策": "困难职工帮扶政策宣传册",
        "发放健康包": rng.choice("是否"),
    }


def _difficulty(people: People, key: str, number: int) -> Cells:
    need, advice, department = people.rng.choice(NEEDS)
    return {
        "档案编号": key,
        "问题编号": f"{key}-{number}",
        "类别": need,
        "问题描述": f"{need}方面存在困难",
        "帮扶建议": advice,
        "责任部门": department,
        "完成时限": people.day(2020, 2020),
        "落实情况": people.rng.choice(["正在办理", "已解决"]),
        "帮扶成效": people.rng.choice(["", "困难已缓解"]),
    }


def counties() -> list[tuple[str, str]]:
    """Return code and everyday name of every county."""
    divisions = (county.split(" ") for listed in PREFECTURES.values() for county in listed.split("、"))
    return [(code, short_name(name)) for code, name in divisions]


def make_workbook(path: Path | str, households: int, seed: int = 1, code: str = "") -> None:
    """Write a workbook of clean households, of one county or spread over all; a seed makes the same people."""
    people, places = People(random.Random(seed)), [place for place in counties() if code in ("", place[0])]
    rows: dict[str, list[Cells]] = {sheet: [] for sheet in LAYOUT}
    for number in range(1, households + 1):
        for sheet, cells in household_rows(people, number, *places[number % len(places)]):
            rows[sheet].append(cells)
    options = {"constant_memory": True, "strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(str(path), options) as book:
        for sheet, listed in rows.items():
            _write_sheet(book.add_worksheet(sheet), LAYOUT[sheet].split(), listed)


def _write_sheet(sheet: Worksheet, heads: list[str], rows: list[Cells]) -> None:
    sheet.write_row(0, 0, heads)
    for place, cells in enumerate(rows, 1):
        for column, head in enumerate(heads):
            if (cell := cells.get(head, "")) != "":
                sheet.write(place, column, cell)
