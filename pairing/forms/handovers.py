"""Handing the households of one cadre over: which ones, to whom, when and why."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Case, F, QuerySet, Value, When

from core.keys import read_keys
from organizations.models import User
from pairing.distributing import distribute
from pairing.forms.pairings import STILL, CadreChoice, DayForm
from pairing.models import Cadre, Pairing

REASONS = ("工作调动", "岗位调整", "退休", "驻村轮换", "病休", "结对户数过多")
NOBODY_YET = "有 {count} 户没有选定接手人，请点“平均分配”，或在各户后面选择接手人。"


class TakerChoice(CadreChoice, forms.ModelMultipleChoiceField):
    """Cadres who take over, each with what they help already."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, cadre: Cadre) -> str:
        """Write name, unit, position, how many households the cadre has, and how many at most."""
        load = f"现有 {cadre.pairing_count} 户，上限 {cadre.ceiling} 户"  # type: ignore[attr-defined]
        return f"{super().label_from_instance(cadre)} · {load}"


@dataclass(frozen=True)
class Row:
    """One household on the form: whether it goes, and to whom ("" when that is not said)."""

    pairing: Pairing
    chosen: bool
    taker: str


def takers_for(user: User, giver: Cadre) -> QuerySet[Cadre]:
    """Return who may take over: cadres in office near by, those of the giver's unit first, then who has the fewest."""
    near = Cadre.objects.visible_to(user).active().near(giver.union).exclude(pk=giver.pk).for_list()
    elsewhere = Case(When(unit=giver.unit_id, then=0), default=1) if giver.unit_id else Value(0)
    return near.order_by(elsewhere, F("pairing_count"), "name", "id")


class HandoverForm(DayForm):
    """All households of one cadre, each with a tick and a taker; ``parts`` is what the action asks for."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    takers = TakerChoice(None, label="接手人", error_messages={"required": "请至少勾选一位接手人。"})
    on = forms.DateField(label="移交日期")
    reason = forms.CharField(label="移交原因", max_length=120)
    note = forms.CharField(
        label="交接事项",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写给接手人：家庭特点、约定的事、联系方式等。未销号的困难、未办结的任务和约定的走访会自动带给接手人。",
    )
    even_if_full = forms.BooleanField(label="仍然移交", required=False, help_text=STILL)
    leave = forms.BooleanField(label="移交后设为不在任", required=False, help_text="只在全部移交后办理。")

    def __init__(self, *args: Any, user: User, giver: Cadre, pairings: Sequence[Pairing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.giver = giver
        self.pairings = {str(pairing.pk): pairing for pairing in pairings}
        self.fields["client_id"].initial = uuid.uuid4
        self.fields["takers"].queryset = takers_for(user, giver)  # type: ignore[attr-defined]
        self.fields["reason"].widget.attrs["list"] = "handover-reasons"
        self.spread: dict[int, int] = {}

    @cached_property
    def asked(self) -> list[Pairing]:
        """The pairings that are ticked, in the order of the list."""
        ticked = set(self.data.getlist("pairing")) if self.is_bound else set(self.pairings)  # type: ignore[attr-defined]
        return [pairing for key, pairing in self.pairings.items() if key in ticked]

    def rows(self) -> Iterator[Row]:
        """Yield every household that the giver still has, as it was ticked and assigned."""
        asked = {pairing.pk for pairing in self.asked}
        for key, pairing in self.pairings.items():
            if pairing.is_active:
                told = str(self.spread.get(pairing.pk, "")) if self.spread else self.data.get(f"to-{key}", "")
                yield Row(pairing, pairing.pk in asked, told)

    def chosen_takers(self) -> list[Cadre]:
        """Return the takers that are ticked, as far as they may take over."""
        keys = self.data.getlist("takers") if self.is_bound else []  # type: ignore[attr-defined]
        wanted = set(read_keys(keys))
        return [cadre for cadre in self.fields["takers"].queryset if cadre.pk in wanted]  # type: ignore[attr-defined]

    def loads(self) -> list[tuple[Cadre, int, int]]:
        """Return each ticked taker with how many of the ticked households go there, and how many that then makes."""
        told = [row.taker for row in self.rows() if row.chosen and row.pairing.household.is_open]
        takers = self.chosen_takers()
        given = {taker.pk: told.count(str(taker.pk)) for taker in takers}
        if len(takers) == 1:
            given = {takers[0].pk: len(told)}
        return [(taker, given[taker.pk], taker.pairing_count + given[taker.pk]) for taker in takers]  # type: ignore[attr-defined]

    def share_out(self) -> None:
        """Give every ticked household a taker: all then help the same number, as far as that and the ceilings go."""
        takers = self.chosen_takers()
        loads = {cadre.pk: cadre.pairing_count for cadre in takers}  # type: ignore[attr-defined]
        most = {cadre.pk: cadre.ceiling for cadre in takers}  # type: ignore[attr-defined]
        at = {pairing.household_id: pairing.pk for pairing in self.asked if pairing.household.is_open}
        helped = Pairing.objects.active().filter(cadre__in=takers, household__in=at)
        barred = {(at[household], cadre) for household, cadre in helped.values_list("household", "cadre")}
        self.spread = distribute(list(at.values()), loads, barred, most)

    def clean(self) -> dict[str, Any]:
        """Require a household, and a taker for each; one taker alone takes all."""
        cleaned = super().clean() or {}
        takers = list(cleaned.get("takers") or [])
        if not self.asked:
            self.add_error(None, "请至少选择一户，再移交。")
        elif takers:
            cleaned["parts"] = self._parts(takers)
        return cleaned

    def _parts(self, takers: list[Cadre]) -> dict[Cadre, list[Pairing]]:
        by_key = {str(cadre.pk): cadre for cadre in takers}
        parts: dict[Cadre, list[Pairing]] = defaultdict(list)
        unassigned = 0
        for pairing in self.asked:
            told = by_key.get(self.data.get(f"to-{pairing.pk}", ""))
            alone = len(takers) == 1 or not pairing.household.is_open  # what is closed only ends
            taker = takers[0] if alone else told
            if taker is None:
                unassigned += 1
            else:
                parts[taker].append(pairing)
        if unassigned:
            self.add_error(None, NOBODY_YET.format(count=unassigned))
        return parts
