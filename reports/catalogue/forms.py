"""The forms of the page of a register: what is asked beside its filters, and what it is kept as."""

from typing import Any

from django import forms

from core.forms import TidyForm
from organizations.choosing import UnionField, unions_in_scope
from organizations.models import Union
from reports.catalogue.query import PAPERS, Query


class AskForm(TidyForm, forms.Form):
    """Union, day, order, grouping and paper, as the query has them."""

    union = UnionField(label="填报单位", queryset=Union.objects.none(), to_field_name="code", empty_label=None)
    as_of = forms.DateField(label="统计时点", required=False)
    group = forms.ChoiceField(label="分组", required=False)
    order = forms.ChoiceField(label="排序", required=False)
    paper = forms.ChoiceField(label="纸张", choices=list(PAPERS.items()), required=False)
    sums = forms.BooleanField(label="每页小计", required=False)

    def __init__(self, query: Query) -> None:
        super().__init__(
            initial={
                "union": query.union.code,
                "as_of": query.as_of,
                "group": query.group,
                "order": query.order,
                "paper": query.paper,
                "sums": query.sums,
            }
        )
        kind, fields = query.kind, self.fields
        union: Any = fields["union"]
        union.queryset = unions_in_scope(query.user, asked=query.union.code)
        self._offer("group", [("", "不分组"), *kind.groupings.items()], kind.groupings)
        self._offer("order", list(kind.orders.items()), len(kind.orders) > 1)
        if not kind.is_told_of_past:
            del fields["as_of"]
        if not any(field.is_summed for field in query.fields):
            del fields["sums"]

    def _offer(self, name: str, choices: list[tuple[str, str]], wanted: Any) -> None:
        field: Any = self.fields[name]
        field.choices = choices
        if not wanted:
            del self.fields[name]


NAMELESS = {"required": "请填写名称，例如“季度报省级花名册”。"}


class KeepForm(TidyForm, forms.Form):
    """A name for what is put together."""

    name = forms.CharField(label="名称", max_length=60, help_text="同名的会被新的内容替换。", error_messages=NAMELESS)
