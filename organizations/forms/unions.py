"""Forms of unions and offices."""

from typing import Any

from django import forms

from core.forms import TidyForm
from organizations.enums import DIVISION_KINDS, KINDS_BELOW, Department, UnionKind
from organizations.forms.pickers import UnionField
from organizations.models import Office, Union
from organizations.querysets import UnionQuerySet


class UnionForm(TidyForm, forms.Form):
    """A new union below another, or the names and the code of one that exists."""

    kind = forms.ChoiceField(label="层级", choices=[])
    name = forms.CharField(label="工会名称", max_length=60, help_text="写全称，如 建水县临安镇总工会。")
    code = forms.CharField(label="编码", max_length=20, required=False)
    division_name = forms.CharField(label="行政区划名称", max_length=40, required=False, help_text="如 建水县。")

    def __init__(self, *args: Any, parent: Union | None = None, union: Union | None = None, **kwargs: Any) -> None:
        if union is not None:
            kwargs["initial"] = {"name": union.name, "code": union.code, "division_name": union.division_name}
        super().__init__(*args, **kwargs)
        kinds = [UnionKind(union.kind)] if union else KINDS_BELOW[UnionKind(parent.kind)] if parent else ()
        self.fields["kind"].choices = [(kind, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        if union is not None:
            del self.fields["kind"]
            self.fields["code"].required = True
        self._fit_code(divisions=[kind for kind in kinds if kind in DIVISION_KINDS], kinds=len(kinds))

    def _fit_code(self, *, divisions: list[UnionKind], kinds: int) -> None:
        if not divisions:
            del self.fields["division_name"]
            self.fields["code"].help_text = "自编，可用数字、大写字母和短横线；留空由系统编号。"
        elif len(divisions) == kinds:
            self.fields["code"].help_text = "6 位行政区划代码。"
        else:
            words = "、".join(str(kind.label) for kind in divisions)
            self.fields["code"].help_text = f"{words}填 6 位行政区划代码；其他层级自编，留空由系统编号。"


class MoveForm(TidyForm, forms.Form):
    """The union that something moves to."""

    to = UnionField()

    def __init__(self, *args: Any, unions: UnionQuerySet, label: str, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].label = label
        self.fields["to"].offer(unions, above=kind)  # type: ignore[attr-defined]


class OfficeForm(TidyForm, forms.Form):
    """The office of a government department in the region of a union."""

    union = UnionField(label="所在地工会")
    department = forms.ChoiceField(label="部门", choices=Department.choices)
    name = forms.CharField(label="名称", max_length=60, help_text="写全称，如 建水县医疗保障局。")
    is_active = forms.BooleanField(label="在用", required=False, help_text="停用后不能再授权联络员，已有记录保留。")

    def __init__(self, *args: Any, unions: UnionQuerySet, office: Office | None = None, **kwargs: Any) -> None:
        if office is not None:
            kwargs["initial"] = {"department": office.department, "name": office.name, "is_active": office.is_active}
        super().__init__(*args, **kwargs)
        if office is not None:
            del self.fields["union"]
            return
        del self.fields["is_active"]
        self.fields["union"].offer(unions)  # type: ignore[attr-defined]
