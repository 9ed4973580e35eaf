"""Small archive workbooks for tests, of people who do not exist."""

from pathlib import Path
from typing import Any

import xlsxwriter

from households.importing.layout import AID, ARCHIVES, DIFFICULTIES, LAYOUT, MEMBERS, SURVEYS, VISITS
from tests.support.factories import identity_no

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "archives-honghe.xlsx"
KEY = "532524201900901"
ARCHIVE = {
    "档案编号": KEY,
    "建档标准": "全国级",
    "困难类别": "深度困难职工",
    "姓名": "薛琴思",
    "性别": "女",
    "身份证号": "532524197004218310",
    "出生日期": "1970-04-21",
    "手机号码": "19969467358",
    "家庭住址": "建水县凤翔街道84号",
    "家庭年度总收入": "14400",
    "家庭人口": 1,
    "家庭月人均收入": 1200,
    "主要致困原因": "患重特大疾病",
    "次要致困原因": "子女上学",
    "建档单位": "建水县总工会",
    "建档日期": "2019-04-19",
    "帮扶单位": "建水县住建局",
    "帮扶责任人": "吴燕琴",
    "帮扶责任人职务": "副局长",
    "帮扶责任人电话": "19995181291",
}
MEMBER = {"档案编号": KEY, "姓名": "朱勇华", "关系": "子", "身份证号": "532524200907222753", "身份": "小学"}
SURVEY = {
    "档案编号": KEY,
    "核算期起": "2019-04-01",
    "核算期止": "2020-03-31",
    "工资性收入": 14400,
    "医疗支出": "1,200元",
    "核对报告编号": "核〔2020〕0001号",
}
AID_ROW = {
    "档案编号": KEY,
    "年度": 2018,
    "发放日期": "2018-10-28",
    "帮扶项目": "生活救助",
    "资金来源": "中央财政专项帮扶资金",
    "责任部门": "总工会",
    "金额": 3500,
    "受益人": "薛琴思",
    "发放方式": "银行卡",
    "凭证号": "记2018-153",
}
VISIT = {
    "档案编号": KEY,
    "日期": "2020-02-10",
    "方式": "入户走访",
    "帮扶干部": "吴燕琴",
    "走访情况": "了解家庭近况。",
    "存在困难": "就医负担重",
    "发放健康包": "是",
}
DIFFICULTY = {
    "档案编号": KEY,
    "问题编号": f"{KEY}-1",
    "类别": "医疗",
    "问题描述": "医疗方面存在困难",
    "帮扶建议": "协助办理大病保险报销",
    "责任部门": "医保",
    "完成时限": "2020-07-28",
    "落实情况": "已解决",
    "帮扶成效": "困难已缓解",
}
Cells = dict[str, Any]


def archive(number: int = 1, **cells: Any) -> Cells:
    """Return the row of an archive of its own worker; ``cells`` are changed, None leaves one blank."""
    return ARCHIVE | {"档案编号": f"53252420190090{number}", "身份证号": identity_no(), "出生日期": None} | cells


def of(row: Cells, number: int = 1, **cells: Any) -> Cells:
    """Return a row of another sheet that belongs to the archive of that number."""
    return row | {"档案编号": f"53252420190090{number}"} | cells


def whole_household(**cells: Any) -> dict[str, list[Cells]]:
    """Return the rows of one household in all six sheets; ``cells`` change the archive's row."""
    return {
        ARCHIVES: [ARCHIVE | {"家庭人口": 2, "家庭月人均收入": 600} | cells],
        MEMBERS: [MEMBER],
        SURVEYS: [SURVEY],
        AID: [AID_ROW],
        VISITS: [VISIT],
        DIFFICULTIES: [DIFFICULTY],
    }


def write_workbook(path: Path, rows: dict[str, list[Cells]] | list[Cells], *, title_rows: int = 0) -> Path:
    """Write rows by sheet (a list is the sheet of archives); a sheet's columns are the layout's and any others used."""
    sheets = rows if isinstance(rows, dict) else {ARCHIVES: rows}
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, listed in sheets.items():
            sheet = book.add_worksheet(name)
            heads = list(dict.fromkeys([*LAYOUT.get(name, "").split(), *(head for row in listed for head in row)]))
            sheet.write_row(title_rows, 0, heads)
            for place, row in enumerate(listed, title_rows + 1):
                for column, head in enumerate(heads):
                    if row.get(head) is not None:
                        sheet.write(place, column, row[head])
    return path
