"""The visit form: it asks only what is new."""

import datetime
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms import formset_factory

from core import clock
from core.forms import TidyForm
from households.enums import Need
from households.forms.attachments import SeveralFilesInput
from households.history import values_of, version_of
from households.models import Household
from organizations.models import User
from pairing.actions.visits import MAX_PHOTOS, Found, VisitFacts
from pairing.enums import HEALTH_KIT, POLICIES, Met, VisitMethod
from pairing.models import Cadre, Pairing, Visit

BLANK_ROWS = 3
COMMA = "、"


class PhotosField(forms.FileField):
    """Several pictures; what they contain is checked when they are kept."""

    widget = SeveralFilesInput(attrs={"accept": "image/*"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the list of uploads, none for no picture."""
        uploads = [item for item in data or [] if item]
        return [super(PhotosField, self).clean(item, initial) for item in uploads]


class WordsField(forms.MultipleChoiceField):
    """Words to tick, each a choice of its own."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, words: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(choices=[(word, word) for word in words], required=False, **kwargs)


class VisitFactsForm(TidyForm, forms.Form):
    """What a visit was: shared by logging and correcting."""

    on = forms.DateField(label="走访日期")
    method = forms.ChoiceField(label="走访方式", choices=VisitMethod.choices, widget=forms.RadioSelect)
    met = forms.ChoiceField(label="见到何人", choices=Met.choices, widget=forms.RadioSelect)
    situation = forms.CharField(
        label="走访情况",
        max_length=2000,
        widget=forms.Textarea(
            attrs={"rows": 5, "placeholder": "近期生活、收支、健康、就业、就学情况，以及与上次相比的变化"}
        ),
    )
    policies = WordsField(POLICIES, label="宣传政策")
    policies_other = forms.CharField(label="其他政策", max_length=120, required=False)
    health_kit = forms.BooleanField(label="发放健康包", required=False)
    health_kit_contents = WordsField(HEALTH_KIT, label="健康包内容")
    health_kit_other = forms.CharField(label="其他内容", max_length=100, required=False)
    basics_confirmed = forms.BooleanField(label="已核对家庭基本情况", required=False)
    no_difficulty = forms.BooleanField(label="目前没有困难", required=False)
    photos = PhotosField(label="拍照或选择照片", required=False, help_text=f"最多 {MAX_PHOTOS} 张，保存前自动缩小。")
    next_visit_on = forms.DateField(label="下次走访", required=False, help_text="按走访要求推算，可以改。")

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = {"max": clock.today().isoformat()}
        if household.filed_on:
            limits["min"] = household.filed_on.isoformat()
        self.fields["on"].widget.attrs |= limits

    def facts(self) -> VisitFacts:
        """Return the clean answers as the actions take them."""
        data = self.cleaned_data
        kit = _joined(data["health_kit_contents"], data["health_kit_other"])
        return VisitFacts(
            on=data["on"],
            method=data["method"],
            met=data["met"],
            situation=data["situation"].strip(),
            policies=_joined(data["policies"], data["policies_other"]),
            health_kit=data["health_kit"] or bool(kit),
            health_kit_contents=kit,
            basics_confirmed=data["basics_confirmed"],
            no_difficulty=data["no_difficulty"],
            next_visit_on=data["next_visit_on"],
        )


class CorrectionForm(VisitFactsForm):
    """What was logged of a visit, with the version of it that was on the screen (``seen``)."""

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, household=visit.household, initial=answers_of(visit), **kwargs)
        self.version = version_of(values_of(visit, VisitFacts.__annotations__))
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.version


class VisitForm(VisitFactsForm):
    """A new visit; officers also say who made it."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    visitor = forms.ChoiceField(label="走访人", required=False)

    def __init__(self, *args: Any, user: User, household: Household, pairings: list[Pairing], **kwargs: Any) -> None:
        main = next((pairing for pairing in pairings if pairing.is_active), None)
        kwargs["initial"] = suggestions(main) | kwargs.get("initial", {})
        super().__init__(*args, household=household, **kwargs)
        self.fields["next_visit_on"].widget.attrs |= rhythm_for_script(main)
        self.cadres: dict[str, Cadre] = {str(pairing.cadre_id): pairing.cadre for pairing in pairings}
        if any(pairing.is_active and pairing.cadre.user_id == user.pk for pairing in pairings):
            del self.fields["visitor"]  # a cadre's own household: the system knows who visits
            return
        choices = [
            (key, f"{cadre}（{cadre.unit or cadre.position or '帮扶干部'}）") for key, cadre in self.cadres.items()
        ]
        self.fields["visitor"].choices = [*choices, ("", f"{user.name}（本人）")]  # type: ignore[attr-defined]
        self.initial.setdefault("visitor", str(main.cadre_id) if main else "")

    @property
    def cadre(self) -> Cadre | None:
        """Who made the visit; None for whoever logs it."""
        return self.cadres.get(self.cleaned_data.get("visitor", ""))


class FoundForm(TidyForm, forms.Form):
    """One difficulty that was found; a blank row is no difficulty."""

    need = forms.ChoiceField(label="困难类别", choices=[("", "请选择"), *Need.choices], required=False)
    description = forms.CharField(
        label="困难描述", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of a row, or for none."""
        data = super().clean() or {}
        if data.get("need") and not data.get("description"):
            self.add_error("description", "请写明是什么困难。")
        if data.get("description") and not data.get("need"):
            self.add_error("need", "请选择困难类别。")
        return data

    def has_changed(self) -> bool:
        """Never skip a row: whether it is blank is for ``found`` to say."""
        return True


class FoundFormSet(formset_factory(FoundForm, extra=BLANK_ROWS, max_num=20)):  # type: ignore[misc]
    """The difficulties found on one visit."""

    def found(self) -> list[Found]:
        """Return the rows that are filled in."""
        rows = [form.cleaned_data for form in self.forms]
        return [Found(need=row["need"], description=row["description"]) for row in rows if row.get("need")]


def suggestions(pairing: Pairing | None) -> dict[str, Any]:
    """Return what the form can know before it is filled in: today, what is due, and the next visit by the rhythm."""
    today = clock.today()
    # A home visit that is due counts as contact too; else the call comes round first.
    home_is_due = pairing is None or pairing.home_due_on is None or pairing.home_due_on <= today
    method = VisitMethod.HOME if home_is_due else VisitMethod.CALL
    return {
        "client_id": uuid.uuid4(),
        "on": today,
        "method": method,
        "next_visit_on": next_visit(method, pairing, today),
    }


def next_visit(method: str, pairing: Pairing | None, today: datetime.date) -> datetime.date:
    """Return when the rhythm asks for the next home visit: after this one, or the one that is due anyway."""
    if method != VisitMethod.HOME and pairing and pairing.home_due_on and pairing.home_due_on > today:
        return pairing.home_due_on
    return today + datetime.timedelta(days=settings.VISIT_HOME_EVERY_DAYS)


def rhythm_for_script(pairing: Pairing | None) -> dict[str, str]:
    """Return what the page needs to suggest another next visit when the day or the method changes."""
    due = pairing.home_due_on if pairing else None
    return {"data-home-days": str(settings.VISIT_HOME_EVERY_DAYS), "data-home-due": due.isoformat() if due else ""}


def answers_of(visit: Visit) -> dict[str, Any]:
    """Return a logged visit as the form's answers."""
    policies, policies_other = _split(visit.policies, POLICIES)
    kit, kit_other = _split(visit.health_kit_contents, HEALTH_KIT)
    plain = ("on", "method", "met", "situation", "health_kit", "basics_confirmed", "no_difficulty", "next_visit_on")
    return {name: getattr(visit, name) for name in plain} | {
        "policies": policies,
        "policies_other": policies_other,
        "health_kit_contents": kit,
        "health_kit_other": kit_other,
    }


def _joined(ticked: list[str], other: str) -> str:
    return COMMA.join([*ticked, *([other.strip()] if other.strip() else [])])


def _split(text: str, known: tuple[str, ...]) -> tuple[list[str], str]:
    words = [word for word in text.split(COMMA) if word]
    return [word for word in words if word in known], COMMA.join(word for word in words if word not in known)
