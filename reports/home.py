"""What waits today for the person who logs in; every number is a link to the list behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse

from assistance.effect_querysets import judged_open, tasks_to_confirm
from assistance.enums import ListStatus
from assistance.filters import BACK, LATE, WATCHED
from assistance.models import Enrolment, Measure, Task, TaskList
from assistance.office import OfficeLine, OfficeState, in_state, office_line
from assistance.services.rules import FOLLOWS_UP
from audits.enums import ClearItem, ConfirmationKind
from audits.models import ClearState, Fault, Interview, Monitoring
from audits.quality.enums import Severity
from audits.queries import counts_of_masks
from audits.verification.enums import InterviewStatus
from audits.verification.errands import STATUSES, ErrandState
from core import clock
from core.paging import capped_counts
from households.clearmask import ALL_CLEAR, SHORT_NAMES
from households.counts import is_whole_for
from households.enums import IN_CARE, ImportStatus, SuspicionStatus
from households.models import ApplicationCode, ArchiveCount, DuplicateSuspicion, Household, ImportRun
from households.rules import DECIDES_DUPLICATES
from organizations.enums import ADMIN_ROLES, CHECKING_ROLES, SUBTREE_ROLES, Role
from organizations.models import User
from organizations.rules import ACCOUNT_ADMINS
from organizations.scope import COUNTY_PATH
from pairing.carequerysets import care_of_region
from pairing.models import Handover, Pairing
from pairing.querysets import households_without_cadre, pairings_of_cadre, pairings_of_region
from reports.waiting import Line, grievance_lines, money_lines, score_lines, verification_lines
from reviews.enums import NoticeStage, StepKind
from reviews.lists import row_of
from reviews.models import Notice, Objection, Review
from reviews.rules import can_open_reviews

MOST_COUNTED = 1000  # of what waits in one line: then 1,000+ is shown, and the list tells how many there are
MOST_URGENT = 6  # so many households are named on the first page

ADMIN_PAGES = (
    (ACCOUNT_ADMINS, "账号", "accounts"),
    (ACCOUNT_ADMINS, "工会组织", "unions"),
    (ACCOUNT_ADMINS, "部门", "offices"),
    (ACCOUNT_ADMINS, "核查机构", "agencies"),
    (ACCOUNT_ADMINS, "接口令牌", "tokens"),
    (frozenset({Role.AUDIT_ADMIN}), "访问日志", "access_log"),
)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: how many, in which tone, and the list behind the number."""

    label: str
    count: int
    more: bool
    tone: str
    url: str


def waiting_for(user: User) -> list[Waiting]:
    """Return what waits for each role that the user holds; counts stop at a cap, all are read by one query."""
    lines = list(_lines(user))
    counts = capped_counts([line.rows for line in lines], MOST_COUNTED)
    return [_waiting(line, *count) for line, count in zip(lines, counts, strict=True)]


def _lines(user: User) -> Iterator[Line]:
    if can_open_reviews(user):
        yield Line("审核待办", Review.objects.waiting_for(user).actionable(), "todo", "reviews")
    if user.scope.has(Role.CADRE):
        mine = pairings_of_cadre(user)
        yield Line("我的结对户已逾期", mine.overdue(), "bad", "my_households", "state=overdue")
        yield Line("我的结对户近期到期", mine.due_soon(), "soon", "my_households", "state=soon")
        yield Line("部门已落实待我回访", tasks_to_confirm(user), "todo", "effects_waiting")
        yield _to_confirm(user, ConfirmationKind.CADRE, "六清待我确认")
        yield Line("我的结对户数据问题", Fault.objects.visible_to(user).standing(), "soon", "faults")
        taken = Handover.objects.visible_to(user).waiting().filter(taker__user=user)
        yield Line("移交待我确认", taken, "todo", "handovers", "state=mine")
    if user.scope.has(*FOLLOWS_UP):
        due = Enrolment.objects.visible_to(user).due_for_follow_up()
        yield Line("待就业回访", due, "todo", "follow_ups_due")
    if user.scope.has(*CHECKING_ROLES):
        yield _to_confirm(user, ConfirmationKind.COUNTY, "六清待核查")
        yield from _of_checker(user)
    yield from _of_outsider(user)
    for lines in (grievance_lines, money_lines, score_lines, verification_lines):
        yield from lines(user)
    if user.scope.has(*SUBTREE_ROLES):
        yield from _of_region(user)
    if user.scope.has(*DECIDES_DUPLICATES):
        alike = DuplicateSuspicion.objects.visible_to(user).filter(status=SuspicionStatus.OPEN).of_open_archives()
        yield Line("疑似重复", alike, "soon", "duplicates")
    if user.scope.has(Role.OFFICER):
        yield from _of_officer(user)
        yield from _of_tasks(user)


def _of_outsider(user: User) -> Iterator[Line]:
    """Yield what waits for people of departments and of agencies."""
    if user.scope.has(Role.LIAISON):
        yield from _of_office(user)
    if user.scope.has(Role.ASSESSOR):
        yield from _of_assessor(user)


def _of_office(user: User) -> Iterator[Line]:
    """Yield what waits at the office of a liaison; what is overdue stands in the other lines as well."""
    lines = Task.objects.visible_to(user).of_own_office(user)
    for label, state, tone in (
        ("任务待签收", OfficeState.WAITING, "todo"),
        ("任务临期", OfficeState.SOON, "soon"),
        ("任务逾期", OfficeState.OVERDUE, "bad"),
    ):
        yield Line(label, in_state(lines, user, state), tone, "office_tasks", f"state={state}")


def _of_assessor(user: User) -> Iterator[Line]:
    """Yield what an assessor has to do while the field work of a verification lasts."""
    errands = Interview.objects.in_hands_of(user)
    begun = (InterviewStatus.ACCEPTED, InterviewStatus.IN_FIELD)
    for label, statuses, tone, state in (
        ("核查问卷退回补充", STATUSES[ErrandState.RETURNED], "bad", ErrandState.RETURNED),
        ("核查任务待接收", STATUSES[ErrandState.NEW], "soon", ErrandState.NEW),
        ("待入户核查", begun, "todo", ErrandState.TODO),
    ):
        yield Line(label, errands.filter(status__in=statuses), tone, "fieldwork", f"state={state}")


def _of_region(user: User) -> Iterator[Line]:
    unclear = Household.objects.visible_to(user).in_care().filter(clear_mask__lt=ALL_CLEAR)
    care = care_of_region(user)
    due = pairings_of_region(user).with_due() if care is None else care
    yield Line("六清未全清", unclear, "bad", "households", "status=open&clear=no")
    yield Line("走访联系已逾期", due.overdue(), "bad", "visits_due", "state=overdue")
    yield Line("没有帮扶责任人", households_without_cadre(user), "soon", "pairings_missing")
    wrong = Fault.objects.visible_to(user).standing().of_severity(Severity.ERROR)
    yield Line("数据错误", wrong, "soon", "faults", f"severity={Severity.ERROR}")
    yield Line("应年度复核", ClearState.objects.visible_to(user).to_verify(), "soon", "reverifications")


def _of_checker(user: User) -> Iterator[Line]:
    """Yield the task lists that reviewers and approvers check and sign."""
    lists = TaskList.objects.visible_to(user)
    for status, label in ((ListStatus.DRAFT, "任务清单待审核"), (ListStatus.CHECKED, "任务清单待签发")):
        yield Line(label, lists.filter(status=status), "todo", "task_lists", f"status={status}")


def _of_tasks(user: User) -> Iterator[Line]:
    """Yield what officers do about tasks: measures to list, lists to send, what departments gave back, what is late."""
    if any(len(path) <= COUNTY_PATH for path in user.scope.prefixes([Role.OFFICER])):
        yield Line("措施待列清单", Measure.objects.visible_to(user).to_list(), "todo", "task_lists_draw")
    signed, tasks = TaskList.objects.visible_to(user).filter(status=ListStatus.SIGNED), Task.objects.visible_to(user)
    yield Line("任务清单待交办", signed, "todo", "task_lists", f"status={ListStatus.SIGNED}")
    yield Line("部门退回待重定", tasks.at_county(), "bad", "tasks_to_replan", f"status={BACK}")
    yield Line("部门逾期", tasks.overdue(), "bad", "tasks", f"status={LATE}")
    # What a county sends late is passed up: the unions above look after it.
    if any(len(path) < COUNTY_PATH for path in user.scope.prefixes([Role.OFFICER])):
        yield Line("下级督办任务", tasks.under_watch_of(user), "bad", "tasks", f"status={WATCHED}")


def _of_officer(user: User) -> Iterator[Line]:
    """Yield what officers alone keep going: what comes in, notices, looks after exit, imports."""
    came_in = ApplicationCode.objects.visible_to(user).filter(applied_at__isnull=False, taken_at__isnull=True)
    yield Line("线上申请待接收", came_in, "todo", "applications")
    to_show = Review.objects.waiting_for(user).at_kind(StepKind.NOTICE).without_notice()
    yield Line("待公示", to_show, "todo", "notice_draw")
    ending = Notice.objects.visible_to(user).in_stage(NoticeStage.SOON)
    yield Line("公示将满", ending, "soon", "notices", f"stage={NoticeStage.SOON}")
    objections = Objection.objects.visible_to(user).open()
    yield Line("公示异议待答复", objections, "bad", "objections")
    yield Line("评价不一致的困难", judged_open(user, "apart"), "bad", "effects_open", "kind=apart")
    looks = Monitoring.objects.visible_to(user).planned().filter(due_on__lte=clock.today())
    yield Line("退出后监测到期", looks, "bad", "monitorings")
    taken = Handover.objects.visible_to(user).waiting()
    yield Line("移交未确认接手", taken, "soon", "handovers", "state=waiting")
    runs = ImportRun.objects.visible_to(user).filter(status=ImportStatus.PREVIEWED)
    yield Line("待确认的档案导入", runs, "todo", "imports")


def reviews_due(user: User) -> list[dict[str, Any]]:
    """Return the first reviews that wait for the user, the overdue ones first; one query."""
    if not can_open_reviews(user):
        return []
    waiting = Review.objects.waiting_for(user).actionable().soonest_first()
    return [row_of(review) for review in waiting.for_list()[:MOST_URGENT]]


def most_urgent(user: User) -> list[Pairing]:
    """Return the first households to visit or call: a cadre's own, for others the region's; two queries at most."""
    if user.scope.has(Role.CADRE):
        due = pairings_of_cadre(user)
    elif user.scope.has(*SUBTREE_ROLES):
        due = pairings_of_region(user).with_due()
        if (care := care_of_region(user)) is not None:
            due = due.filter(household__in=list(care.most_urgent_first().values_list("pk", flat=True)[:MOST_URGENT]))
    else:
        return []
    return list(due.filter(due_on__isnull=False).most_urgent_first().for_list()[:MOST_URGENT])


def office_lines(user: User) -> list[OfficeLine] | None:
    """Return the first lines that wait for an answer of the liaison's office, None for others; one query."""
    if not user.scope.has(Role.LIAISON):
        return None
    waiting = Task.objects.visible_to(user).answerable_by(user).for_office().pressing_first()
    return [office_line(task, user) for task in waiting[:MOST_URGENT]]


@dataclass(frozen=True)
class Progress:
    """How the households in care stand in 六清; ``items`` holds number, name, and how many are not clear in each."""

    clear: int
    total: int
    items: tuple[tuple[int, str, int], ...]


def clear_progress(user: User) -> Progress | None:
    """Count the six items over the region of those who see one; one query, grouped by mask, at most 64 rows."""
    if not user.scope.has(*SUBTREE_ROLES):
        return None
    if is_whole_for(user):
        kept = ArchiveCount.objects.visible_to(user).by_clear().filter(status__in=IN_CARE).order_by()
        masks = kept.values_list("clear_mask").annotate(Sum("number"))
    else:
        masks = Household.objects.visible_to(user).in_care().order_by().values_list("clear_mask").annotate(Count("pk"))
    counts = counts_of_masks(dict(masks))
    items = tuple(zip(ClearItem, SHORT_NAMES, counts.items, strict=True))
    return Progress(counts.clear, counts.archives, items)


def _to_confirm(user: User, step: ConfirmationKind, label: str) -> Line:
    states = ClearState.objects.visible_to(user).awaiting(step, user)
    return Line(label, states, "todo", "clear_waiting", f"step={step}")


def _waiting(line: Line, count: int, more: bool) -> Waiting:
    url = reverse(line.name) + (f"?{line.query}" if line.query else "")
    return Waiting(line.label, count, more, line.tone if count else "good", url)


def pages_of_administrator(user: User) -> list[tuple[str, str]]:
    """Return the pages that the three administrators work on."""
    if not user.roles & ADMIN_ROLES:
        return []
    return [(label, reverse(name)) for roles, label, name in ADMIN_PAGES if user.roles & roles]
