"""After any sequence of acts the counters of the database are those of a plain recount, row by row."""

import random
from contextlib import suppress

import pytest

from assistance.actions.measures import add_measure
from assistance.models import EffectJudgement, Measure, Task
from audits.actions.clear import refresh_stale
from core import clock
from core.errors import DomainError
from households.actions.difficulties import record_difficulty, strike_off_difficulty
from households.models import Difficulty
from pairing.actions.visits import correct_visit
from pairing.models import Visit
from tests.support.campaigns import DAY, kept, recounted, started
from tests.support.drive import left, visit
from tests.support.exits import checked
from tests.support.factories import HouseholdFactory, union
from tests.support.tasks import sent_task, walk

pytestmark = pytest.mark.django_db
STEPS = 60


class Actor:
    """Somebody who does whatever comes to mind to three archives."""

    def __init__(self, seed: int, by, households) -> None:
        self.draw, self.by, self.households = random.Random(seed), by, households

    def act(self) -> None:
        """Do one thing; where there is nothing to do it to, do nothing."""
        household = self.draw.choice(self.households)
        verb = self.draw.choice(["visit", "visit", "correct", "record", "record", "plan", "send", "answer", "judge",
                                 "strike", "erase", "move", "refresh", "check"])  # fmt: skip
        with suppress(DomainError):  # what a rule refuses changes nothing
            getattr(self, verb)(household)

    def one_of(self, rows):
        """Draw one of some rows, the same for the same seed; None of none."""
        found = list(rows.order_by("pk"))
        return self.draw.choice(found) if found else None

    def visit(self, household) -> None:
        """Log a visit on some day before."""
        visit(household, self.by, self.draw.randrange(15))

    def correct(self, household) -> None:
        """Correct a visit into another kind, on another day."""
        if made := self.one_of(household.visits):
            facts = {"method": self.draw.choice(["home", "call"]), "met": self.draw.choice(["worker", "nobody"])}
            on = clock.today() - self.draw.randrange(15) * DAY
            correct_visit(made, by=self.by, on=on, situation="更正。", **facts)

    def record(self, household) -> None:
        """Record a difficulty."""
        record_difficulty(household, by=self.by, need="medical", description=f"困难{self.draw.random()}")

    def plan(self, household) -> None:
        """Plan a measure against an open difficulty."""
        if found := self.one_of(household.difficulties.filter(closed_on=None)):
            facts = {"lead_department": "medical_insurance", "deadline": clock.today() + 30 * DAY}
            add_measure(found, by=self.by, facts=facts | {"text": f"措施{self.draw.random()}"})

    def send(self, household) -> None:
        """Send a measure that is on no list."""
        free = Measure.objects.filter(difficulty__household=household).exclude(tasks__isnull=False)
        if measure := free.first():
            sent_task(measure, on=clock.today())

    def answer(self, household) -> None:
        """Answer a line, let it arrive, or take it back."""
        if task := Task.objects.filter(household=household, status="sent").first():
            walk(task, *self.draw.choice([["accepted"], ["done"], ["done", "arrived"], ["returned"]]))

    def judge(self, household) -> None:
        """Judge a difficulty on a visit, which strikes it off."""
        seen, found = household.visits.first(), household.difficulties.filter(judgements=None).first()
        if not seen or not found:
            return
        effects = {
            name: self.draw.choice(["solved", "eased", "unsolved"]) for name in ("family_effect", "cadre_effect")
        }
        facts = {"household": household, "difficulty": found, "visit": seen, "by": self.by, "by_name": self.by.name}
        EffectJudgement.objects.create(**facts, **effects, closes=self.draw.random() < 0.8)

    def strike(self, household) -> None:
        """Strike a difficulty off that no list waits for."""
        waiting = Task.objects.exclude(status__in=["arrived", "returned"]).values("measure__difficulty")
        if found := household.difficulties.filter(closed_on=None).exclude(pk__in=waiting).first():
            strike_off_difficulty(found, by=self.by, on=clock.today(), reason="已解决")

    def erase(self, household) -> None:
        """Erase a visit that nothing points to, a measure that is on no list, or a difficulty with neither."""
        model = self.draw.choice([Visit, Measure, Difficulty])
        loose = {
            Visit: Visit.objects.filter(household=household, judgements=None, difficulties=None),
            Measure: Measure.objects.filter(difficulty__household=household, tasks=None),
            Difficulty: household.difficulties.filter(measures=None, judgements=None, visits=None),
        }[model]
        model.objects.filter(pk__in=list(loose.values_list("pk", flat=True)[:1])).delete()

    def move(self, household) -> None:
        """Move an archive to another union."""
        household.union = union(self.draw.choice(["532524", "532501", "532500"]))
        household.save(update_fields=["union"])

    def refresh(self, household) -> None:
        """Compute the six items anew."""
        refresh_stale()

    def check(self, household) -> None:
        """Check whether the household may leave; one of ten leaves."""
        checked(household, self.by)
        if self.draw.random() < 0.1:
            left(household)
            self.households.remove(household) if len(self.households) > 1 else None


@pytest.mark.parametrize("seed", range(6))
def test_after_any_sequence_of_acts_the_counters_are_those_of_a_recount(provincial, seed):
    households = [HouseholdFactory() for _ in range(3)]
    campaigns = [
        started(provincial, name="甲", visits_wanted=2),
        started(provincial, name="乙", visit_methods=["home", "call"], clear_by="cadre", ends_on=clock.today() - DAY),
    ]
    actor = Actor(seed, provincial, list(households))
    for _ in range(STEPS):
        actor.act()
    for target in [target for campaign in campaigns for target in campaign.targets.all()]:
        assert kept(target) == recounted(target)
