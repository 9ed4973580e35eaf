"""The shipped procedures, owned by the province: 12231 for what an archive becomes, and by amount for what is paid.

The order of the steps of 12231 is a working reading; the steps and amounts of money are working figures.
"""

import datetime
from decimal import Decimal

from django.utils import timezone

from organizations.reference import PROVINCE

SUBJECTS = ("entry", "exit", "cancel", "change", "relief", "return")
NOTE = "一次申请、两次评议、三次公示、三次审定、一项考核；各层级公示在先、审定在后，可按当地文件修改。"
# kind, name, level, role, working days to act, working days of the notice, least number who must come
STEPS = (
    ("apply", "申请", "grassroots", "officer", 5, 0, 0),
    ("appraise", "基层评议", "grassroots", "officer", 5, 0, 3),
    ("notice", "基层公示", "grassroots", "officer", 5, 5, 0),
    ("decide", "基层初审", "grassroots", "reviewer", 5, 0, 0),
    ("appraise", "县级评议", "county", "officer", 5, 0, 3),
    ("notice", "县级公示", "county", "officer", 5, 5, 0),
    ("decide", "县级复审", "county", "reviewer", 5, 0, 0),
    ("notice", "州级公示", "prefecture", "officer", 5, 5, 0),
    ("decide", "州级终审", "prefecture", "approver", 5, 0, 0),
    ("assess", "考核", "prefecture", "registrar", 10, 0, 0),
)
MONEY_NOTE = "系统默认的分级审批，金额起点和环节可按本地文件另拟版本。"
APPLY = ("apply", "申请", "county", "officer", 5, 0, 0)
COUNTY = (
    APPLY,
    ("notice", "发放公示", "county", "officer", 5, 5, 0),
    ("decide", "县级审核", "county", "reviewer", 3, 0, 0),
    ("decide", "县级审批", "county", "approver", 3, 0, 0),
)
PREFECTURE = (*COUNTY, ("decide", "州级审批", "prefecture", "approver", 3, 0, 0))
PROVINCE_TOO = (*PREFECTURE, ("decide", "省级审批", "province", "approver", 5, 0, 0))
# subject, name, from which amount in 元, steps
MONEY = (
    ("payment", "资金发放审批", Decimal(0), COUNTY),
    ("payment", "资金发放审批（5 万元以上）", Decimal(50_000), PREFECTURE),
    ("payment", "资金发放审批（100 万元以上）", Decimal(1_000_000), PROVINCE_TOO),
    ("aid", "单户帮扶审核", Decimal(0), (APPLY, ("decide", "县级审核", "county", "reviewer", 3, 0, 0))),
)
FIELDS = ("kind", "name", "level", "role", "work_days", "notice_days", "quorum")


def ship_procedures(union_model, procedure_model, step_model) -> None:
    """Publish the shipped procedure 12231 for every subject that has none yet."""
    for subject in SUBJECTS:
        _ship(union_model, procedure_model, step_model, STEPS, subject=subject, name="12231 程序", note=NOTE)


def ship_money_procedures(union_model, procedure_model, step_model) -> None:
    """Publish the shipped procedures of money, one for each amount from which more has to agree."""
    for subject, name, amount, steps in MONEY:
        facts = {"subject": subject, "name": name, "note": MONEY_NOTE, "amount_from": amount}
        _ship(union_model, procedure_model, step_model, steps, **facts)


def _ship(union_model, procedure_model, step_model, steps, *, name, note, **facts) -> None:
    facts |= {"union": union_model.objects.get(code=PROVINCE), "valid_from": datetime.date(2016, 1, 1)}
    procedure, is_new = procedure_model.objects.get_or_create(**facts, defaults={"name": name, "note": note})
    if not is_new:
        return
    step_model.objects.bulk_create(
        step_model(procedure=procedure, number=number, **dict(zip(FIELDS, step, strict=True)))
        for number, step in enumerate(steps, start=1)
    )
    procedure.published_at = timezone.now()
    procedure.save(update_fields=["published_at"])
