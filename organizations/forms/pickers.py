"""Choosing one union out of thousands: a search whose findings are radio buttons."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from organizations.models import Union
from organizations.querysets import UnionQuerySet

SHOWN = 12


class UnionPicker(forms.Widget):
    """A search field with the chosen union and the findings below it, loaded by htmx from ``union_options``."""

    template_name = "organizations/_union_picker.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.unions: UnionQuerySet = Union.objects.none()
        self.narrowed_by = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template the chosen union, and all choices when they are few."""
        context = super().get_context(name, value, attrs)
        chosen = self.unions.filter(code=value).first() if value else None
        few = list(self.unions[: SHOWN + 1])
        options = few if len(few) <= SHOWN else [chosen] if chosen else []
        return context | {
            "name": name,
            "value": value,
            "options": options,
            "has_more": len(few) > SHOWN,
            "narrowed_by": self.narrowed_by,
            "invalid": context["widget"]["attrs"].get("aria-invalid"),
            "describedby": context["widget"]["attrs"].get("aria-describedby"),
        }

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """Render with the templates of the project, not with those of Django's forms."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the chosen code, else what was typed into the search."""
        return data.get(name) or data.get(f"{name}_q", "").strip()


class UnionField(forms.ModelChoiceField):
    """One union of a queryset, by code; a whole name or code that was typed counts as chosen."""

    widget = UnionPicker
    default_error_messages = {  # noqa: RUF012 - as Django types it
        "required": "请查找并选定一个工会。",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Union.objects.none(), to_field_name="code", **kwargs)

    def offer(self, unions: UnionQuerySet, **narrowed_by: str) -> None:
        """Set what may be chosen; ``narrowed_by`` tells ``union_options`` the same (``within``, ``above``)."""
        self.queryset = self.widget.unions = unions
        self.widget.narrowed_by = urlencode(narrowed_by)

    def to_python(self, value: Any) -> Union | None:
        """Find the union; raises ValidationError for one outside the queryset."""
        if value in self.empty_values:
            return None
        unions: UnionQuerySet = self.queryset  # type: ignore[assignment]
        found = list(unions.filter(code=value)[:1]) or list(unions.filter(name=value)[:2])
        if len(found) != 1:
            raise ValidationError("没有找到这个工会，请输入名称或编码查找，再选定一个。", code="invalid_choice")
        return found[0]
