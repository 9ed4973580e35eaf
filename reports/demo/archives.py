"""The archive of a demo household: its facts, its people and its income surveys."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from core.identity import birth_date_of
from core.money import to_money
from households.enums import (
    INCOME_KINDS,
    RIGID_KINDS,
    Category,
    Cause,
    Level,
    LineKind,
    Relation,
    Sex,
    Status,
    rule_version_of,
)
from households.income import MONTHS_OF_A_YEAR, per_head, source_text
from households.models import Household, IncomeLine, IncomeSurvey, Member
from households.summaries import summary_of
from reports.demo.drafts import Draft
from reports.demo.places import WORKS

NEW = (Category.DEEP, Category.DEEP, Category.RELATIVE, Category.RELATIVE, Category.MISHAP_B)
OLD = (Category.LOW_INCOME, Category.NEAR_LOW_INCOME, Category.MISHAP_A)
STATUSES = (Status.ON_FILE,) * 46 + (Status.EXITED,) * 3 + (Status.TAPERING,)
# What is left per head after what has to be spent, as a share of the 低保 standard.
SHARES = {
    Category.DEEP: (0.15, 0.98),
    Category.RELATIVE: (1.02, 1.95),
    Category.LOW_INCOME: (0.1, 0.98),
    Category.NEAR_LOW_INCOME: (0.8, 1.45),
}
CAUSES = (
    (Cause.ILLNESS, "患重病长期治疗，医药费自付部分高"),
    (Cause.SCHOOLING, "子女在外就学，学费和生活费负担重"),
    (Cause.LAID_OFF, "所在企业停产，本人下岗后无固定收入"),
    (Cause.NO_CAPACITY, "家庭主要劳动力丧失劳动能力"),
    (Cause.ACCIDENT, "遭受意外事故，治疗和照料支出大"),
    (Cause.UNEMPLOYED, "有劳动能力但未找到稳定工作"),
)
MORE_CAUSES = (Cause.UNINSURED, Cause.UNDERINSURED, Cause.DISASTER)
STREETS = ("锦屏街道", "凤翔街道", "紫陶街道", "永安街道", "文澜街道", "清水街道")
BRANCHES = ("城关信用社", "营业部", "新城支行")
AILMENTS = ("糖尿病", "高血压病", "恶性肿瘤", "心血管病", "腰颈椎病", "肝病", "一般疾病")
POSITIONS = ("在岗", "下（待）岗", "失（无）业", "病休")
SCHOOLS = ((6, "学龄前儿童"), (12, "小学"), (15, "初中"), (18, "高中（中专、技校）"), (22, "本科"), (200, "在岗"))
GENERATION = 20  # years at least between parent and child
TOWNSFOLK = {"politics": "群众", "hukou": "非农业", "model_worker": "非劳模"}


@dataclass(frozen=True)
class Kin:
    """A kind of relative: the relation, whether a man, the years of birth, and where such a person stands."""

    relation: Relation
    male: bool | None
    first: int
    last: int
    position: str = ""


KIN = (
    Kin(Relation.SPOUSE, None, 1966, 1988, "失（无）业"),
    Kin(Relation.SON, True, 2001, 2018),
    Kin(Relation.DAUGHTER, False, 2001, 2018),
    Kin(Relation.PARENT, False, 1938, 1956, "退休"),
)


def draft_archive(draft: Draft) -> None:
    """Make the archive with its people and surveys, and fill the summary columns as an import fills them."""
    household = draft.household = draft.add(_archive(draft))
    if household.status == Status.TAPERING:
        household.taper_until = _taper_end(draft)
    _worker(draft)
    for kin in draft.people.rng.sample(KIN, draft.one_of([1, 2, 2, 3, 3])):
        _relative(draft, kin)
    household.persons = len(draft.members)
    latest = _surveys(draft)
    for name, value in summary_of(household.archive_no, draft.members).items():
        setattr(household, name, value)
    household.per_head = latest.per_head if latest else None


def _archive(draft: Draft) -> Household:
    slot, filed = draft.slot, draft.people.day(draft.slot.year, draft.slot.year)
    category = draft.one_of(OLD if draft.former_rules or (slot.year < 2020 and draft.chance(0.25)) else NEW)
    return Household(
        archive_no=slot.archive_no,
        union=slot.union,
        created_by=draft.by,
        status=Status.ON_FILE if draft.is_shown else draft.one_of(STATUSES),
        filed_on=filed,
        level=draft.one_of([Level.NATIONAL, Level.NATIONAL, Level.NATIONAL, Level.PROVINCE, Level.COUNTY]),
        category=category,
        rule_version=rule_version_of(category),
        has_low_income_aid=category == Category.LOW_INCOME,
        is_single_parent=draft.chance(0.15),
        is_migrant=draft.chance(0.08),
        can_help_itself=draft.chance(0.5),
        **_home(draft),
        **_causes(draft),
        **_bank(draft),
    )


def _taper_end(draft: Draft) -> datetime.date:
    """Return when a taper ends: within the year to come, here sooner and there later."""
    return draft.today + datetime.timedelta(days=30 + draft.slot.ordinal % 330)


def _home(draft: Draft) -> dict[str, object]:
    street, number = draft.one_of(STREETS), draft.people.rng.randint(1, 260)
    return {
        "hukou_division": draft.slot.division,
        "address": f"{_town(draft)}{street}{number}号",
        "housing": "" if draft.gap(0.06) else draft.one_of(["自建房", "商品房", "租房", "政府廉租房", "承租单位公房"]),
        "floor_area": Decimal(draft.people.rng.randint(28, 110)),
    }


def _town(draft: Draft) -> str:
    return draft.slot.region if draft.slot.home.division_name else "昆明市"


def _causes(draft: Draft) -> dict[str, object]:
    cause, text = draft.one_of(CAUSES)
    others = draft.people.rng.sample(MORE_CAUSES, draft.one_of([0, 0, 1, 2]))
    return {"main_cause": cause, "cause_text": f"{text}。", "secondary_causes": list(others)}


def _bank(draft: Draft) -> dict[str, object]:
    return {
        "bank": draft.one_of(["农村信用社", "中国农业银行", "中国邮政储蓄银行"]),
        "bank_branch": f"{_town(draft)}{draft.one_of(BRANCHES)}",
        "card_no": draft.people.card(),
    }


def _person(draft: Draft, *, male: bool, year: int, **facts: object) -> Member:
    number = draft.identity_no(year=year, male=male)
    return draft.add(
        Member(
            household=draft.household,
            name=draft.people.name(),
            identity_no=number,
            birth_date=birth_date_of(number),
            sex=Sex.MALE if male else Sex.FEMALE,
            ethnicity=draft.one_of(["汉族", "汉族", "彝族", "哈尼族", "回族", "白族"]),
            position_in_form=len(draft.members),
            **TOWNSFOLK | facts,
        )
    )


def _worker(draft: Draft) -> None:
    year, ill = draft.people.rng.randint(1966, 1992), draft.household.main_cause == Cause.ILLNESS
    _person(
        draft,
        male=draft.chance(0.5),
        year=year,
        relation=Relation.SELF,
        health=draft.one_of(AILMENTS) if ill or draft.chance(0.3) else "良好",
        marriage=draft.one_of(["已婚", "已婚", "离异", "丧偶"]),
        position=draft.one_of(POSITIONS),
        insurance="" if draft.gap(0.08) else "城镇职工基本医保",
        phone="" if draft.gap(0.05) else draft.people.phone(),
        workplace=f"{_town(draft)}{draft.one_of((*WORKS, '百货公司', '农机公司', '建筑公司'))}",
        workplace_kind="国有企业",
        workplace_state=draft.one_of(["正常", "停产", "半停产", "破产"]),
        industry="制造业",
        started_work_on=datetime.date(year + 20, 7, 1),
    )


def _relative(draft: Draft, kin: Kin) -> None:
    worker, year = draft.members[0], draft.people.rng.randint(kin.first, kin.last)
    year = _likely(draft, kin, year)
    child = next(position for below, position in SCHOOLS if draft.today.year - year < below)
    _person(
        draft,
        male=worker.sex == Sex.FEMALE if kin.male is None else kin.male,
        year=year,
        relation=kin.relation,
        health="" if draft.gap(0.04) else draft.one_of(["良好", "良好", "良好", *AILMENTS[:2]]),
        position=kin.position or child,
        insurance="城乡居民基本医保",
        monthly_income=Decimal(1500 if kin.position == "退休" else 0),
    )
    if kin.relation == Relation.SPOUSE:
        worker.marriage = "已婚"


def _likely(draft: Draft, kin: Kin, year: int) -> int:
    """Return a year of birth that goes with the worker's: a generation apart from children and parents."""
    born = draft.members[0].birth_date
    if born is None or kin.relation == Relation.SPOUSE:
        return year
    if kin.relation == Relation.PARENT:
        return min(year, born.year - GENERATION)
    return max(year, min(born.year + GENERATION, draft.today.year - 1))


def _surveys(draft: Draft) -> IncomeSurvey | None:
    """Make the latest survey and perhaps the one of the year before; some have none or an old one."""
    if draft.gap(0.05):
        return None
    back = draft.people.rng.randint(12, 18) if draft.gap(0.25) else draft.people.rng.randint(0, 9)
    latest = _survey(draft, _month_end(draft.today, back))
    if draft.chance(0.35):
        _survey(draft, _month_end(draft.today, back + MONTHS_OF_A_YEAR))
    return latest


def _month_end(today: datetime.date, back: int) -> datetime.date:
    """Return the last day of the month before this one, or so many months earlier."""
    month = today.year * 12 + today.month - 1 - back
    return datetime.date(month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def _survey(draft: Draft, end: datetime.date) -> IncomeSurvey:
    persons = len(draft.members)
    start = (end + datetime.timedelta(days=1)).replace(year=end.year - (end.month < 12))
    standard = draft.desk.standard_on(draft.slot.union, end)
    amounts = _amounts(draft, persons, standard.amount if standard else Decimal(600))
    income = sum((amount for kind, amount in amounts.items() if kind in INCOME_KINDS), Decimal(0))
    rigid = sum((amount for kind, amount in amounts.items() if kind in RIGID_KINDS), Decimal(0))
    survey = draft.add(
        IncomeSurvey(
            household=draft.household,
            period_start=start,
            period_end=end,
            persons=persons,
            report_no=f"核〔{end.year}〕{draft.slot.ordinal + 1:05d}号",
            surveyed_on=min(end + datetime.timedelta(days=12), draft.today),
            surveyor=draft.cadre.name if draft.cadre else "",
            per_head=per_head(income, rigid, persons=persons).amount,
            standard=standard.amount if standard else None,
            standard_source=source_text(standard) if standard else "",
            created_by=draft.by,
        )
    )
    for kind, amount in amounts.items():
        draft.add(
            IncomeLine(survey=survey, kind=kind, amount=amount, note="收入证明" if kind == LineKind.WAGES else "")
        )
    draft.household.annual_income = income
    draft.household.stated_per_head = to_money(income / persons / MONTHS_OF_A_YEAR)
    return survey


def _amounts(draft: Draft, persons: int, standard: Decimal) -> dict[LineKind, Decimal]:
    """Return lines that leave per head what fits the category."""
    low, high = SHARES.get(Category(draft.household.category), (0.4, 2.5))
    left = float(standard) * draft.people.rng.uniform(low, high) * persons * MONTHS_OF_A_YEAR
    spent = {
        LineKind.MEDICAL: draft.one_of([0, 2400, 6800, 15_200]),
        LineKind.SCHOOLING: draft.one_of([0, 0, 4500, 9600]),
        LineKind.WORK: draft.one_of([0, 1200, 2400]),
    }
    # Who is poor for what it costs has spent it.
    for kind, cause, least in ((LineKind.MEDICAL, Cause.ILLNESS, 2400), (LineKind.SCHOOLING, Cause.SCHOOLING, 4500)):
        if draft.household.main_cause == cause:
            spent[kind] = spent[kind] or least
    income = round(left, -2) + sum(spent.values())
    transfer = round(income * draft.one_of([0, 0.1, 0.3]), -2)
    earned = {LineKind.WAGES: income - transfer, LineKind.TRANSFER: transfer}
    return {kind: Decimal(int(amount)) for kind, amount in {**earned, **spent}.items() if amount}
