"""Made-up people and archives for tests; identity numbers pass their check digit and belong to nobody."""

import datetime
import itertools

import factory
from django.utils import timezone

from assistance.enums import AidProject, AidSource, MeasureKind
from assistance.models import AidRecord, Measure, MeasureTemplate, Task, TaskList
from core.identity import complete_identity_no
from households.enums import Category, Cause, Level, Need, Relation, RuleVersion, Sex, Status
from households.models import Difficulty, Household, Member
from households.summaries import refresh_summary
from organizations.enums import Department
from organizations.models import Office, RoleAssignment, Union, User
from pairing.enums import PairingKind, StationLevel
from pairing.models import Cadre, HelpingUnit, Pairing, Station

PASSWORD = "Jianshui-2026"
_numbers = itertools.count(1)


def identity_no(*, birth: datetime.date = datetime.date(1975, 5, 1), male: bool = True) -> str:
    """Return a fresh number of nobody."""
    sequence = next(_numbers) % 400 * 2 + (101 if male else 100)
    day = birth + datetime.timedelta(days=next(_numbers) % 9000)
    return complete_identity_no(f"532524{day:%Y%m%d}{sequence:03d}")


def union(code: str) -> Union:
    """Return one of the unions that every database has: 530000, 532500 红河州, 532524 建水县, 530100 昆明市, …"""
    return Union.objects.get(code=code)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"测试员{n}")
    union = factory.LazyFunction(lambda: union("532524"))
    must_change_password = False
    password = factory.django.Password(PASSWORD)


def user_with(role: str, code: str = "532524", **facts) -> User:
    """Make an account that holds one role for the union of a code, for a year."""
    place = union(code)
    user = UserFactory(union=place, **facts)
    today = timezone.localdate()
    RoleAssignment.objects.create(
        user=user, role=role, union=place, valid_from=today, expires_on=today + datetime.timedelta(days=365)
    )
    return user


class HouseholdFactory(factory.django.DjangoModelFactory):
    """An archive on file in 建水县 with its worker."""

    class Meta:
        model = Household
        skip_postgeneration_save = True

    archive_no = factory.Sequence(lambda n: f"532524202{n:06d}")
    union = factory.LazyFunction(lambda: union("532524"))
    level = Level.NATIONAL
    category = Category.DEEP
    rule_version = RuleVersion.B2020
    status = Status.ON_FILE
    filed_on = datetime.date(2020, 1, 6)
    main_cause = Cause.ILLNESS
    address = "建水县临安镇朝阳路12号"
    persons = 1

    @factory.post_generation
    def worker(self, create, name, **facts):
        MemberFactory(household=self, relation=Relation.SELF, name=name or "赵小兰", sex=Sex.FEMALE, **facts)
        refresh_summary(self)
        self.refresh_from_db()


class MemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Member

    relation = Relation.SON
    name = "赵一鸣"
    identity_no = factory.LazyFunction(identity_no)
    phone = "13987300001"


class DifficultyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Difficulty

    household = factory.SubFactory(HouseholdFactory)
    number = factory.Sequence(lambda n: n + 1)
    need = Need.MEDICAL
    description = "医药费自付部分高"
    advice = "协助办理大病保险报销"
    found_on = datetime.date(2026, 1, 5)


class MeasureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Measure

    difficulty = factory.SubFactory(DifficultyFactory)
    text = factory.Sequence(lambda n: f"协助报销第{n}批票据")
    lead_department = Department.MEDICAL_INSURANCE
    deadline = datetime.date(2026, 6, 30)


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Office

    union = factory.LazyFunction(lambda: union("532524"))
    department = Department.MEDICAL_INSURANCE
    name = factory.Sequence(lambda n: f"建水县医疗保障局{n}")


class TaskListFactory(factory.django.DjangoModelFactory):
    """A list that is being drawn; ``tests.support.tasks.send`` sends it, after which it takes no more lines."""

    class Meta:
        model = TaskList

    union = factory.LazyFunction(lambda: union("532524"))
    office = factory.SubFactory(OfficeFactory)
    department = factory.SelfAttribute("office.department")
    period = factory.Sequence(lambda n: f"2026 年第{n}期")
    due_on = datetime.date(2026, 6, 30)
    drawn_by = factory.SubFactory(UserFactory)


class TaskFactory(factory.django.DjangoModelFactory):
    """A line of a list, copied from its measure."""

    class Meta:
        model = Task

    task_list = factory.SubFactory(TaskListFactory)
    position = factory.LazyAttribute(lambda line: line.task_list.tasks.count() + 1)
    measure = factory.SubFactory(MeasureFactory)
    household = factory.SelfAttribute("measure.difficulty.household")
    office = factory.SelfAttribute("task_list.office")
    worker_name = factory.SelfAttribute("household.head_name")
    identity_masked = "532524********1234"
    place_name = factory.SelfAttribute("household.union.name")
    need = factory.SelfAttribute("measure.difficulty.need")
    problem = factory.SelfAttribute("measure.difficulty.description")
    text = factory.SelfAttribute("measure.text")
    deadline = factory.SelfAttribute("measure.deadline")


class TemplateFactory(factory.django.DjangoModelFactory):
    """A frequent measure of 建水县."""

    class Meta:
        model = MeasureTemplate

    union = factory.LazyFunction(lambda: union("532524"))
    need = Need.MEDICAL
    kind = MeasureKind.MEDICAL_INSURANCE
    text = factory.Sequence(lambda n: f"协助办理第{n}类医保报销")
    lead_department = Department.MEDICAL_INSURANCE
    days = 60


class AidRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AidRecord

    household = factory.SubFactory(HouseholdFactory)
    year = 2019
    received_on = datetime.date(2019, 9, 10)
    project = AidProject.LIVING
    source = AidSource.UNION
    department = Department.UNION
    amount = 1500
    beneficiary = "赵小兰"


class HelpingUnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HelpingUnit

    union = factory.LazyFunction(lambda: union("532524"))
    name = factory.Sequence(lambda n: f"建水县第{n}帮扶单位")


class CadreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cadre

    union = factory.LazyFunction(lambda: union("532524"))
    unit = factory.SubFactory(HelpingUnitFactory)
    name = factory.Sequence(lambda n: f"帮扶干部{n}")
    position = "科员"
    phone = "13887300002"


class StationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Station

    union = factory.LazyFunction(lambda: union("532524"))
    level = StationLevel.CITY
    name = factory.Sequence(lambda n: f"建水县第{n}援助站")
    contact_name = "联系员"
    phone = "15400000001"


class PairingFactory(factory.django.DjangoModelFactory):
    """A pairing whose cadre the archive names, with the dates of the rhythm as they are given."""

    class Meta:
        model = Pairing
        skip_postgeneration_save = True

    household = factory.SubFactory(HouseholdFactory)
    cadre = factory.SubFactory(CadreFactory)
    started_on = datetime.date(2020, 1, 6)

    @factory.post_generation
    def named(self, create, extracted, **facts):
        if self.is_active and self.kind == PairingKind.RESPONSIBLE:
            Household.objects.filter(pk=self.household_id).update(cadre_names=self.cadre.name)
