"""Forms of findings: what the list shows, what one of two says, the third, and the union that contests."""

from typing import Any

from django import forms

from audits.models import VerificationFinding
from audits.verification.causes import nameable, usual_cause
from audits.verification.enums import FINAL, OUTCOMES_OF, FindingStatus, Outcome, PopulationClass
from audits.verification.querysets import FindingQuerySet
from core.forms import TidyForm
from households.forms.attachments import papers_field
from organizations.models import User
from pairing.filters import RegionFilter

NOTHING = "none"  # proposed: nothing could be calculated
MINE, CONTESTABLE = "mine", "contest"
WAITS = [("", "全部"), (MINE, "待我认定或裁定"), (CONTESTABLE, "可以申辩")]
WRONG = "wrong"


class FindingFilter(RegionFilter):
    """Findings by class, proposal, state, outcome, and whether the user has to do something."""

    population_class = forms.ChoiceField(
        label="对象", choices=[("", "全部对象"), *PopulationClass.choices], required=False
    )
    proposed = forms.ChoiceField(
        label="系统建议", choices=[("", "全部建议"), *Outcome.choices, (NOTHING, "不能测算")], required=False
    )
    status = forms.ChoiceField(label="状态", choices=[("", "全部状态"), *FindingStatus.choices], required=False)
    outcome = forms.ChoiceField(
        label="结论", choices=[("", "全部结论"), (WRONG, "有问题"), *Outcome.choices], required=False
    )
    waiting = forms.ChoiceField(label="待办", choices=WAITS, required=False)
    cause = forms.CharField(required=False, widget=forms.HiddenInput)
    verification = forms.IntegerField(required=False, widget=forms.HiddenInput)
    own = forms.BooleanField(required=False, widget=forms.HiddenInput)  # of the union itself, without those below

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user

    def narrow(self, rows: FindingQuerySet) -> FindingQuerySet:
        """Apply what was chosen."""
        if self.place:
            at = "sample__unit__union"
            own = {at: self.place} if self.choice("own") else {f"{at}__path__startswith": self.place.path}
            rows = rows.filter(**own)
        lookups = {"population_class": "sample__stratum__population_class", "status": "status"}
        lookups |= {"verification": "verification"}
        for name, lookup in lookups.items():
            if chosen := self.choice(name):
                rows = rows.filter(**{lookup: chosen})
        if proposed := self.choice("proposed"):
            rows = rows.filter(proposed="" if proposed == NOTHING else proposed)
        if cause := self.choice("cause"):
            rows = rows.blamed_for(cause)
        return self._waiting(self._of_outcome(rows))

    def _of_outcome(self, rows: FindingQuerySet) -> FindingQuerySet:
        outcome = self.choice("outcome")
        if outcome == WRONG:
            return rows.wrong()
        return rows.filter(outcome=outcome, status__in=FINAL) if outcome else rows

    def _waiting(self, rows: FindingQuerySet) -> FindingQuerySet:
        match self.choice("waiting"):
            case "mine":
                return rows.waiting_for(self.user)
            case "contest":
                return rows.contestable_by(self.user)
        return rows


class OutcomeForm(TidyForm, forms.Form):
    """What was found, of what can be found of the household's class, with words and causes where it is not as proposed.

    Each outcome other than proposed has a field of its own causes; ``causes`` are those of the one that was chosen.
    """

    outcome = forms.ChoiceField(label="认定结论", widget=forms.RadioSelect)
    words = forms.CharField(
        label="理由", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )

    def __init__(self, *args: Any, finding: VerificationFinding, **kwargs: Any) -> None:
        super().__init__(*args, initial={"outcome": finding.proposed}, **kwargs)
        group = PopulationClass(finding.sample.stratum.population_class)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (outcome.value, outcome.label) for outcome in OUTCOMES_OF[group]
        ]
        self.fields["words"].help_text = "与系统建议不同的，请写明理由。"
        self.outcomes = [outcome for outcome in OUTCOMES_OF[group] if outcome != finding.proposed]
        for outcome in self.outcomes:
            causes = nameable(finding, outcome)
            if len(causes) > 1:
                self.fields[_causes(outcome)] = _causes_field(outcome, causes, usual_cause(outcome, group))

    def cause_fields(self) -> list[tuple[str, forms.BoundField]]:
        """Return the fields of causes with the outcome that each belongs to."""
        return [(outcome, self[name]) for outcome in self.outcomes if (name := _causes(outcome)) in self.fields]

    def clean(self) -> dict[str, Any]:
        """Keep the causes of the outcome that was chosen."""
        said = super().clean() or self.cleaned_data
        named = {str(outcome): said.pop(_causes(outcome), []) for outcome in self.outcomes}
        return said | {"causes": named.get(str(said.get("outcome")), [])}


def _causes(outcome: str) -> str:
    return f"causes_{outcome}"


def _causes_field(outcome: Outcome, causes: list[str], usual: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=f"{outcome.label}的问题点",
        choices=[(cause, cause) for cause in causes],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"可多选，按问题点统计；不选的按“{usual}”计。",
    )


class SettleForm(OutcomeForm):
    """What the third says; always with words."""

    def __init__(self, *args: Any, finding: VerificationFinding, **kwargs: Any) -> None:
        super().__init__(*args, finding=finding, **kwargs)
        self.initial["outcome"] = finding.outcome
        self.fields["words"].required, self.fields["words"].label = True, "裁定理由"
        self.fields["words"].help_text = ""


class ContestForm(TidyForm, forms.Form):
    """Why a finding is wrong, with what shows it."""

    text = forms.CharField(label="申辩理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))
    papers = papers_field(label="佐证材料", required=False)
