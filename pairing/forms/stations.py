"""Stations of the network of aid."""

from typing import Any

from django import forms

from core.forms import LongSelect
from core.identity import normalize_digits
from organizations.models import User
from pairing.enums import StationLevel
from pairing.forms.cadres import RegionalForm
from pairing.models import Station


class StationChoice(forms.ModelChoiceField):
    """A station of the network, with the level that it stands at."""

    widget = LongSelect

    def label_from_instance(self, station: Station) -> str:
        """Write name and level."""
        return f"{station.name}（{station.get_level_display()}）"


class StationForm(RegionalForm):
    """A station and the card of whom to go to."""

    parent = StationChoice(
        None, label="上级站点", required=False, empty_label="无", help_text="州级中心以下的各级站点挂在上一级站点之下。"
    )

    class Meta:
        model = Station
        fields = [
            "union",
            "level",
            "name",
            "parent",
            "address",
            "contact_name",
            "phone",
            "hours",
            "services",
            "is_active",
        ]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["union"].label = "所属工会"
        above = Station.objects.visible_to(user).active().exclude(level=StationLevel.ENTERPRISE)
        self.fields["parent"].queryset = above.exclude(pk=self.instance.pk).in_order()  # type: ignore[attr-defined]
        self.fields["phone"].widget.attrs |= {"type": "tel", "autocomplete": "off"}
        self.fields["hours"].widget.attrs["placeholder"] = "如 工作日 9:00—12:00，14:30—17:30"
        self.fields["services"].widget.attrs["placeholder"] = "如 政策咨询、帮扶申请、法律援助、就业服务"
        if not self.instance.pk:
            del self.fields["is_active"]

    def clean_phone(self) -> str:
        """Forgive full-width digits and blanks."""
        return normalize_digits(self.cleaned_data["phone"])
