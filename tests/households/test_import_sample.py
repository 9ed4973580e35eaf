"""The workbook that a county office keeps, loaded by the command: what is accepted, refused, flagged, left alone."""

import datetime
import json
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from assistance.models import AidRecord, Measure
from households.enums import Status
from households.models import Difficulty, Household, ImportItem, ImportRun, IncomeSurvey, Member
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from pairing.models import Cadre, Pairing, Visit
from tests.support.workbooks import SAMPLE

REFUSED = {
    "532524201900113": ("身份证号", "身份证号校验位不正确"),
    "532502202000054": ("身份证号", "身份证号校验位不正确"),
    "532524202000094": ("身份证号", "身份证号被表格软件改成科学计数"),
    "532503201900078": ("姓名", "姓名为空"),
    "532501201800107": ("主要致困原因", "主要致困原因为空"),
    "532525202000079": ("次要致困原因", "次要致困原因多于三项"),
    "532504201800017": ("困难类别", "困难类别不在选项中"),
    "532501201900038": ("建档日期", "建档日期无法识别"),
    "532501201600020": ("本人月平均收入", "本人月平均收入不是金额"),
    "532501202000149": ("身份证号", "与本表另一户身份证号重复"),
}
FLAGGED = {
    "532503202000029": ("出生日期", "出生日期与身份证号不一致"),
    "532524201800037": ("家庭人口", "家庭人口与成员数不一致"),
    "532504201800142": ("家庭月人均收入", "家庭月人均收入与计算不一致"),
    "532525201700106": ("银行卡号", "银行卡号校验不通过"),
}
HISTORIES = ("HouseholdEvent", "MemberEvent", "IncomeSurveyEvent", "IncomeLineEvent", "DifficultyEvent")


@pytest.fixture
def load(capsys, provincial, officer):
    """Return a function that loads the sample by the command and returns its JSON."""

    def run(*options: str, by: str = "provincial") -> dict:
        call_command("import_archives", str(SAMPLE), *options, by=by, json=True)
        return json.loads(capsys.readouterr().out.splitlines()[-1])

    return run


def reasons(remarks: list[dict], expected: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Return column and reason by archive, the reason cut to the words that are asked for."""
    return {r["archive_no"]: (r["column"], r["reason"][: len(expected[r["archive_no"]][1])]) for r in remarks}


def test_it_accepts_140_refuses_ten_and_flags_four_each_with_its_reason(load):
    result = load()
    assert (result["accepted"], result["unchanged"]) == (140, 0)
    assert reasons(result["refused"], REFUSED) == REFUSED
    assert reasons(result["flagged"], FLAGGED) == FLAGGED
    assert (len(result["refused"]), len(result["flagged"])) == (10, 4)


def test_each_reason_says_where(load):
    places = {r["archive_no"]: (r["sheet"], r["row"]) for r in load("--dry-run")["refused"]}
    assert places["532503201900078"] == ("困难职工档案", 82)
    assert places["532501202000149"] == ("困难职工档案", 153)


def test_everything_of_the_accepted_is_written_and_the_rest_waits(load):
    result = load()
    rows = {Member: 403, IncomeSurvey: 140, AidRecord: 392, Visit: 301, Difficulty: 125, Measure: 125, Pairing: 140}
    assert {model: model.objects.count() for model in rows} == rows
    listed = 284 + 150 + 413 + 323 + 138
    assert result["waiting"] == listed - (403 - 140) - 140 - 392 - 301 - 125


def test_a_dry_run_says_the_same_and_writes_nothing(load):
    assert load("--dry-run")["accepted"] == 140
    assert not Household.objects.exists()
    assert not ImportRun.objects.exists()


def test_loading_it_twice_changes_nothing(load):
    load()
    stamps = dict(Household.objects.values_list("pk", "updated_at"))
    before = row_counts()
    result = load()
    assert (result["accepted"], result["unchanged"]) == (0, 140)
    assert len(result["flagged"]) == 4
    assert dict(Household.objects.values_list("pk", "updated_at")) == stamps
    assert row_counts() == before
    assert not any(apps.get_model("households", name).objects.exists() for name in HISTORIES)


def row_counts() -> dict[str, int]:
    """Count every table of the business apps but the runs themselves."""
    models = [
        model for app in ("households", "pairing", "assistance") for model in apps.get_app_config(app).get_models()
    ]
    return {m.__name__: m.objects.count() for m in models if m not in {ImportRun, ImportItem}}


def test_a_county_account_is_refused_the_rows_of_other_counties(load):
    result = load(by="officer")
    assert result["accepted"] == 12
    others = [r for r in result["refused"] if r["column"] == "建档单位"]
    assert all("建档单位不在您的经办范围内" in r["reason"] for r in others)
    assert set(Household.objects.values_list("union__name", flat=True)) == {"建水县总工会"}


def test_what_offices_type_is_understood(load):
    load()
    archive = Household.objects.get(archive_no="532503201700006")
    assert archive.filed_on == datetime.date(2018, 7, 1)
    assert Household.objects.filter(head_name__in=["李𬭚", "阿依·木呷"]).count() == 2
    assert Member.objects.get(workplace="=1+1机械厂").is_worker


def test_an_archive_comes_in_whole(load, provincial):
    load()
    archive = Household.objects.get(archive_no="532527201800002")
    assert (archive.status, archive.head_name, archive.work_unit) == (Status.ON_FILE, "谢敏超", "泸西县铁路工务段")
    assert (archive.per_head, archive.created_by) == (Decimal("175.00"), provincial)  # (9600 − 1200) ÷ 4 ÷ 12
    assert archive.secondary_causes == ["unemployed", "no_capacity"]
    assert archive.cadre_names == "魏春敏"
    assert [str(person) for person in archive.members.all()] == ["谢敏超", "龚桂", "戴芳斌", "周志云"]
    measure = archive.difficulties.get().measures.get()
    assert (measure.lead_department, measure.outcome, measure.judged_on) == (
        "medical_insurance",
        "relieved",
        datetime.date(2020, 7, 28),
    )
    visit = archive.visits.get()
    assert (visit.cadre.name, visit.difficulty_text, visit.no_difficulty) == ("魏春敏", "学费紧张", False)


def test_imported_archives_are_found_by_initials(load, provincial):
    load()
    assert Household.objects.visible_to(provincial).matching("xqs").get().head_name == "薛琴思"


def test_two_cadres_of_one_name_are_told_apart_by_their_union_or_phone(load):
    load()
    assert Cadre.objects.filter(name="梁军").count() == 2


def test_the_load_leaves_a_line_in_the_access_log(load, provincial):
    load()
    line = AccessLog.objects.get(verb=AccessVerb.IMPORT)
    assert (line.user, line.subject) == (provincial, "archives-honghe.xlsx")
    assert line.detail == "新增 140 户、更新 0 户、无变化 0 户、拒绝 10 户"


def test_the_command_says_what_is_wrong_with_account_or_file(load, registrar, tmp_path):
    with pytest.raises(CommandError, match="没有账号 nobody"):
        load(by="nobody")
    with pytest.raises(CommandError, match="只有经办人员可以导入档案"):
        load(by="registrar")
    with pytest.raises(CommandError, match="找不到文件"):
        call_command("import_archives", str(tmp_path / "none.xlsx"), by="provincial")
