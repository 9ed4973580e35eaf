"""The forms of score sheets: what one is about, its headings and items."""

from typing import Any

from django import forms

from audits.actions.scores.sheets import kinds_below
from audits.models import ScoreItem, ScoreSheet
from audits.scores.enums import SCORED, ItemKind, Scale, Sense
from audits.scores.sources import SOURCES
from core import clock
from core.forms import PointsField, TidyForm
from households.history import values_of, version_of
from organizations.choosing import UnionField
from organizations.enums import Role, UnionKind
from organizations.models import Union, User

TWO_LINES = {"rows": 2}
STEPS = 5
SHIPPED, EMPTY = "shipped", "empty"
BEGINNINGS = [(SHIPPED, "推定框架（按工作环节拟出，可修改）"), (EMPTY, "空白表")]


class SheetForm(TidyForm, forms.ModelForm):
    """What a sheet is about."""

    kinds = forms.MultipleChoiceField(label="考核对象", widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = ScoreSheet
        fields = ("year", "name", "kinds", "full", "self_until", "note")
        field_classes = {"full": PointsField}  # noqa: RUF012 - as Django types it
        widgets = {"note": forms.Textarea(TWO_LINES)}  # noqa: RUF012 - as Django types it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = kinds_below(self.instance.union) if self.instance.pk else UnionKind.values
        labels = [(kind.value, kind.label) for kind in UnionKind if kind in possible and kind != UnionKind.PROVINCE]
        self.fields["kinds"].choices = labels  # type: ignore[attr-defined]
        # Of the sheet on file: what is typed gets into the instance when the form is cleaned.
        self.version = version_of(values_of(self.instance, self._meta.fields or ())) if self.instance.pk else ""
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.version


class NewSheetForm(SheetForm):
    """A sheet that begins: whose it is, and with which items."""

    union = UnionField(None, label="考核单位", to_field_name="code", empty_label="请选择")
    beginning = forms.ChoiceField(label="项目", choices=BEGINNINGS, widget=forms.RadioSelect, initial=SHIPPED)
    field_order = ("union", "year", "name", "kinds", "beginning", "full", "self_until", "note")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        year = clock.today().year
        usual = {"union": user.union.code, "year": year, "name": f"{year} 年困难职工帮扶工作考核", "full": "100"}
        super().__init__(*args, initial=usual, **kwargs)
        own = Union.objects.active().filter(user.scope.subtree("path", [Role.OFFICER]))
        self.fields["union"].queryset = own.exclude(kind__in=[UnionKind.GRASSROOTS])  # type: ignore[attr-defined]


class HeadingForm(TidyForm, forms.Form):
    """What a heading is called."""

    name = forms.CharField(label="考核类别", max_length=60)


class ItemForm(TidyForm, forms.ModelForm):
    """What is scored below a heading; of an indicator also how points come out of what is counted."""

    kind = forms.ChoiceField(label="评分方式", widget=forms.RadioSelect, initial=ItemKind.INDICATOR)
    sense = forms.ChoiceField(label="计入方式", choices=Sense.choices, widget=forms.RadioSelect, initial=Sense.BASE)
    source = forms.ChoiceField(label="计量指标", required=False)
    scale = forms.ChoiceField(
        label="计分办法", choices=Scale.choices, required=False, widget=forms.RadioSelect, initial=Scale.LINEAR
    )

    class Meta:
        model = ScoreItem
        fields = (
            *("name", "kind", "sense", "weight", "standard", "evidence", "source", "scale", "full_at", "zero_at"),
            *("less_is_better", "each", "full_if_nothing"),
        )
        field_classes = dict.fromkeys(("weight", "full_at", "zero_at", "each"), PointsField)
        widgets = {"standard": forms.Textarea(TWO_LINES)}  # noqa: RUF012 - as Django types it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in SCORED]  # type: ignore[attr-defined]
        sources = [(source.code, f"{source.name}（{source.unit}）") for source in SOURCES.values()]
        self.fields["source"].choices = [("", "请选择"), *sources]  # type: ignore[attr-defined]
        # Of the item on file: what is typed gets into the instance when the form is cleaned.
        held = values_of(self.instance, (*(self._meta.fields or ()), "steps"))
        self.version = version_of(held) if self.instance.pk else ""
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.version
        given = dict(enumerate(self.instance.steps))
        for place in range(STEPS):
            bound, points = given.get(place, ("", ""))
            for name, label, value in (("bound", "界限", bound), ("points", "得分", points)):
                self.fields[f"{name}_{place}"] = field = PointsField(label=f"第 {place + 1} 档{label}", required=False)
                field.initial = value
                field.widget.attrs |= {"class": "form-control", "aria-label": field.label}

    @property
    def steps(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of the steps, bound and points."""
        return [(self[f"bound_{place}"], self[f"points_{place}"]) for place in range(STEPS)]

    def clean(self) -> dict[str, Any]:
        """Make the steps of what was filled in; one with half of it missing is refused."""
        found = super().clean() or {}
        steps = []
        for place in range(STEPS):
            bound, points = found.pop(f"bound_{place}", None), found.pop(f"points_{place}", None)
            if (bound is None) != (points is None):
                self.add_error(f"bound_{place}", "界限和得分要一起填写。")
            elif bound is not None:
                steps.append([str(bound), str(points)])
        return found | {"steps": steps}

    def _get_validation_exclusions(self) -> set[str]:
        # The constraints are left to the action, which first takes out what kind and scale have no use for.
        return super()._get_validation_exclusions() | {"kind", "scale"}  # type: ignore[misc]

    def add_error(self, field: str | None, error: Any) -> None:
        """Show what is wrong with the steps at the first of them."""
        super().add_error("bound_0" if field == "steps" else field, error)
