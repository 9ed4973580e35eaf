"""The figures of a campaign in sentences, as a report to the union above says them."""

import datetime
import re
from collections.abc import Sequence

from audits.campaigns.figures import percent
from audits.campaigns.progress import Point
from audits.models import Campaign
from households.clearmask import SHORT_NAMES
from households.enums import Level
from pairing.enums import VisitMethod
from reports.campaigns.figures import Place, Results
from reports.forms.words import long_day

NAMED = 5  # so many places are named in a sentence
CAME_OF = (
    ("回访确认已到位", "arrived"),
    ("部门已落实、待回访确认", "done"),
    ("部门未办结", "left"),
    ("不予办理或回访未到位、待重新制定措施", "back"),
    ("由交办工会收回", "taken"),
)


def rate(part: int, whole: int) -> str:
    """Write a share in per cent with one place, as under a head that says so: 95.2; a dash of nothing."""
    found = percent(part, whole)
    return "—" if found is None else f"{found:.1f}"


def share(part: int, whole: int) -> str:
    """Write a share in per cent with its sign: 95.2%; a dash of nothing."""
    return f"{rate(part, whole)}%" if whole else "—"


def called(campaign: Campaign) -> str:
    """Write a name as papers do: no blank after figures, and in quotation marks unless it has some of its own."""
    name = re.sub(r"(?<=\d) +(?=\D)", "", campaign.name)
    return name if "“" in name else f"“{name}”"


def basics(results: Results) -> str:
    """Say who held it, from when to when, over whom, and what was asked."""
    campaign = results.campaign
    levels = "、".join(str(label) for value, label in Level.choices if value in campaign.levels)
    place = "" if campaign.union_id == results.union.pk else f"本报告为{results.union.name}范围内的情况，"
    methods = "、".join(str(VisitMethod(method).label) for method in campaign.visit_methods)
    return (
        f"{campaign.union.name}于{long_day(campaign.starts_on)}至{long_day(campaign.ends_on)}组织开展{called(campaign)}，"
        f"以开始时{levels}在档和渐退期的困难职工家庭为对象，对每户至少{methods}{campaign.visits_wanted}次，逐户做到六清。"
        f"{place}对象共{results.total.targets:,}户。"
    )


def visits(results: Results) -> str:
    """Say how many were visited, and how often."""
    total = results.total
    wanted = results.campaign.visits_wanted
    enough = f"达到{wanted}次要求的" if wanted > 1 else "已走访"
    return (
        f"共走访{total.visits:,}人次，{enough}{total.visited:,}户，占对象的{share(total.visited, total.targets)}"
        f"{'，做到户户走到' if total.targets and not total.unvisited else ''}。"
    )


def needs(results: Results) -> str:
    """Say what was found, planned, asked of departments, and solved by them; the four counts stay apart."""
    total = results.total
    return (
        f"走访中梳理困难问题{total.difficulties:,}个，制定帮扶措施{total.measures:,}项，"
        f"交办部门任务{total.tasks:,}项，经回访确认由部门解决的困难问题{total.solved:,}个。"
    )


def clear(results: Results) -> str:
    """Say how many are clear in all six, and in each."""
    total = results.total
    each = "，".join(f"{name}清{getattr(total, f'clear_{item}'):,}户" for item, name in enumerate(SHORT_NAMES, 1))
    return f"六项全清{total.clear:,}户，占{share(total.clear, total.targets)}。其中{each}。"


def leaving(results: Results) -> str:
    """Say how many reached what it takes to leave, and left."""
    total = results.total
    return f"达到退出条件{total.ready:,}户，占{share(total.ready, total.targets)}；已按程序脱困{total.exited:,}户。"


def departments(results: Results) -> str:
    """Say what the departments were given and what came of it."""
    offices = results.offices
    if not offices:
        return "期间没有向部门交办任务。"
    sums = ((said, sum(getattr(office, name) for office in offices)) for said, name in CAME_OF)
    told = "".join(f"，{said}{number:,}项" for said, number in sums if number)
    return f"期间交办{len(offices)}个部门{sum(o.sent for o in offices):,}项任务{told}。各部门办理情况见表3。"


def progress(points: Sequence[Point]) -> str:
    """Say when half and when nine tenths were visited, and where the last day stands."""
    last = points[-1]
    steps = [(words, _first(points, least)) for words, least in (("过半", 50), ("超过九成", 90))]
    reached = "".join(f"{long_day(day)}走访{words}，" for words, day in steps if day)
    shares = f"走访率{last.visited_percent:.1f}%，六清率{last.clear_percent:.1f}%"
    return f"{reached}截至{long_day(last.day)}，{shares}（见图1）。"


def _first(points: Sequence[Point], least: float) -> datetime.date | None:
    return next((point.day for point in points if point.visited_percent >= least), None)


def left_with_cadres(results: Results) -> str:
    """Say what is left for the unions and their cadres, and name the places where most is left."""
    total = results.total
    if not total.unvisited and not total.unclear:
        return "对象已全部走访，六项全清，没有遗留。"
    most = sorted(results.places, key=lambda place: (-_left(place), place.name))[:NAMED]
    named = "、".join(f"{place.name}{_left(place):,}户" for place in most if _left(place))
    open_ones = (("没有按要求走访", total.unvisited), ("没有做到六清", total.unclear))
    told = "、".join(f"{number:,}户{said}" for said, number in open_ones if number)
    return (
        f"尚有{told}，由所在地工会和帮扶干部继续办理"
        f"{f'，没有做到六清较多的是{named}' if named and len(results.places) > 1 else ''}。"
    )


def _left(place: Place) -> int:
    return place.figures.unclear


def left_with_offices(results: Results) -> str:
    """Say what is left with departments, and what came back to be planned anew."""
    left = [office for office in results.offices if office.left]
    back = sum(office.back for office in results.offices)
    done = sum(office.done for office in results.offices)
    parts = []
    if left:
        named = "、".join(f"{office.name}{office.left:,}项" for office in left)
        overdue = sum(office.overdue for office in left)
        late = f"，其中{overdue:,}项已超过时限" if overdue else ""
        parts.append(f"部门未办结{sum(office.left for office in left):,}项（{named}）{late}，由承办部门继续办理")
    if back:
        parts.append(f"部门不予办理或回访未到位{back:,}项，由交办工会重新制定措施")
    if done:
        parts.append(f"部门已落实{done:,}项，由帮扶干部回访确认")
    return "；".join(parts) + "。" if parts else "交办部门的任务已全部办结并经回访确认。" if results.offices else ""
