"""明白卡: what a household is entitled to, what it has received, and whom to call, in large letters for the wall."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from assistance.enums import AidKind
from assistance.models import AidRecord, Policy
from assistance.policies import Situation, fits
from core import clock
from core.money import ZERO
from households.models import Household
from organizations.models import User
from pairing.models import Station
from reports.booklet.data import text
from reports.forms.data import PrintedForm
from reports.forms.words import long_day, money

ROOM = "＿" * 7
MOST_RECEIVED = 5
NO_POLICY = "目前没有针对您家情况的专门政策；有困难请随时告诉帮扶干部。"


@dataclass(frozen=True)
class Entitled:
    """One policy in words for the family."""

    title: str = text("政策名称")
    benefit: str = text("能享受什么")
    how: str = text("怎么办理")
    department: str = text("责任部门")
    contact: str = text("咨询电话")


@dataclass(frozen=True)
class Received:
    """What came in one year: the projects, and the money among it."""

    year: str = text("年度")
    what: str = text("帮扶项目")
    amount: str = text("金额")


@dataclass(frozen=True)
class Contact:
    """Whom to call."""

    role: str = text("联系人")
    who: str = text("姓名")
    phone: str = text("电话")


@dataclass(frozen=True, kw_only=True)
class PolicyCard(PrintedForm):
    """The card of one household on A4."""

    title: ClassVar[str] = "困难职工帮扶政策明白卡"
    template: ClassVar[str] = "reports/forms/policy_card.html"
    sheet: ClassVar[str] = "card.css"
    to: str = text("称呼")
    union: str = text("建档单位")
    entitled: tuple[Entitled, ...] = ()
    received: tuple[Received, ...] = ()
    sum: str = text("合计")
    contacts: tuple[Contact, ...] = ()
    dated: str = text("日期")
    nothing: str = field(default=NO_POLICY, metadata={"label": "说明"})


@dataclass(frozen=True, kw_only=True)
class SmallCard(PolicyCard):
    """The same card on A5, two to a sheet of A4."""

    sheet: ClassVar[str] = "card_a5.css"
    has_foot: ClassVar[bool] = False


SIZES: dict[str, type[PolicyCard]] = {"a4": PolicyCard, "a5": SmallCard}


def card_of(
    household: Household, *, policies: Iterable[Policy], stations: Iterable[Station], by: User, size: str = "a4"
) -> PolicyCard:
    """Return the card of a household that ``loading`` has loaded; no query.

    It goes to the family, so it shows no number of theirs; ``masked`` says so in the log.
    """
    situation = Situation.of(household)
    entitled = tuple(_entitled(policy) for policy in policies if fits(policy, situation))
    records = list(household.aid_records.all())
    kind = SIZES.get(size, PolicyCard)
    return kind(
        number=household.archive_no,
        whose=household.head_name,
        to=f"{household.head_name}同志家庭",
        union=household.union.name,
        entitled=entitled,
        received=_received(records),
        sum=_sum(records),
        contacts=tuple(_contacts(household, stations)),
        dated=long_day(clock.today()),
    )


def _entitled(policy: Policy) -> Entitled:
    return Entitled(policy.title, policy.benefit, policy.how, policy.get_department_display(), policy.contact)


def _received(records: list[AidRecord]) -> tuple[Received, ...]:
    """Write the latest years, the last first; several of one project in a year stand together."""
    years = sorted({record.year for record in records}, reverse=True)[:MOST_RECEIVED]
    return tuple(_of_year(year, [record for record in records if record.year == year]) for year in years)


def _of_year(year: int, records: list[AidRecord]) -> Received:
    names = list(dict.fromkeys(str(record.get_project_display()) for record in records))
    return Received(f"{year}年", "、".join(names), _money(records))


def _money(records: list[AidRecord]) -> str:
    amount = sum((record.amount for record in records if record.kind == AidKind.MONEY), ZERO)
    return money(amount) if amount else "—"


def _sum(records: list[AidRecord]) -> str:
    if not records:
        return ""
    first, last = min(record.year for record in records), max(record.year for record in records)
    span = f"{first}年" if first == last else f"{first}年至{last}年"
    amount = _money(records)
    return f"{span}共登记帮扶{len(records)}项{'' if amount == '—' else f'，资金合计{amount}'}。"


def _contacts(household: Household, stations: Iterable[Station]) -> Iterable[Contact]:
    pairing = next((pairing for pairing in household.pairings.all() if pairing.is_active), None)
    if pairing:
        unit = pairing.unit or pairing.cadre.unit
        post = f"{unit.name if unit else ''}{pairing.cadre.position}"
        yield Contact("帮扶干部", f"{pairing.cadre.name}\n{post}".strip(), pairing.cadre.phone or ROOM)
    else:
        yield Contact("帮扶干部", ROOM, ROOM)
    near = [station for station in stations if household.union_path.startswith(station.union.path)]
    if near:
        station = max(near, key=lambda one: len(one.union.path))
        hours = f"（{station.hours}）" if station.hours else ""
        yield Contact("援助站点", f"{station.contact_name}\n{station.name}{hours}", station.phone)
    yield Contact("建档工会", household.union.name, ROOM)
