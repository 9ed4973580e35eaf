"""The lists behind the numbers of the rates: each as long as the number says."""

from dataclasses import dataclass
from typing import Any

from assistance.models import Measure
from audits.models import Interview, Verification
from audits.verification.querysets import FindingQuerySet, InterviewQuerySet
from audits.verification.ratekinds import RateKind
from audits.verification.rates import findings_behind, interviews_behind
from core.keys import read_keys
from organizations.models import Union


@dataclass(frozen=True)
class Behind:
    """Which number is asked for: of which rate and place, what it counts or all, of one class or all."""

    verification: Verification
    kind: RateKind
    union: Union
    hits: bool
    own: bool = False
    group: str = ""

    def findings(self) -> FindingQuerySet:
        """Return the findings behind a number of outcomes."""
        rows = findings_behind(self.kind, self.verification, self.union, hits=self.hits)
        return rows.filter(**self._narrower())

    def answers(self) -> list["Answer"]:
        """Return the answers behind a number of them, those about several measures of a household one by one."""
        by_measure = self.kind.is_of_items
        hits = self.hits and not by_measure
        rows = interviews_behind(self.kind, self.verification, self.union, hits=hits).filter(**self._narrower())
        interviews = _loaded(rows)
        if not by_measure:
            return [Answer(one, self._label(one.answers[self.kind.question])) for one in interviews]
        texts = _texts(interviews, self.kind.question)
        return [
            Answer(one, self._label(said), texts.get(key, ""))
            for one in interviews
            for key, said in one.answers[self.kind.question].items()
            if not self.hits or said in self.kind.answers
        ]

    def _narrower(self) -> dict[str, Any]:
        place = {"sample__unit__union": self.union} if self.own else {}
        return place | ({"sample__stratum__population_class": self.group} if self.group else {})

    def _label(self, said: Any) -> str:
        asks = self.verification.questionnaire.asks(self.kind.classes[0])
        choices = next((dict(ask.choices) for ask in asks if ask.code == self.kind.question), {})
        return choices.get(str(said), str(said))


@dataclass(frozen=True)
class Answer:
    """What a household answered, of a measure where several were asked about."""

    interview: Interview
    said: str
    of: str = ""

    @property
    def name(self) -> str:
        return self.interview.sample.unit.name


def _loaded(rows: InterviewQuerySet) -> list[Interview]:
    units = ("sample__unit__household", "sample__unit__outside", "sample__unit__union", "sample__finding")
    return list(rows.select_related(*units, "sample__stratum").order_by("sample__stratum", "sample__unit__place"))


def _texts(interviews: list[Interview], question: str) -> dict[str, str]:
    keys = [key for one in interviews for key in one.answers[question]]
    found = Measure.objects.filter(pk__in=read_keys(keys)).values_list("pk", "text")
    return {str(pk): text for pk, text in found}
