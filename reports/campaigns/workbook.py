"""The closing report as a workbook: the figures by union and county and cadre, departments, and the archives left."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Q

from audits.campaigns.behind import Part, rows_behind
from audits.campaigns.board import cadre_rows
from audits.campaigns.figures import Column, Figures
from core.masking import mask_identity_no
from households.clearmask import ALL_CLEAR, SHORT_NAMES, is_clear_in
from households.models import Member
from organizations.models import User
from reports.campaigns.figures import Results
from reports.sheets import Table, write_book

LEFT = Q(visited=False) | ~Q(clear_mask=ALL_CLEAR)
NUMBERS: tuple[tuple[str, Callable[[Figures], int]], ...] = (
    ("对象户", lambda f: f.targets),
    ("走访人次", lambda f: f.visits),
    ("已走访户", lambda f: f.visited),
    ("未走访户", lambda f: f.unvisited),
    ("困难问题", lambda f: f.difficulties),
    ("帮扶措施", lambda f: f.measures),
    ("部门任务", lambda f: f.tasks),
    ("部门解决", lambda f: f.solved),
    *((f"{name}清", lambda f, item=item: getattr(f, f"clear_{item}")) for item, name in enumerate(SHORT_NAMES, 1)),
    ("六清户", lambda f: f.clear),
    ("未六清户", lambda f: f.unclear),
    ("达到退出条件", lambda f: f.ready),
    ("已脱困", lambda f: f.exited),
)
SHARES = (("走访率", lambda f: f.visited_percent), ("六清率", lambda f: f.clear_percent))
OFFICES = (
    "部门",
    "交办",
    "待签收",
    "办理中",
    "已落实待回访",
    "已到位",
    "待重新制定",
    "已收回",
    "逾期",
    "落实金额（元）",
)
OFFICE_FACTS = ("name", "sent", "waiting", "at_work", "done", "arrived", "back", "taken", "overdue", "amount")
TARGETS = (
    *("档案编号", "职工姓名", "身份证号", "建档单位", "建档标准"),
    *("走访次数", "未清项目", "部门任务", "帮扶责任人", "现状态"),
)


def make_workbook(results: Results, user: User) -> tuple[bytes, list[str]]:
    """Return the workbook, and the numbers of the archives that it names (for the access log)."""
    campaign = results.campaign
    state = f"{'进行中' if campaign.is_open else '已结束'}，数据截至 {results.day:%Y-%m-%d}"
    note = f"{results.union.name}　{campaign.starts_on:%Y-%m-%d} 至 {campaign.ends_on:%Y-%m-%d}　{state}"
    left = list(left_rows(results, user))
    return write_book(tables_of(results, user, left), f"{campaign.name}　{note}"), [row[0] for row in left]


def tables_of(results: Results, user: User, left: list[Sequence[Any]]) -> Iterable[Table]:
    """Yield the sheets in their order."""
    heads = ["单位", *_figure_heads(), "未办结任务"]
    widths = [24, *[9] * (len(heads) - 1)]
    total = ["合计", *_figures(results.total), results.open_tasks]
    below = [[place.name, *_figures(place.figures), place.open_tasks] for place in results.places]
    yield Table("汇总", "分单位汇总", heads, [*below, total], widths)
    counties = [[place.name, *_figures(place.figures), place.open_tasks] for place in results.counties]
    yield Table("分县", "分县（市、区）和产业工会", heads, counties, widths)
    cadres = cadre_rows(results.campaign, user, results.union)
    by_cadre = [[row.name, row.place, row.region, *_figures(row.figures)] for row in cadres]
    of_cadre = ["帮扶责任人", "帮扶单位", "所在地工会", *_figure_heads()]
    yield Table("分干部", "分帮扶责任人", of_cadre, by_cadre, [14, 26, 22, *[9] * len(of_cadre)])
    offices = [[getattr(office, name) for name in OFFICE_FACTS] for office in results.offices]
    yield Table("分部门", "分承办部门", OFFICES, offices, [12, *[10] * 8, 16])
    yield Table("未完成对象", "没有按要求走访或没有六清的对象", TARGETS, left, [19, 12, 22, 24, 10, 9, 30, 9, 22, 10])


def left_rows(results: Results, user: User) -> Iterable[Sequence[Any]]:
    """Yield a row for each archive that was not visited as wanted or is not clear; identity numbers masked."""
    shown: Any = rows_behind(Column.TARGETS, results.campaign, user, Part(results.union)).filter(LEFT)
    found = list(shown.for_list())
    workers = Member.objects.workers().filter(household__in=[target.household_id for target in found])
    numbers = dict(workers.values_list("household_id", "identity_no"))
    for target in found:
        household = target.household
        missing = [name for item, name in enumerate(SHORT_NAMES, 1) if not is_clear_in(target.clear_mask, item)]
        yield (
            household.archive_no,
            household.head_name,
            mask_identity_no(numbers.get(household.pk, "")),
            household.union.name,
            target.get_level_display(),
            target.visits,
            "、".join(missing),
            target.tasks,
            household.cadre_names,
            household.get_status_display(),
        )


def _figure_heads() -> list[str]:
    return [*(label for label, _read in NUMBERS), *(label for label, _read in SHARES)]


def _figures(figures: Figures) -> list[int | float | None]:
    shares = (read(figures) for _label, read in SHARES)
    # A float is a share of one: the only ones in these tables.
    return [*(read(figures) for _label, read in NUMBERS), *(None if s is None else s / 100 for s in shares)]
