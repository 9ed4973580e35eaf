"""The shipped procedure 12231 for each subject, owned by the province; its step order is a working reading."""

import datetime

from django.utils import timezone

PROVINCE = "530000"
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
FIELDS = ("kind", "name", "level", "role", "work_days", "notice_days", "quorum")


def ship_procedures(union_model, procedure_model, step_model) -> None:
    """Publish the shipped procedure for every subject that has none yet."""
    province = union_model.objects.get(code=PROVINCE)
    for subject in SUBJECTS:
        facts = {"subject": subject, "union": province, "valid_from": datetime.date(2016, 1, 1)}
        procedure, is_new = procedure_model.objects.get_or_create(
            **facts, defaults={"name": "12231 程序", "note": NOTE}
        )
        if not is_new:
            continue
        step_model.objects.bulk_create(
            step_model(procedure=procedure, number=number, **dict(zip(FIELDS, facts, strict=True)))
            for number, facts in enumerate(STEPS, start=1)
        )
        procedure.published_at = timezone.now()
        procedure.save(update_fields=["published_at"])
