"""A sound archive, and for each rule the fault that it is to find: what is changed of the archive, and how."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from assistance.models import AidYearNone, Measure
from core import clock
from core.identity import birth_date_of
from households.enums import AttachmentKind, LineKind, Relation, Sex, Status
from households.models import Attachment, Household, IncomeLine, IncomeSurvey, StatusChange
from pairing.models import CareRhythm, Pairing, Visit, VisitPhoto
from tests.support.factories import (
    AidRecordFactory,
    CadreFactory,
    DifficultyFactory,
    HouseholdFactory,
    MeasureFactory,
    MemberFactory,
    PairingFactory,
    UserFactory,
    identity_no,
)
from tests.support.life import put

DAY = datetime.timedelta(days=1)
WORDS = "入户了解家庭情况，职工身体恢复中，孩子在读初中，收入与上季度相同。"
NUMBER = identity_no(birth=datetime.date(1975, 5, 1), male=False)
WORKER = {
    "identity_no": NUMBER,
    "birth_date": birth_date_of(NUMBER),
    "phone": "13987300001",
    "sex": Sex.FEMALE,
    "marriage": "离异",
    "position": "在岗",
}
CHILD = {"relation": Relation.SON, "name": "赵小明", "sex": Sex.MALE, "identity_no": "", "phone": ""}
Plant = Callable[[Household], Any]


def ago(days: int) -> datetime.date:
    return clock.today() - days * DAY


def years(count: int) -> datetime.date:
    return clock.months_after(clock.today(), -12 * count)


def sound() -> Household:
    """Make an archive in which no rule finds anything: worker and child, survey, aid, cadre, visit, measure, papers."""
    household = HouseholdFactory(persons=2, filed_on=ago(400), card_no="6222021000000000000", main_cause="illness")
    household.members.filter(relation=Relation.SELF).update(**WORKER)
    MemberFactory(household=household, birth_date=years(14), position="初中", **CHILD)
    survey(household)
    AidRecordFactory(household=household, year=clock.today().year, received_on=None)
    PairingFactory(household=household, started_on=ago(300))
    visit(household)
    MeasureFactory(difficulty=DifficultyFactory(household=household, found_on=ago(50)), planned_on=ago(40))
    Measure.objects.update(deadline=ago(-40), lead_department="health")
    paper(household)
    household.refresh_from_db()
    return household


def survey(household: Household, *, end: int = 30, days: int = 364, persons: int = 2, **lines: int) -> IncomeSurvey:
    """Make a survey that ended some days ago; amounts by kind of line in 元."""
    period = {"period_start": ago(end + days), "period_end": ago(end)}
    made = IncomeSurvey.objects.create(household=household, persons=persons, per_head=500, standard=700, **period)
    for kind, amount in ({LineKind.WAGES: 14_000, LineKind.MEDICAL: 2_000} | lines).items():
        IncomeLine.objects.create(survey=made, kind=kind, amount=amount)
    return made


def visit(household: Household, on: int = 10, **facts: Any) -> Visit:
    """Log a home visit some days ago."""
    usual = {"visitor_name": "李干部", "method": "home", "met": "worker", "situation": f"{WORDS}{on}"}
    made = Visit.objects.create(household=household, on=ago(on), **usual | facts)
    CareRhythm.objects.filter(household=household).update(last_home_on=made.on)
    return made


def paper(household: Household, sha256: str = "", **facts: Any) -> Attachment:
    usual = {"kind": AttachmentKind.IDENTITY, "title": "身份证", "size": 1, "content_type": "image/jpeg"}
    digest = sha256 or f"{household.pk:064d}"
    by = UserFactory()
    return Attachment.objects.create(household=household, sha256=digest, uploaded_by=by, **usual | facts)


def worker(**facts: Any) -> Plant:
    return lambda household: household.members.filter(relation=Relation.SELF).update(**facts)


def child(**facts: Any) -> Plant:
    return lambda household: household.members.exclude(relation=Relation.SELF).update(**facts)


def archive(**facts: Any) -> Plant:
    return lambda household: Household.objects.filter(pk=household.pk).update(**facts)


def lines(**amounts: int) -> Plant:
    """Set lines of the survey."""

    def plant(household: Household) -> None:
        for kind, amount in amounts.items():
            made = household.surveys.get()
            IncomeLine.objects.update_or_create(survey=made, kind=kind, defaults={"amount": amount})

    return plant


def surveyed(**facts: Any) -> Plant:
    return lambda household: household.surveys.update(**facts)


def measured(**facts: Any) -> Plant:
    return lambda household: Measure.objects.filter(difficulty__household=household).update(**facts)


def in_turn(*plants: Plant) -> Plant:
    def plant(household: Household) -> None:
        for one in plants:
            one(household)

    return plant


def member(**facts: Any) -> Plant:
    return lambda household: MemberFactory(household=household, **{"phone": "", "identity_no": ""} | facts)


def elsewhere(plant: Callable[[Household, Household], Any]) -> Plant:
    """Plant what takes a second archive."""
    return lambda household: plant(household, HouseholdFactory(status=Status.ON_FILE))


def copied_across(household: Household) -> None:
    for other in [household, *HouseholdFactory.create_batch(4)]:
        visit(other, 20, situation=WORDS)


def too_many_a_day(household: Household) -> None:
    cadre = CadreFactory()
    for place, other in enumerate([household, *HouseholdFactory.create_batch(15)]):
        visit(other, 20, cadre=cadre, situation=f"{WORDS}{place}")


def photo_twice(household: Household) -> None:
    for on in (20, 21):
        taken = paper(household, "f" * 64, kind=AttachmentKind.HARDSHIP, title=f"照片{on}")
        VisitPhoto.objects.create(visit=visit(household, on), attachment=taken)


def in_status(status: str, **facts: Any) -> Plant:
    return lambda household: put(household, status, **facts)


def draft(**facts: Any) -> Plant:
    """Make a draft of its own, whatever archive is given."""
    return lambda household: Household.objects.filter(pk=HouseholdFactory(status=Status.DRAFT).pk).update(**facts)


def under_review(household: Household) -> None:
    stuck = HouseholdFactory(status=Status.UNDER_REVIEW)
    StatusChange.objects.bulk_create(
        [
            StatusChange(
                household=stuck,
                union_path=stuck.union_path,
                level=stuck.level,
                category=stuck.category,
                from_status=Status.DRAFT,
                to_status=Status.UNDER_REVIEW,
                on=ago(100),
                at=clock.now(),
            )
        ]
    )


PLANTED: dict[str, Plant] = {
    "identity-shape": worker(identity_no="5325241975050100"),
    "identity-check": worker(identity_no=f"{NUMBER[:17]}{'0' if NUMBER[17] != '0' else '1'}"),
    "identity-born": worker(birth_date=datetime.date(1974, 5, 2)),
    "identity-sex": worker(sex=Sex.MALE),
    "identity-missing": worker(identity_no=""),
    "identity-adult": child(birth_date=years(17), position="高中（中专、技校）"),
    "name-signs": worker(name="赵小兰2"),
    "name-short": worker(name="赵"),
    "phone-shape": worker(phone="1398730001"),
    "phone-missing": worker(phone=""),
    "card-of-many": elsewhere(lambda one, other: archive(card_no=one.card_no)(other)),
    "card-shape": archive(card_no="62220210"),
    "phone-of-many": lambda household: [worker(phone=WORKER["phone"])(one) for one in HouseholdFactory.create_batch(5)],
    "persons-count": archive(persons=3),
    "worker-missing": lambda household: household.members.filter(relation=Relation.SELF).delete(),
    "spouse-twice": in_turn(*[member(relation=Relation.SPOUSE, name=name, sex=Sex.MALE) for name in ("甲一", "乙二")]),
    "spouse-unmarried": member(relation=Relation.SPOUSE, name="钱大海", sex=Sex.MALE),
    "spouse-of-same-sex": member(relation=Relation.SPOUSE, name="钱大海", sex=Sex.FEMALE),
    "son-is-woman": child(sex=Sex.FEMALE),
    "child-too-old": child(birth_date=datetime.date(1980, 1, 1), position="在岗"),
    "child-too-young": worker(birth_date=years(75)),
    "parent-too-young": member(relation=Relation.PARENT, name="赵老大", birth_date=datetime.date(1970, 1, 1)),
    "grandchild-too-old": member(relation=Relation.GRANDCHILD, name="赵小小", birth_date=datetime.date(1995, 1, 1)),
    "worker-too-young": worker(birth_date=years(15)),
    "worker-very-old": worker(birth_date=years(82)),
    "very-old": member(relation=Relation.GRANDPARENT, name="赵太爷", birth_date=years(110)),
    "school-too-young": child(birth_date=years(3), position="小学"),
    "school-too-old": child(birth_date=years(19)),
    "school-over": child(school_year=years(5).year, school_length=3),
    "preschool-too-old": child(birth_date=years(9), position="学龄前儿童"),
    "child-at-work": child(position="失（无）业"),
    "retired-too-young": worker(birth_date=years(40), position="退休"),
    "disabled-without-grade": worker(disability="肢体残疾", disability_grade=""),
    "grade-without-disability": worker(disability="", disability_grade="二级"),
    "student-with-pay": child(monthly_income=Decimal(2000)),
    "survey-missing": lambda household: household.surveys.all().delete(),
    "survey-old": surveyed(period_start=years(4), period_end=years(3)),
    "survey-future": surveyed(period_end=ago(-5)),
    "survey-long": surveyed(period_start=ago(800)),
    "survey-persons": surveyed(persons=3),
    "survey-empty": lambda household: IncomeLine.objects.filter(survey__household=household).delete(),
    "income-huge": lines(wages=400_000),
    "income-parts": lines(transfer=1_000, basic_pension=2_000),
    "work-without-wages": lines(wages=0),
    "illness-without-cost": lines(medical=0),
    "schooling-without-cost": archive(main_cause="schooling"),
    "deep-but-rich": surveyed(per_head=Decimal(1500)),
    "surveys-overlap": lambda household: survey(household, end=100),
    "filed-future": archive(filed_on=ago(-5)),
    "filed-missing": archive(filed_on=None),
    "filed-early": archive(filed_on=datetime.date(1999, 1, 1)),
    "filed-before-birth": worker(started_work_on=datetime.date(1985, 1, 1)),
    "born-future": child(birth_date=ago(-5), position=""),
    "started-future": worker(started_work_on=ago(-5)),
    "departed-future": child(departed_on=ago(-5), departed_why="married"),
    "taper-over": in_status(Status.TAPERING, taper_until=ago(20)),
    "taper-without-end": in_status(Status.TAPERING, taper_until=None),
    "on-file-never-helped": lambda household: household.aid_records.all()._raw_delete("default"),
    "on-file-untouched": in_turn(
        surveyed(period_start=years(4), period_end=years(3)),
        lambda household: Visit.objects.filter(household=household).update(on=years(2)),
        lambda household: Household.objects.filter(pk=household.pk).update(updated_at=clock.now() - 400 * DAY),
    ),
    "review-stuck": under_review,
    "draft-old": draft(created_at=clock.now() - 200 * DAY),
    "aid-future": lambda household: AidRecordFactory(household=household, received_on=ago(-5), year=ago(-5).year),
    "aid-year": lambda household: AidRecordFactory(household=household, received_on=years(1), year=clock.today().year),
    "aid-huge": lambda household: AidRecordFactory(household=household, received_on=None, amount=60_000),
    "aid-twice": lambda household: AidRecordFactory.create_batch(
        2, household=household, received_on=ago(3), year=ago(3).year, amount=500
    ),
    "aid-and-none": lambda household: AidYearNone.objects.create(
        household=household, year=clock.today().year, stated_by=UserFactory()
    ),
    "cadre-missing": archive(cadre_names=""),
    "cadre-inactive": lambda household: Pairing.objects.get(household=household).cadre.__class__.objects.update(
        is_active=False
    ),
    "pairing-before-filing": lambda household: Pairing.objects.filter(household=household).update(started_on=years(4)),
    "visit-overdue": lambda household: CareRhythm.objects.filter(household=household).update(last_home_on=ago(200)),
    "visit-future": lambda household: visit(household, -3),
    "visit-before-filing": lambda household: visit(household, 400 + 800),
    "visit-empty": lambda household: visit(household, situation="良好"),
    "visit-copied": lambda household: [visit(household, on, situation=WORDS) for on in (20, 40)],
    "visit-copied-across": copied_across,
    "visit-too-many": too_many_a_day,
    "photo-twice": photo_twice,
    "difficulty-without-measure": lambda household: DifficultyFactory(household=household, found_on=ago(70), number=9),
    "measure-overdue": measured(deadline=ago(31), outcome=""),
    "measure-before-difficulty": measured(deadline=ago(41)),
    "measure-without-department": measured(lead_department=""),
    "resolved-without-outcome": measured(progress="resolved", outcome=""),
    "papers-none": lambda household: household.attachments.update(removed_at=clock.now()),
    "paper-of-others": elsewhere(lambda one, other: paper(other, f"{one.pk:064d}")),
    "account-of-nobody": archive(card_no=""),
}
