"""What the frame of each page shows: navigation by role, and where one is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from assistance.funds.rules import READERS as MONEY_READERS
from assistance.policies import READERS
from audits.grievances.rules import READERS as GRIEVANCE_READERS
from households.rules import DECIDES_DUPLICATES
from organizations.enums import CHECKING_ROLES, CONFIRMING_ROLES, SUBTREE_ROLES, Role
from organizations.rules import ACCOUNT_ADMINS
from reports.navpages import (
    ACCOUNT_PAGES,
    ARCHIVE_PAGES,
    BATCH_PAGES,
    BUDGET_PAGES,
    CAMPAIGN_PAGES,
    DRIVE_PAGES,
    FIELD_PAGES,
    FUND_PAGES,
    GRIEVANCE_PAGES,
    ITEM_PAGES,
    LAYOUT_PAGES,
    LIST_PAGES,
    NOTICE_PAGES,
    PAYMENT_PAGES,
    POLICY_PAGES,
    PROCEDURE_PAGES,
    RECHECK_PAGES,
    RECTIFICATION_PAGES,
    REQUEST_PAGES,
    REVIEW_PAGES,
    RULE_PAGES,
    SCORE_PAGES,
    SERVICE_PAGES,
    STATION_PAGES,
    TEMPLATE_PAGES,
    UNION_PAGES,
    UNIT_PAGES,
    VERIFICATION_PAGES,
)
from reviews.rules import MAY_OPEN

CONFIRMS_CLEAR = CONFIRMING_ROLES | CHECKING_ROLES
SEES_HOUSEHOLDS = frozenset({*SUBTREE_ROLES, Role.CADRE})
LIAISONS = frozenset({Role.LIAISON})
ASSESSORS = frozenset({Role.ASSESSOR})


@dataclass(frozen=True)
class Entry:
    """One link of the navigation, for those who hold one of its roles (everybody when it names none)."""

    label: str
    icon: str
    name: str
    roles: frozenset[str] = frozenset()
    parts: tuple[str, ...] = ()
    waits: bool = False  # the page asks afterwards how many wait, and shows it beside the link

    @cached_property
    def url(self) -> str:
        return reverse(self.name)

    def shown_to(self, roles: frozenset[str]) -> bool:
        return not self.roles or not self.roles.isdisjoint(roles)

    def holds(self, current: str) -> bool:
        """Tell whether a page belongs to this entry: it is the entry's own, or the entry names it."""
        return current == self.name or current in self.parts

    def link(self, active: frozenset["Entry"]) -> dict[str, Any]:
        """Return what the template needs."""
        facts = {"label": self.label, "icon": self.icon, "url": self.url, "waits": self.waits}
        return facts | {"active": self in active}


@dataclass(frozen=True)
class Group:
    """Entries of one field of work."""

    label: str
    entries: tuple[Entry, ...] = field(default=())


QUALITY_PAGES = ("quality_trend", "faults", "faults_rectify", "waivers", "quality_runs", "quality_run")
GROUPS = (
    Group("", (Entry("工作台", "home", "home"),)),
    Group(
        "困难职工档案",
        (
            Entry("档案", "archive", "households", SEES_HOUSEHOLDS, ARCHIVE_PAGES),
            Entry("线上申请", "key", "applications", SUBTREE_ROLES, ("application_issue",)),
            Entry("疑似重复", "users", "duplicates", DECIDES_DUPLICATES, ("duplicate", "household_compare")),
            Entry("档案导入", "table-import", "imports", frozenset({Role.OFFICER}), ("import",)),
            Entry("年度复核", "rotate", "reverifications", SEES_HOUSEHOLDS, ("reverify",)),
            Entry("低保标准", "scale", "standards", SUBTREE_ROLES, ("minimum_wages",)),
            Entry("退出规则", "scale", "exit_rules", SUBTREE_ROLES),
        ),
    ),
    Group(
        "走访结对",
        (
            Entry("我的结对户", "heart-handshake", "my_households", frozenset({Role.CADRE}), ("visit_log",)),
            Entry("应走访", "calendar-due", "visits_due", SUBTREE_ROLES),
            Entry("走访统计", "clipboard-list", "rhythm_counts", SUBTREE_ROLES, ("least_visited",)),
            Entry("未结对", "user-x", "pairings_missing", SUBTREE_ROLES),
            Entry("结对建议", "user-plus", "pairing_suggestions", frozenset({Role.OFFICER})),
            Entry("结对统计", "clipboard-list", "pairing_counts", SUBTREE_ROLES, ("pairing_behind",)),
            Entry("帮扶干部", "users", "cadres", SUBTREE_ROLES, ("cadre", "cadre_hand_over")),
            Entry("帮扶单位", "building", "helping_units", SUBTREE_ROLES, UNIT_PAGES),
            Entry("援助站点", "building-community", "stations", SEES_HOUSEHOLDS, STATION_PAGES),
            Entry("结对移交", "arrow-right", "handovers", SEES_HOUSEHOLDS, ("handover",)),
        ),
    ),
    Group(
        "部门任务",
        (
            Entry("部门任务", "checklist", "office_tasks", LIAISONS, ("office_task",)),
            Entry("任务清单", "clipboard-list", "office_lists", LIAISONS, ("office_list", "office_book_back")),
        ),
    ),
    Group("核查任务", (Entry("我的核查任务", "clipboard-check", "fieldwork", ASSESSORS, FIELD_PAGES),)),
    Group(
        "需求与任务",
        (
            Entry("需求与措施", "clipboard-list", "measure_counts", SUBTREE_ROLES, ("measure_counts_behind",)),
            Entry("批量制定措施", "clipboard-check", "measures_add", frozenset({Role.OFFICER, Role.CADRE})),
            Entry("常用措施", "list", "measure_templates", SUBTREE_ROLES, TEMPLATE_PAGES),
            Entry("任务清单", "checklist", "task_lists", SUBTREE_ROLES, LIST_PAGES),
            Entry("部门任务", "clipboard-list", "tasks", SUBTREE_ROLES, ("task",)),
            Entry("待重定任务", "arrow-back-up", "tasks_to_replan", SUBTREE_ROLES),
            Entry("待回访确认", "circle-check", "effects_waiting", SEES_HOUSEHOLDS),
            Entry("评价后未销号", "alert-circle", "effects_open", SUBTREE_ROLES),
            Entry("政策库", "file-text", "policies", READERS, POLICY_PAGES),
        ),
    ),
    Group(
        "审核公示",
        (
            Entry("审核", "checklist", "reviews", MAY_OPEN, REVIEW_PAGES, waits=True),
            Entry("办理程序", "list", "procedures", MAY_OPEN, PROCEDURE_PAGES),
            Entry("公示", "file-text", "notices", MAY_OPEN, NOTICE_PAGES),
            Entry("认定规则", "scale", "rule_sets", SUBTREE_ROLES, RULE_PAGES),
        ),
    ),
    Group(
        "资金帮扶",
        (
            Entry("资金总览", "wallet", "funds", MONEY_READERS, FUND_PAGES),
            Entry("资金预算", "report-money", "budgets", MONEY_READERS, BUDGET_PAGES),
            Entry("发放批次", "checklist", "batches", SUBTREE_ROLES, BATCH_PAGES),
            Entry("发放明细", "cash", "payments", SUBTREE_ROLES, PAYMENT_PAGES),
            Entry("单户申请", "pencil", "aid_requests", SUBTREE_ROLES, REQUEST_PAGES),
            Entry("专项活动", "heart-handshake", "drives", SUBTREE_ROLES, DRIVE_PAGES),
            Entry("帮扶服务", "users-group", "services", SUBTREE_ROLES, SERVICE_PAGES),
            Entry("项目和标准", "scale", "aid_items", SUBTREE_ROLES, ITEM_PAGES),
            Entry("资金使用情况", "scale", "spending", MONEY_READERS, ("spending_behind",)),
            Entry("退汇待处理", "arrow-back-up", "payments_failed", SUBTREE_ROLES, ("payment_follow_up",)),
            Entry("银行格式", "list", "bank_layouts", SUBTREE_ROLES, LAYOUT_PAGES),
        ),
    ),
    Group(
        "六清动态",
        (
            Entry("六清待办", "checklist", "clear_waiting", CONFIRMS_CLEAR),
            Entry("六清统计", "clipboard-check", "clear_counts", SUBTREE_ROLES),
            Entry("专项行动", "calendar-due", "campaigns", SUBTREE_ROLES, CAMPAIGN_PAGES),
            Entry("回头看", "search", "rechecks", SUBTREE_ROLES, RECHECK_PAGES),
            Entry("动态管理", "sort-descending", "dynamics", SUBTREE_ROLES, ("dynamics_behind",)),
            Entry("退出后监测", "eye", "monitorings", SUBTREE_ROLES, ("monitoring_record",)),
        ),
    ),
    Group(
        "核查考核",
        (
            Entry("第三方核查", "shield-check", "verifications", SUBTREE_ROLES, VERIFICATION_PAGES),
            Entry("问题整改", "clipboard-check", "rectifications", SEES_HOUSEHOLDS, RECTIFICATION_PAGES),
            Entry("数据问题", "search", "faults", frozenset({Role.CADRE})),
            Entry("数据质量", "search", "quality", SUBTREE_ROLES, QUALITY_PAGES),
            Entry("年度考核", "scale", "score_sheets", SUBTREE_ROLES, SCORE_PAGES),
            Entry("信访申诉", "message", "grievances", GRIEVANCE_READERS, GRIEVANCE_PAGES),
        ),
    ),
    Group(
        "报表统计",
        (
            Entry("数据看板", "clipboard-list", "dashboard", SUBTREE_ROLES, ("dashboard_behind",)),
            Entry("报表", "file-spreadsheet", "registers", SUBTREE_ROLES, ("register",)),
            Entry("我的导出", "download", "jobs", parts=("job", "export_new")),
        ),
    ),
    Group(
        "系统管理",
        (
            Entry("工会组织", "sitemap", "unions", ACCOUNT_ADMINS, UNION_PAGES),
            Entry("账号", "user-cog", "accounts", ACCOUNT_ADMINS, ACCOUNT_PAGES),
            Entry("部门", "building-community", "offices", ACCOUNT_ADMINS, ("office_create", "office_edit")),
            Entry("核查机构", "shield-check", "agencies", ACCOUNT_ADMINS, ("agency_create", "agency_edit")),
            Entry("接口令牌", "key", "tokens", ACCOUNT_ADMINS),
            Entry("访问日志", "history", "access_log", frozenset({Role.AUDIT_ADMIN})),
        ),
    ),
)
BOTTOM = (
    Entry("首页", "home", "home"),
    Entry("部门任务", "checklist", "office_tasks", LIAISONS, ("office_task",)),
    Entry("任务清单", "clipboard-list", "office_lists", LIAISONS, ("office_list", "office_book_back")),
    Entry("核查任务", "clipboard-check", "fieldwork", ASSESSORS, FIELD_PAGES),
    Entry("结对户", "heart-handshake", "my_households", frozenset({Role.CADRE}), ("visit_log",)),
    Entry("待办", "checklist", "reviews", MAY_OPEN, REVIEW_PAGES, waits=True),
    Entry("档案", "archive", "households", SEES_HOUSEHOLDS, ARCHIVE_PAGES),
    Entry("应走访", "calendar-due", "visits_due", SUBTREE_ROLES),
    Entry("组织", "sitemap", "unions", ACCOUNT_ADMINS, UNION_PAGES),
    Entry("账号", "user-cog", "accounts", ACCOUNT_ADMINS, ACCOUNT_PAGES),
    Entry("日志", "history", "access_log", frozenset({Role.AUDIT_ADMIN})),
)
OWN = Entry("我的", "user-circle", "me", parts=("delegations",))  # always the last
MOST_AT_THE_BOTTOM = 5


class Navigation:
    """What some roles see of it with some entries active; the bars are drawn once for all who see the same."""

    def __init__(self, roles: frozenset[str], active: frozenset[Entry]) -> None:
        groups = (
            {"label": group.label, "entries": [entry.link(active) for entry in group.entries if entry.shown_to(roles)]}
            for group in GROUPS
        )
        self.groups = [group for group in groups if group["entries"]]
        bottom = [entry for entry in BOTTOM if entry.shown_to(roles)][: MOST_AT_THE_BOTTOM - 1]
        self.bottom = [entry.link(active) for entry in (*bottom, OWN)]
        self.can_search = not SEES_HOUSEHOLDS.isdisjoint(roles)

    @cached_property
    def sidebar(self) -> SafeString:
        return render_to_string("_sidebar.html", {"nav": self})

    @cached_property
    def bottombar(self) -> SafeString:
        return render_to_string("_bottombar.html", {"nav": self})


navigation_of = lru_cache(maxsize=512)(Navigation)


def _entries() -> Iterator[Entry]:
    for group in GROUPS:
        yield from group.entries
    yield from (*BOTTOM, OWN)


@cache
def _active_on(current: str) -> frozenset[Entry]:
    return frozenset(entry for entry in _entries() if entry.holds(current))


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation of the person who is logged in; no query beyond the scope that every page reads."""
    user = request.user
    if not user.is_authenticated:
        return {}
    current = (request.resolver_match.url_name or "") if request.resolver_match else ""
    return {"nav": navigation_of(user.scope.roles, _active_on(current)), "today": timezone.localdate()}
