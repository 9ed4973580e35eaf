"""One household of 建水县 with something in every part of its archive, and an account for every role."""

import datetime
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.utils import timezone

from assistance.actions.answers import answer_task
from assistance.actions.policies import publish_policy
from assistance.enums import AnswerKind
from audits.actions.household_reviews import apply_for_cancel
from audits.enums import CancelCause
from audits.models import Recheck
from core.models import Job, JobStatus
from households.actions.attachments import attach_file
from households.enums import AttachmentKind, Category, GrantKind, ImportStatus, Level, Likeness
from households.importing.corrections import corrections_path
from households.models import (
    ApplicationCode,
    ArchiveGrant,
    Difficulty,
    DuplicateSuspicion,
    EconomicCheck,
    Household,
    ImportRun,
    IncomeSurvey,
    LivingStandard,
    MinimumWage,
    RuleSet,
    VetoFinding,
)
from organizations.enums import Department, Role
from organizations.models import Office, RoleAssignment, User
from pairing.actions.rhythm import refresh_rhythm
from pairing.actions.visits import log_visit
from pairing.enums import Met, VisitMethod
from pairing.models import Handover
from reports.models import SavedRegister
from reviews.actions.deciding import return_review
from reviews.actions.starting import withdraw_review
from reviews.models import Meeting
from tests.support.aid_requests import asked
from tests.support.api import Program
from tests.support.bank import layout_in
from tests.support.bankruns import at_bank
from tests.support.campaigns import started
from tests.support.ceilings import kept_ceilings
from tests.support.drives import planned
from tests.support.exits import checked
from tests.support.factories import (
    AidRecordFactory,
    CadreFactory,
    DifficultyFactory,
    HelpingUnitFactory,
    HouseholdFactory,
    MeasureFactory,
    MemberFactory,
    PairingFactory,
    StationFactory,
    TemplateFactory,
    UserFactory,
    union,
    user_with,
)
from tests.support.faults import faulty
from tests.support.files import paper, photo, upload
from tests.support.grievances import grievance_of_world
from tests.support.judged import judged_of
from tests.support.money import funded
from tests.support.notices import notices_of
from tests.support.payments import batched
from tests.support.reviewed import reviewed
from tests.support.scores import scored
from tests.support.services import services_of_world
from tests.support.tasklists import drawn
from tests.support.tasklists import sent_list as handed_over
from tests.support.tasks import sent_list
from tests.support.verification import verifications_of
from tests.support.walking import lasting_session

# Role in the tables → account name, role, union. The outsider is an officer of another prefecture.
CAST = {
    "cad": ("cadre", Role.CADRE, "532524"),
    "off": ("county-officer", Role.OFFICER, "532524"),
    "rev": ("county-reviewer", Role.REVIEWER, "532524"),
    "app": ("prefecture-approver", Role.APPROVER, "532500"),
    "reg": ("prefecture-registrar", Role.REGISTRAR, "532500"),
    "fin": ("finance", Role.FINANCE, "532500"),
    "lia": ("liaison", Role.LIAISON, "532524"),
    "ass": ("assessor", Role.ASSESSOR, "532500"),
    "pro": ("province", Role.OFFICER, "530000"),
    "sys": ("sysadmin", Role.SYSTEM_ADMIN, "530000"),
    "sec": ("secadmin", Role.SECURITY_ADMIN, "530000"),
    "aud": ("auditadmin", Role.AUDIT_ADMIN, "530000"),
    "out": ("outsider", Role.OFFICER, "530100"),
}
HEAD, CADRE, UNIT, SON, STATION = "钟离秋水", "欧阳远山", "紫陶街道办事处", "钟离小满", "临安援助站"
GONE, NEXT = "上官文德", "司徒晓月"  # who handed households over, and a cadre without an account who took them
HEAD_ELSEWHERE, NO_ELSEWHERE = "南宫明月", "530100202600001"
DAY = datetime.date(2026, 1, 5)
MONTH = datetime.timedelta(days=30)


@dataclass
class World:
    """The accounts by role, the household, and what the paths of the tables name."""

    users: dict[str, User]
    household: Household
    named: dict[str, object] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    roots: dict[str, Path] = field(default_factory=dict)

    def path(self, template: str) -> str:
        """Fill the names of a path."""
        return template.format(**self.named)

    def admit(self, role: str, user: User) -> None:
        """Log somebody in by a name of a role."""
        self.users[role], self.sessions[role] = user, lasting_session(user)

    def client(self, role: str) -> Client:
        """Return the browser of a role with its session, whatever it did before; of "ano" nobody is logged in."""
        client = self.clients.setdefault(role, Client(raise_request_exception=False))
        client.cookies.clear()
        if role in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client


def make_world() -> World:
    """Make everybody and everything; needs a database, and directories for the files."""
    users = {role: _account(*entry) for role, entry in CAST.items()}
    household = HouseholdFactory(worker=HEAD)
    elsewhere = HouseholdFactory(worker=HEAD_ELSEWHERE, union=union("530100"), archive_no=NO_ELSEWHERE)
    world = World(users, household)
    pair = DuplicateSuspicion.objects.create(first=household, second=elsewhere, reasons=[Likeness.PHONE])
    code = {"union": household.union, "issued_by": users["off"], "issued_at": timezone.now()}
    code |= {"level": Level.NATIONAL, "category": Category.DEEP, "expires_at": timezone.now() + MONTH}
    handed = ApplicationCode.objects.create(name=HEAD, phone_tail="7358", digest="made up", **code)
    world.named = {"no": household.archive_no, "duplicate": pair.pk, "code": handed.pk}
    world.named |= _parts(household, users) | _means(household, users["off"]) | _around(users)
    world.named |= {"campaign": started(users["pro"]).pk, "drive": planned(users["pro"]).pk}
    world.named |= scored(users["pro"], users["off"])
    world.named |= _applied(household, users)
    world.named |= _at_office(household, users["lia"])
    world.named["cancelling"] = _taken_back(household, users["off"])
    world.named |= reviewed(household, HEAD, users)
    world.named |= notices_of(users["off"], users["off"].union)
    world.named |= _listed(users, world.named["difficulty"])
    world.named |= batched(users["off"], [household])
    world.named |= kept_ceilings(household, users["off"]) | faulty(household, users["app"])
    world.named |= funded(users["fin"]) | grievance_of_world()
    world.named |= services_of_world(household, users) | judged_of(users)
    world.named |= {"layout": layout_in("532500").pk, **at_bank(household, users["fin"]), **verifications_of(users)}
    kept = SavedRegister.objects.create(kind="roster", name="季度报", owner=users["off"], union=household.union)
    world.named["kept"] = kept.pk
    for role, user in users.items():
        world.admit(role, user)
    return world


def _account(username: str, role: str, code: str) -> User:
    if role != Role.LIAISON:
        return user_with(role, code, username=username, password=None)
    user = UserFactory(username=username, union=union(code), password=None)
    facts = {"department": Department.HUMAN_RESOURCES, "name": "建水县人社局"}
    today = timezone.localdate()
    RoleAssignment.objects.create(
        user=user,
        role=role,
        office=Office.objects.create(union=union(code), **facts),
        valid_from=today,
        expires_on=today + datetime.timedelta(days=365),
    )
    return user


def _parts(household: Household, users: dict[str, User]) -> dict[str, object]:
    """Make what belongs to the household; the cadre has a pairing, a grant and a visit."""
    unit = HelpingUnitFactory(name=UNIT)
    cadre = CadreFactory(name=CADRE, user=users["cad"], unit=unit)
    pairing = PairingFactory(household=household, cadre=cadre)
    ArchiveGrant.objects.create(household=household, user=users["cad"], kind=GrantKind.PAIRING)
    facts = {"on": DAY, "method": VisitMethod.HOME, "met": Met.WORKER, "situation": "病情平稳。"}
    visit = log_visit(household, by=users["cad"], client_id=uuid.uuid4(), **facts)
    refresh_rhythm([household.pk])
    paper = attach_file(
        household, by=users["off"], kind=AttachmentKind.HARDSHIP, title="困难证明", upload=upload(photo())
    )
    difficulty = DifficultyFactory(household=household)
    exit_check = checked(household, users["off"])
    return {
        "exit_check": exit_check.pk,
        "member": MemberFactory(household=household, name=SON).pk,
        "file": paper.pk,
        "visit": visit.pk,
        "pairing": pairing.pk,
        "handover": _handed_over(users["off"]).pk,
        "cadre": cadre.pk,
        "unit": unit.pk,
        "station": StationFactory(name=STATION).pk,
        "difficulty": difficulty.pk,
        "measure": MeasureFactory(difficulty=difficulty).pk,
        "template": TemplateFactory(created_by=users["off"]).pk,
        "aid": AidRecordFactory(household=household).pk,
    }


def _handed_over(by: User) -> Handover:
    facts = {"on": DAY, "reason": "退休", "households": 1, "by": by, "client_id": uuid.uuid4()}
    return Handover.objects.create(giver=CadreFactory(name=GONE), taker=CadreFactory(name=NEXT), **facts)


def _at_office(household: Household, liaison: User) -> dict[str, object]:
    """Send a line to the office of the liaison, who answers it with a paper."""
    office = liaison.role_assignments.get().office
    measure = MeasureFactory(difficulty=DifficultyFactory(household=household, number=9000))
    sent = sent_list(measure, office=office)
    facts = {"kind": AnswerKind.PARTLY, "on_day": sent.sent_on, "note": "已受理", "evidence": upload(photo())}
    line = sent.tasks.get()
    answer = answer_task(line, by=liaison, client_id=uuid.uuid4(), **facts)
    return {"office_list": sent.pk, "office_task": line.pk, "office_answer": answer.pk}


def _means(household: Household, by: User) -> dict[str, object]:
    """Make what the rules judge: a survey, a check by 民政, a situation that bars the household."""
    facts = {"period_start": datetime.date(2025, 1, 1), "period_end": DAY, "persons": 2, "per_head": 500}
    veto = {"code": "vehicle", "label": "拥有机动车辆", "evidence": "车管所查询"}
    return {
        "survey": IncomeSurvey.objects.create(household=household, **facts).pk,
        "check": EconomicCheck.objects.create(household=household, sent_on=DAY, created_by=by).pk,
        "veto": VetoFinding.objects.create(household=household, found_by=by, **veto).pk,
    }


def _taken_back(household: Household, officer: User) -> int:
    """Apply for a cancellation and withdraw it, which leaves the household as it was; return the review's key."""
    review = apply_for_cancel(household, by=officer, cause=CancelCause.TRANSFERRED)
    return withdraw_review(review, by=officer, reason="重复提交").pk


def _applied(household: Household, users: dict[str, User]) -> dict[str, object]:
    """Apply for aid, which the reviewer returns."""
    request = asked(household, users["off"])
    first = request.review.procedure.steps.get(number=1)
    return_review(request.review, by=users["rev"], to_step=first, reason="请附发票")
    return {"aid_request": request.pk, "aid_review": request.review.pk}


def _listed(users: dict[str, User], difficulty: object) -> dict[str, object]:
    """Hand a measure to a department, and draw a list of another."""
    first, second = MeasureFactory.create_batch(2, difficulty=Difficulty.objects.get(pk=difficulty))
    sent = handed_over(first, by=users["off"], checker=users["app"], period="第一期")
    draft = drawn(second, by=users["off"], period="第二期")
    lines = {"line": sent.tasks.get().pk, "draft_line": draft.tasks.get().pk}
    return {"sent_list": sent.pk, "draft_list": draft.pk, **lines}


def _around(users: dict[str, User]) -> dict[str, object]:
    """Make what lies beside the archives: an import and a job of the officer, an office, a standard, a role."""
    run = ImportRun.objects.create(by=users["off"], file_name="花名册.xlsx", status=ImportStatus.CANCELLED)
    job = Job.objects.create(
        kind="booklets", title="户户清表册 1 户", owner=users["off"], status=JobStatus.DONE, file_name="表册.pdf"
    )
    for path in (corrections_path(run), job.path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"made up")
    office = Office.objects.create(union=union("532524"), department=Department.HEALTH, name="建水县卫健局")
    facts = {"title": "工会帮扶办法", "issuer": "红河州总工会", "group": "local", "department": Department.UNION}
    facts |= {"union": union("532500"), "valid_from": DAY}
    policy = publish_policy(by=users["pro"], facts=facts, upload=upload(paper(), "办法.pdf"))
    meeting = Meeting.objects.create(union=union("532524"), held_on=DAY, attended=3, by=users["off"])
    return {
        "meeting": meeting.pk,
        "policy": policy.pk,
        "run": run.pk,
        "job": job.pk,
        "standard": LivingStandard.objects.create(union=union("532524"), valid_from=DAY, amount=700).pk,
        "wage": MinimumWage.objects.create(union=union("532524"), valid_from=DAY, amount=1500).pk,
        "rules": RuleSet.objects.get(regime="B2020").pk,
        "draft": RuleSet.objects.create(
            union=union("532500"), regime="B2020", name="红河州草稿", valid_from=DAY, created_by=users["app"]
        ).pk,
        "office": office.pk,
        "recheck": _recheck(users["pro"]).pk,
        "role": users["rev"].role_assignments.get().pk,
        "api_token": Program(users["rev"]).token.pk,
    }


def _recheck(by: User) -> Recheck:
    facts = {"name": "回头看", "starts_on": DAY, "ends_on": DAY, "created_at": timezone.now()}
    return Recheck.objects.create(union=union("532500"), created_by=by, **facts)
