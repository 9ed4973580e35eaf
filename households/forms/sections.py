"""What the forms of the archive have in common: sections that know what the person saw, and choices as on paper."""

import datetime
from typing import Any, ClassVar

from django import forms

from core import clock
from core.errors import DomainError
from core.forms import AmountField, TidyForm
from core.identity import clean_identity_no, is_card_plausible, is_phone_plausible, normalize_digits
from households.actions.archives import Edit
from households.history import values_of, version_of

IDENTITY_HELP = "填写后自动带出出生日期和性别，可再更正。"


class SectionForm(TidyForm, forms.ModelForm):
    """One section of the paper form.

    It carries the version of what was on the screen (``seen``), so that what somebody else saved meanwhile is noticed,
    and a section that the person did not touch is not written at all.
    """

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    of_worker: ClassVar[bool] = False
    wide: ClassVar[tuple[str, ...]] = ()
    labels_here: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _name_the_empty_choice(field)
            field.label = self.labels_here.get(name, field.label)
        self.seen = str(self.data.get(self.seen_name, "")) if self.is_bound else self.version

    @property
    def seen_name(self) -> str:
        return f"seen_{self.key}"

    @property
    def version(self) -> str:
        """The version of these fields as they were when the page was made."""
        return version_of({name: self.initial.get(name) for name in self.fields})

    @property
    def is_touched(self) -> bool:
        """Whether the person changed anything against what was on the screen."""
        return version_of(self.facts) != self.seen

    @property
    def facts(self) -> dict[str, Any]:
        """What the section states, as columns of its row."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}

    @property
    def edit(self) -> Edit:
        return Edit(self.facts, seen=self.seen, of_worker=self.of_worker)


class RowForm(SectionForm):
    """A section that begins otherwise than its row holds it, as with a union by its code: the version is of the row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        row = kwargs.get("instance")
        # Taken at once: when the form is cleaned, what was typed gets into the row that it holds.
        self.on_file = version_of(values_of(row, self._meta.fields or ())) if row is not None else ""
        super().__init__(*args, **kwargs)

    @property
    def version(self) -> str:
        """The version of the row as it is on file, "" for a new one."""
        return self.on_file


class PersonForm(SectionForm):
    """Cleans what is asked of every person; whether the person stands in another archive is judged by the action."""

    def clean_identity_no(self) -> str:
        """Judge the number as the action will, so that it is said together with all else that is wrong."""
        raw = self.cleaned_data["identity_no"]
        try:
            return clean_identity_no(raw, today=clock.today()) if raw else ""
        except DomainError as error:
            raise forms.ValidationError(f"{error.message}。") from error

    def clean_started_work_on(self) -> datetime.date | None:
        """Refuse a day that has not come."""
        day: datetime.date | None = self.cleaned_data["started_work_on"]
        if day and day > clock.today():
            raise forms.ValidationError("参加工作时间不能晚于今天，请核对。")
        return day

    def clean_phone(self) -> str:
        """Take blanks, dashes and full-width digits out of the number."""
        return normalize_digits(self.cleaned_data["phone"]).replace("-", "")


def money_fields(*names: str) -> dict[str, type[forms.Field]]:
    """Return form field classes for columns that hold amounts in 元."""
    return dict.fromkeys(names, AmountField)


def card_warning(card_no: str) -> str:
    """Say that a card number fails its check; old passbooks may, so it is never refused."""
    return "" if not card_no or is_card_plausible(card_no) else "银行卡号校验不通过，请与存折或银行卡核对。"


def phone_warning(phone: str) -> str:
    """Say that nobody can be called under a number; some numbers of villages are short, so it is never refused."""
    return "" if not phone or is_phone_plausible(phone) else "手机号码位数不对，打不通时请与职工核对。"


def _name_the_empty_choice(field: forms.Field) -> None:
    if isinstance(field, forms.TypedChoiceField) and not isinstance(field.widget, forms.RadioSelect):
        choices: list[Any] = [choice for choice in list(field.choices) if choice[0] != ""]  # type: ignore[arg-type,index]
        field.choices = [("", "请选择" if field.required else "未填"), *choices]
