"""Made-up services of 建水县, with people, sessions and money, made by the real actions."""

import datetime
import uuid
from decimal import Decimal

from assistance.actions.services.charging import charge_service
from assistance.actions.services.completing import complete_many
from assistance.actions.services.enrolling import enrol
from assistance.actions.services.keeping import open_service
from assistance.actions.services.sessions import add_sessions
from assistance.funds.enums import EntryKind, FundKind
from assistance.models import Budget, Fund, LedgerEntry, Service
from assistance.services.enums import ServiceKind
from households.models import Household
from organizations.models import User
from tests.support.factories import HouseholdFactory, union

STARTS, ENDS = datetime.date(2026, 3, 2), datetime.date(2026, 3, 6)
DONE = datetime.date(2026, 3, 6)


def service_facts(**other) -> dict:
    """Return the facts of a course for house-keepers, changed by keywords."""
    facts = {"union": union("532524"), "kind": ServiceKind.TRAINING, "name": "家政服务培训班", "places": 0}
    facts |= {"organiser": "建水县就业服务中心", "place": "县总工会二楼", "content": "家政、护理", "budget": None}
    return facts | {"starts_on": STARTS, "ends_on": ENDS, "employer": "", "job": ""} | other


def a_service(by: User, **other) -> Service:
    """Open a course."""
    return open_service(by=by, facts=service_facts(**other))


def a_person(name: str = "赵小兰", **archive):
    """Make an archive on file and return its worker."""
    return HouseholdFactory(worker=name, **archive).members.workers().get()


def taking_part(service: Service, by: User, *names: str) -> list:
    """Enrol workers of archives of their own, and return their enrolments."""
    return enrol(service, [a_person(name) for name in names or ("赵小兰",)], by=by).placed


def completed_by(service: Service, by: User, *names: str, on: datetime.date = DONE, result: str = "结业证书") -> list:
    """Enrol workers and have them complete."""
    people = taking_part(service, by, *names)
    complete_many(service, {row.pk: result for row in people}, by=by, on=on)
    return [type(row).objects.select_related("service", "member", "household").get(pk=row.pk) for row in people]


def a_budget(by: User, amount: int = 10_000, *, place: str = "532524", year: int = 2026, **fund) -> Budget:
    """Make a fund and a budget that has been granted an amount."""
    facts = {"code": f"f{uuid.uuid4().hex[:12]}", "name": "本级工会经费", "kind": FundKind.OWN_UNION}
    facts |= {"union": union("530000"), "valid_from": datetime.date(2017, 1, 1), "created_by": by}
    budget = Budget.objects.create(fund=Fund.objects.create(**(facts | fund)), union=union(place), year=year)
    grant = {"kind": EntryKind.GRANT, "amount": Decimal(amount), "on": datetime.date(year, 1, 10), "by": by}
    LedgerEntry.objects.create(budget=budget, **grant)
    budget.refresh_from_db()
    return budget


def services_of_world(household: Household, users: dict[str, User]) -> dict[str, object]:
    """Make a course of the county that the worker of a household completed, with a session and a cost."""
    day = datetime.date(2026, 1, 5)
    course = a_service(users["off"], starts_on=day, ends_on=day)
    [session] = add_sessions(course, [day], by=users["off"])
    [one] = enrol(course, [household.members.workers().get()], by=users["off"]).placed
    complete_many(course, {one.pk: "结业证书"}, by=users["off"], on=day)
    cost = {"amount": Decimal(300), "on": datetime.date(2026, 1, 20), "payee": "建水县职校", "doc_no": "记2026-1"}
    charge = charge_service(course, by=users["fin"], budget=a_budget(users["fin"]), **cost)
    return {"service": course.pk, "session": session.pk, "enrolment": one.pk, "charge": charge.pk}
