"""A household that has something in every part of its booklet; all of it is made up."""

import datetime
import io
import subprocess
from decimal import Decimal

import pikepdf
from django.utils import timezone

from assistance.enums import AidProject, AidSource
from assistance.models import AidRecord, AidYearNone, Measure
from audits.models import ClearConfirmation
from households.enums import LineKind, Relation, Sex
from households.models import Household, IncomeLine, IncomeSurvey
from organizations.enums import Department
from organizations.models import User
from pairing.enums import VisitMethod
from pairing.models import Cadre, Visit
from reports.booklet.data import Booklet
from reports.booklet.loading import load_booklets, numbers_for
from tests.support.factories import CadreFactory, DifficultyFactory, HouseholdFactory, MemberFactory, PairingFactory

PARTS = (
    "困难职工档案表",
    "家庭收支调查表",
    "已享受帮扶政策资金记录表",
    "结对帮扶记录表",
    "问题清单和帮扶建议",
    "六清核查表",
)
YEAR = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)


def full_household(by: User, **facts) -> Household:
    """Make a household with a son, a survey, aid, a year without aid, a cadre, two visits and a difficulty."""
    household = HouseholdFactory(bank="农村信用社", card_no="6223690912345678901", **facts)
    MemberFactory(household=household, relation=Relation.SON, name="赵一鸣", sex=Sex.MALE)
    add_survey(household)
    AidRecord.objects.create(
        household=household,
        year=2019,
        project=AidProject.LIVING,
        source=AidSource.CENTRAL,
        department=Department.UNION,
        amount=Decimal(3000),
        beneficiary="赵小兰",
    )
    AidYearNone.objects.create(household=household, year=2018, stated_by=by)
    cadre = Cadre.objects.filter(name="王建国").first() or CadreFactory(name="王建国")
    PairingFactory(household=household, cadre=cadre)
    difficulty = DifficultyFactory(household=household, description="透析费用自付部分高")
    add_measure(difficulty)
    add_visits(household, cadre, difficulty)
    return household


def add_survey(household: Household) -> IncomeSurvey:
    survey = IncomeSurvey.objects.create(
        household=household,
        period_start=YEAR[0],
        period_end=YEAR[1],
        persons=2,
        per_head=Decimal("412.50"),
        standard=Decimal(700),
        standard_source="建水县 2025-07-01",
    )
    IncomeLine.objects.create(survey=survey, kind=LineKind.WAGES, amount=Decimal(15600), note="单位证明")
    IncomeLine.objects.create(survey=survey, kind=LineKind.MEDICAL, amount=Decimal(5700))
    return survey


def add_measure(difficulty) -> Measure:
    return Measure.objects.create(
        difficulty=difficulty,
        text="纳入大病保险二次报销",
        lead_department=Department.MEDICAL_INSURANCE,
        deadline=datetime.date(2026, 6, 30),
    )


def add_visits(household: Household, cadre, difficulty) -> None:
    visits = [
        Visit(
            household=household,
            cadre=cadre,
            visitor_name=cadre.name,
            on=datetime.date(2026, month, 12),
            method=VisitMethod.HOME,
            situation="身体状况稳定，按时透析。",
            policies="政策明白卡",
            health_kit=True,
        )
        for month in (1, 3)
    ]
    for visit in visits:
        visit.save()
    visits[0].difficulties.add(difficulty)


def confirm(household: Household, by: User, *, mask: int = 63) -> ClearConfirmation:
    return ClearConfirmation.objects.create(
        household=household, kind="cadre", by=by, by_name=by.name, at=timezone.now(), mask=mask
    )


def load(household: Household, by: User | None = None) -> Booklet:
    (booklet,) = load_booklets(Household.objects.filter(pk=household.pk), in_full=numbers_for(by))
    return booklet


def text_of(pdf: bytes, *options: str) -> str:
    """Return what a reader finds in a PDF when searching."""
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def embedded_fonts(pdf: pikepdf.Pdf) -> list[str]:
    """Return the name of every font program in a file; fails on a font without one."""
    descriptors = [thing for thing in pdf.objects if is_a(thing, "/FontDescriptor")]
    assert all("/FontFile3" in font or "/FontFile2" in font for font in descriptors)
    return sorted(str(font.FontName) for font in descriptors)


def is_a(thing, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == kind
