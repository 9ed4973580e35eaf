"""The two general layouts of bank files, owned by the province; a bank's own is registered as it asks for it."""

from assistance.bank.layouts import RESULT_FIELDS
from organizations.reference import PROVINCE

NOTE = "系统通用格式，不是某家银行的规定；请按代发银行的要求另行登记。"
SHARED = {
    "columns": [
        ["流水号", "key"],
        ["账号", "card_no"],
        ["户名", "name"],
        ["金额", "amount"],
        ["开户银行", "bank"],
        ["支行名称", "branch"],
        ["用途", "purpose"],
    ],
    "result_columns": RESULT_FIELDS,
    "paid_words": ["成功", "交易成功", "处理成功", "已入账"],
    "failed_words": ["失败", "交易失败", "处理失败", "退票", "退回"],
    "has_head": True,
    "note": NOTE,
}
LAYOUTS = (
    ("general-text", {"name": "通用文本格式", "kind": "text", "encoding": "gb18030", "separator": "|"}),
    ("general-xlsx", {"name": "通用表格格式", "kind": "workbook"}),
)


def ship_layouts(union_model, layout_model) -> None:
    """Register the general layouts where they are not yet."""
    province = union_model.objects.get(code=PROVINCE)
    for code, facts in LAYOUTS:
        total = "last" if facts["kind"] == "text" else "none"
        layout_model.objects.get_or_create(
            code=code, defaults={"union": province, "total_at": total, **SHARED, **facts}
        )
