"""The forms of what bars a household: recording it, and overriding a record."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from core.forms import TidyForm, tidy
from households.models import Attachment, Household, VetoRule

NO_EVIDENCE = "请写明核查情况和依据。"


def papers_of(household: Household) -> Any:
    """Return the files of an archive that may back a record."""
    return Attachment.objects.filter(household=household).present()


class VetoForm(TidyForm, forms.Form):
    """The negative list of the rules: tick what was found, each with its evidence and perhaps a paper of the archive.

    ``hints`` is what the report of 民政 says, by the code of an item; it stands in the field as a proposal.
    """

    def __init__(
        self, *args: Any, household: Household, rules: Sequence[VetoRule], hints: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rules, self.hints = rules, hints
        for rule in rules:
            self.fields |= _fields_of(rule, household, hints.get(rule.code, ""))
        for name, field in self.fields.items():
            tidy(name, field)

    def clean(self) -> dict[str, Any]:
        """Ask for the evidence of what is ticked, and for a tick at all."""
        said = super().clean() or {}
        ticked = [rule for rule in self.rules if said.get(f"tick_{rule.code}")]
        for rule in ticked:
            if not said.get(f"evidence_{rule.code}"):
                self.add_error(f"evidence_{rule.code}", NO_EVIDENCE)
        if not ticked:
            raise forms.ValidationError("请勾选核查到的情形；没有的不用登记。")
        return said

    @property
    def ticked(self) -> Iterator[dict[str, Any]]:
        """What was ticked, as the action takes it."""
        said = self.cleaned_data
        for rule in self.rules:
            if said.get(f"tick_{rule.code}"):
                evidence, paper = said[f"evidence_{rule.code}"], said[f"paper_{rule.code}"]
                yield {"rule": rule, "evidence": evidence, "paper": paper}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The fields for the template, an item a row."""
        return [
            {
                "tick": self[f"tick_{rule.code}"],
                "evidence": self[f"evidence_{rule.code}"],
                "paper": self[f"paper_{rule.code}"],
                "hint": self.hints.get(rule.code, ""),
            }
            for rule in self.rules
        ]


def _fields_of(rule: VetoRule, household: Household, hint: str) -> dict[str, forms.Field]:
    code = rule.code
    return {
        f"tick_{code}": forms.BooleanField(label=rule.label, required=False),
        f"evidence_{code}": forms.CharField(label=f"{rule.label}：依据", max_length=500, required=False, initial=hint),
        f"paper_{code}": forms.ModelChoiceField(
            papers_of(household), label=f"{rule.label}：佐证材料", required=False, empty_label="不附材料"
        ),
    }


class OverrideForm(TidyForm, forms.Form):
    """Why a recorded situation does not bar the household, and the paper that shows it."""

    reason = forms.CharField(
        label="不作否决的理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明事实和依据，随测算结果给各级审核人员看。",
    )
    override_paper: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label="佐证材料", required=False, empty_label="不附材料"
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["override_paper"].queryset = papers_of(household)  # type: ignore[attr-defined]
