"""The form of an item of aid."""

from typing import Any

from django import forms

from assistance.ceilings.querysets import RULE_OWNERS, RULE_WRITERS
from assistance.models import AidItem
from households.enums import AttachmentKind
from households.forms.sections import SectionForm
from organizations.choosing import UnionField
from organizations.models import Union, User

FACTS = (
    *("name", "project", "per", "period", "times", "delivery"),
    *("papers", "on_file_only", "pays_tapering", "is_active", "note"),
)


def unions_to_write_for(user: User) -> Any:
    """Return the unions whose items and rules the user keeps."""
    return Union.objects.active().filter(user.scope.subtree("path", RULE_WRITERS), kind__in=RULE_OWNERS)


class ItemForm(SectionForm):
    """What an item is, for whom, how often, and what it asks for."""

    key, title = "item", "帮扶项目"
    wide = ("papers", "note")
    papers = forms.MultipleChoiceField(
        label="所需材料", choices=AttachmentKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = AidItem
        fields = FACTS
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "times": "每户（每人）每期最多发放几次。",
            "papers": "选了医药费票据或学费票据的，按登记的票据测算。",
        }


class NewItemForm(ItemForm):
    """A new item, with the union that it is for."""

    union = UnionField(None, label="适用范围", to_field_name="code", empty_label="请选择", help_text="含所辖各级工会。")
    field_order = ("union", *FACTS)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = unions_to_write_for(user)  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts.items() if name != "union"}
