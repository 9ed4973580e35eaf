"""Two weeks of data quality: the rules run each night, and by day people mend, waive and send out what they found."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Subquery, Sum
from django.utils import timezone

from audits.actions.quality.waivers import waive_fault
from audits.actions.rectification import report_done, verify_rectification, withdraw_rectification
from audits.actions.rectification_origins import rectify_fault
from audits.models import Fault, FaultDay, QualityRun, Rectification
from audits.quality.catalogue import RULES
from audits.quality.rule import Rule
from audits.quality.running import run_rules
from core import clock
from core.workdays import is_workday
from households.models import Household
from organizations.models import Union, User
from pairing.actions.pairings import pair_household
from pairing.actions.visits import log_visit
from pairing.enums import Met, Rank, VisitMethod
from pairing.models import Cadre
from reports.demo.papers.laying import give_bundle
from reports.demo.places import COUNTY
from reports.demo.verification.deciding import paper

NIGHTS = 13
NIGHT, AFTERNOON = datetime.time(2), datetime.time(15)
SPACE = uuid.UUID("6f1d2026-0000-4000-8000-000000000002")
UNPAPERED, UNVISITED, UNPAIRED = "papers-none", "visit-overdue", "cadre-missing"
UNPLANNED, LATE = "difficulty-without-measure", "measure-overdue"
MOVING = {UNPAPERED, UNVISITED, UNPAIRED, UNPLANNED, LATE}  # what changes from one night to the next
SEEN = "入户了解近况，家庭人口、住房、收支与档案相符，帮扶措施正在落实。"
UNREACHABLE = "已入户核实：全家没有电话，有事由社区转告。"
PROMISED = "新号码正在办理，下次走访时补登。"
PLANNED = "这项困难的措施正在专题会上研究，会后录入，不必整改。"
HANDED_IN = "已向职工本人补收入档材料，逐份核对原件后上传。"
COMPLETE = "材料已补齐，与档案相符。"


class Nights:
    """Makes the nights of a home that has just been seeded; needs the demo accounts."""

    def __init__(self) -> None:
        names = ("county-officer", "county-reviewer", "province")
        users = User.objects.in_bulk(names, field_name="username")
        self.officer, self.reviewer, self.province = (users[name] for name in names)
        self.county, self.today = Union.objects.get(code=COUNTY), clock.today()

    @transaction.atomic
    def make(self) -> None:
        """Let the rules run night after night up to the last one, with the days between them."""
        self._night(NIGHTS, _known_before())
        days = [ago for ago in range(NIGHTS, 0, -1) if is_workday(self._day(ago))]
        waiting = self._to_mend()
        for ago in range(NIGHTS, 0, -1):
            with clock.at(self._moment(ago, AFTERNOON)):
                if ago in days:
                    for fault in waiting[days.index(ago) :: len(days)]:
                        self._mend(fault)
                if ago == days[len(days) // 2]:
                    self._decide()
            self._night(ago - 1, [rule for rule in RULES if ago == 1 or rule.code in MOVING])
        _even(QualityRun.objects.latest("pk"))

    def _day(self, ago: int) -> datetime.date:
        return self.today - datetime.timedelta(days=ago)

    def _moment(self, ago: int, time: datetime.time) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(self._day(ago), time))

    def _night(self, ago: int, rules: Sequence[Rule]) -> None:
        """Run rules in a night; the last one has been, however early in the day it is now."""
        with clock.at(min(self._moment(ago, NIGHT), clock.now())):
            run = run_rules(rules=rules)
        QualityRun.objects.filter(pk=run.pk).update(is_nightly=True)

    def _to_mend(self) -> list[Fault]:
        """Return every second lack of papers, of a visit or of a cadre, but for those of the demo cadre."""
        rows = Fault.objects.standing().filter(rule__in=[UNPAPERED, UNVISITED, UNPAIRED])
        others = rows.exclude(household__cadre_names=self._shown).select_related("household")
        return list(others.order_by("household__archive_no", "rule"))[::2]

    @property
    def _shown(self) -> str:
        return Cadre.objects.get(user__username="cadre").name

    def _mend(self, fault: Fault) -> None:
        """Hand in the papers that an archive lacks, visit the household, or pair it with a cadre of its union."""
        home = fault.household
        by = self.officer if fault.union_path.startswith(self.county.path) else self.province
        if fault.rule == UNVISITED:
            log_visit(home, by=by, cadre=_cadre_of(home), **_visit(home))
        elif fault.rule == UNPAIRED:
            of_union = Cadre.objects.filter(rank=Rank.STAFF, is_active=True, pairings__household__union=home.union)
            if cadre := of_union.order_by("pk").first():
                pair_household(home, by=by, cadre=cadre, started_on=clock.today(), even_if_full=True)
        else:
            give_bundle(home, by=by)

    def _decide(self) -> None:
        """Let the reviewer of the county waive two faults, and send out three: one open, one withdrawn, one mended."""
        here = Fault.objects.standing().filter(union_path=self.county.path).order_by("pk").select_related("household")
        without = here.filter(rule="phone-missing")
        for fault, (reason, days) in zip(without, ((UNREACHABLE, 180), (PROMISED, 21)), strict=False):
            waive_fault(fault, by=self.reviewer, reason=reason, until=self._day(-days))
        for fault in here.filter(rule=LATE)[:1]:
            self._send(fault)
        for fault in here.filter(rule=UNPLANNED)[:1]:
            withdraw_rectification(self._send(fault), by=self.reviewer, reason=PLANNED)
        for fault in here.filter(rule=UNPAPERED)[:1]:
            sent = self._send(fault)
            self._mend(fault)
            report_done(sent, by=self.officer, words=HANDED_IN, papers=[paper(sent.pk)])
            verify_rectification(sent, by=self.reviewer, words=COMPLETE)

    def _send(self, fault: Fault) -> Rectification:
        return rectify_fault(fault, by=self.reviewer, due_on=self._day(-9), owner=self.officer, verifier=self.reviewer)


def _cadre_of(home: Household) -> Cadre | None:
    pairing = home.pairings.responsible().active().select_related("cadre").first()
    return pairing.cadre if pairing else None


def _visit(home: Household) -> dict[str, Any]:
    facts = {"on": clock.today(), "method": VisitMethod.HOME, "situation": SEEN, "met": Met.WORKER}
    return facts | {"client_id": uuid.uuid5(SPACE, home.archive_no)}


def _known_before() -> list[Rule]:
    """Return the rules of the first night: what has come since would be of the future, and no two are compared."""
    return [rule for rule in RULES if not rule.weigh and not rule.code.endswith("-future")]


def _even(last: QualityRun) -> None:
    """Let every night have gone over all rules, each as long as in the last one, and have found what it kept."""
    took = datetime.timedelta(seconds=max(1.0, sum(last.seconds.values())))
    kept = FaultDay.objects.filter(day=OuterRef("day")).order_by().values("day").annotate(sum=Sum("faults"))
    nights = QualityRun.objects.filter(is_nightly=True).exclude(pk=last.pk)
    nights.update(found=Subquery(kept.values("sum")), total=last.total, seconds=last.seconds)
    QualityRun.objects.filter(is_nightly=True).update(ended_at=F("began_at") + took)
