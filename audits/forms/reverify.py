"""The guided re-verification on one page: every part begins with what is on file, so that only changes are typed."""

import uuid
from typing import Any

from django import forms

from audits.actions.reverify import Answers, PersonAnswer
from audits.enums import ReverifyOutcome
from core import clock
from core.errors import Conflict, DomainError
from core.forms import TidyForm
from core.identity import normalize_digits
from households.actions.income import lines_of
from households.enums import Departure
from households.forms.income import SurveyForm, usual_facts
from households.forms.sections import money_fields
from households.history import values_of, version_of
from households.models import Difficulty, Household, Member
from organizations.models import User
from pairing.forms.visits import FoundFormSet

SAME, CHANGED, LEFT = "same", "changed", "left"
STATES = [(SAME, "没有变动"), (CHANGED, "有变动"), (LEFT, "已离户")]
YES, NO = "yes", "no"
CHANGING = (
    *("position", "workplace", "monthly_income", "health", "insurance"),
    *("marriage", "education", "school_year", "school_length"),
)
UNCHANGED = "没有变更的不填"


class PersonStillForm(TidyForm, forms.ModelForm):
    """One person: nothing new, something new, or gone."""

    state = forms.ChoiceField(label="情况", choices=STATES, widget=forms.RadioSelect)
    phone = forms.CharField(label="新手机号码", max_length=20, required=False, help_text=UNCHANGED)
    departed_on = forms.DateField(label="离户日期", required=False)
    departed_why = forms.ChoiceField(label="离户原因", choices=[("", "请选择"), *Departure.choices], required=False)

    class Meta:
        model = Member
        fields = CHANGING
        field_classes = money_fields("monthly_income")

    def __init__(self, data: Any, *, person: Member) -> None:
        self.person, self.version = person, version_of(values_of(person, CHANGING))
        super().__init__(data, instance=person, prefix=f"m{person.pk}", initial={"state": SAME})
        for name in ("departed_on", "departed_why") if person.is_worker else ("phone",):
            del self.fields[name]
        if person.is_worker:
            self.fields["state"].choices = STATES[:2]  # type: ignore[attr-defined]
        self.seen = str(self.data.get(f"{self.prefix}-seen", "")) if self.is_bound else self.version

    def clean(self) -> dict[str, Any]:
        """Ask for day and reason of a departure."""
        said = super().clean() or self.cleaned_data
        if said.get("state") == LEFT:
            for name in ("departed_on", "departed_why"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, "请填写。")
        return said

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that are shown when something is new."""
        return [self[name] for name in (*CHANGING, "phone") if name in self.fields]

    @property
    def answer(self) -> PersonAnswer | None:
        """What is new; None for nothing."""
        said = self.cleaned_data
        if said["state"] == LEFT:
            return PersonAnswer(self.person, left_on=said["departed_on"], left_why=said["departed_why"])
        if said["state"] == SAME:
            return None
        phone = normalize_digits(said.get("phone", "")).replace("-", "")
        facts = {name: said[name] for name in CHANGING} | ({"phone": phone} if phone else {})
        # A number is typed blind, over what the mask hides: there is nothing that the person could have seen.
        return PersonAnswer(self.person, facts, seen="" if phone else self.seen)


class HomeStillForm(TidyForm, forms.ModelForm):
    """Where the household lives and where its money goes."""

    lives = forms.ChoiceField(
        label="是否还住在这里", choices=[(YES, "还住在这里"), (NO, "已搬家")], widget=forms.RadioSelect
    )
    new_address = forms.CharField(label="新住址", max_length=120, required=False)
    new_card = forms.CharField(label="新银行卡号", max_length=30, required=False, help_text=UNCHANGED)

    class Meta:
        model = Household
        fields = ("housing", "floor_area", "bank", "bank_branch")

    def __init__(self, data: Any, *, household: Household) -> None:
        super().__init__(data, instance=household, prefix="home", initial={"lives": YES})

    def clean(self) -> dict[str, Any]:
        """Ask where a household lives that has moved."""
        said = super().clean() or self.cleaned_data
        if said.get("lives") == NO and not said.get("new_address"):
            self.add_error("new_address", "请填写现在的住址。")
        return said

    @property
    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        facts = {name: said[name] for name in self.Meta.fields}
        if said["lives"] == NO:
            facts["address"] = said["new_address"]
        if card := normalize_digits(said["new_card"]):
            facts["card_no"] = card
        return facts


class NeedStillForm(TidyForm, forms.Form):
    """One open difficulty: is it still there."""

    state = forms.ChoiceField(label="是否仍存在", choices=[(YES, "仍存在"), (NO, "已解决")], widget=forms.RadioSelect)
    closed_reason = forms.CharField(label="怎样解决的", max_length=200, required=False)

    def __init__(self, data: Any, *, difficulty: Difficulty) -> None:
        self.difficulty = difficulty
        super().__init__(data, prefix=f"d{difficulty.pk}", initial={"state": YES})

    def clean(self) -> dict[str, Any]:
        """Ask on what grounds a difficulty is gone."""
        said = super().clean() or {}
        if said.get("state") == NO and not said.get("closed_reason"):
            self.add_error("closed_reason", "请写明怎样解决的，作为销号依据。")
        return said


class EndForm(TidyForm, forms.Form):
    """What comes of it."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    on_day = forms.DateField(label="复核日期")
    outcome = forms.ChoiceField(label="复核结果", choices=ReverifyOutcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any, *, note: str = "") -> None:
        today = clock.today()
        initial = {"client_id": uuid.uuid4(), "on_day": today, "outcome": ReverifyOutcome.KEEP, "note": note}
        super().__init__(data, prefix="end", initial=initial)
        self.fields["on_day"].widget.attrs["max"] = today.isoformat()


class ReverifySheet:
    """All parts of the page as one: checked together, refused together, and filled in again together."""

    def __init__(self, data: Any, *, household: Household, user: User, note: str = "") -> None:
        people = household.members.present().select_related("household").order_by("position_in_form", "pk")
        self.people = [PersonStillForm(data, person=person) for person in people]
        self.home = HomeStillForm(data, household=household)
        self.needs = [NeedStillForm(data, difficulty=row) for row in household.difficulties.open()]
        self.found = FoundFormSet(data, prefix="found")
        self.survey = SurveyForm(data, initial=usual_facts(household, user) | _last_lines(household))
        self.end = EndForm(data, note=note)

    @property
    def parts(self) -> list[Any]:
        return [self.home, *self.people, self.survey, *self.needs, *self.found.forms, self.end]

    def is_valid(self) -> bool:
        """Check every part, so that all that is wrong is said at once."""
        fine = all([part.is_valid() for part in self.parts])  # noqa: C419 -- each of them, also after the first fault
        return fine and self._counts_right()

    def _counts_right(self) -> bool:
        """Hold the number of persons against those who are left when somebody goes."""
        left = sum(form.cleaned_data["state"] == LEFT for form in self.people)
        persons, staying = self.survey.cleaned_data["persons"], len(self.people) - left
        if left and persons == self.survey["persons"].initial and persons > staying:
            words = f"登记离户后本户为 {staying} 人，请核对共同生活人口。"
            self.survey.add_error("persons", words)
            return False
        return True

    @property
    def answers(self) -> Answers:
        end = self.end.cleaned_data
        return Answers(
            client_id=end["client_id"],
            on_day=end["on_day"],
            outcome=end["outcome"],
            note=end["note"],
            survey=self.survey.facts,
            lines=self.survey.lines,
            people=[answer for form in self.people if (answer := form.answer)],
            home=self.home.facts,
            solved=[
                (form.difficulty, form.cleaned_data["closed_reason"])
                for form in self.needs
                if form.cleaned_data["state"] == NO
            ],
            found=self.found.found(),
        )

    def refuse(self, error: DomainError) -> None:
        """Show what a rule refuses beside the field that it names; after a conflict the next save counts."""
        part = next((p for p in self.parts if p.prefix and error.field.startswith(f"{p.prefix}-")), self.survey)
        name = error.field.removeprefix(f"{part.prefix}-") if part.prefix else error.field
        part.add_error(name if name in part.fields else None, error.message)
        if isinstance(error, Conflict) and hasattr(part, "version"):
            part.seen = part.version


def _last_lines(household: Household) -> dict[str, Any]:
    """Return the lines of the last survey as the new one begins with them."""
    last = household.surveys.prefetch_related("lines").first()
    stated: dict[str, Any] = {}
    for kind, line in lines_of(last).items() if last else ():
        stated |= {f"amount_{kind}": line.amount, f"note_{kind}": line.note}
    return stated
