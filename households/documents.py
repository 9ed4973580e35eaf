"""Which papers must back a household's file, by its case, and which of them are missing (domain reference 2.4).

Each rule names the kinds of attachment of which one will do, for which subjects it is asked, of which households, and
why. What a review makes by itself (notices, minutes) is not asked for here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from households.enums import AttachmentKind, Cause, Relation
from households.models import Household, Member

ENTRY, EXIT, CANCEL = "entry", "exit", "cancel"
DEATH = "death"  # the cause of a cancellation that asks for a paper of its own
GRAVE = {
    *("恶性肿瘤", "癌症", "尿毒症", "终末期肾病", "深度昏迷", "永久瘫痪"),
    *("严重阿尔茨海默病", "严重帕金森病", "严重运动神经元病"),
}


@dataclass(frozen=True)
class Case:
    """A household with what its papers follow from; members who have left do not count."""

    household: Household
    members: tuple[Member, ...]
    cause: str = ""

    def has_cause(self, *causes: str) -> bool:
        """Tell whether one of the causes is the main or a secondary one."""
        return not {self.household.main_cause, *self.household.secondary_causes}.isdisjoint(causes)

    def has_kin(self, *relations: str) -> bool:
        """Tell whether somebody of these relations lives in the household."""
        return any(member.relation in relations for member in self.members)


@dataclass(frozen=True)
class Requirement:
    """One paper: the kinds of which one will do, when it is asked, of whom, and the reason in words."""

    kinds: tuple[AttachmentKind, ...]
    reason: str
    needed: Callable[[Case], bool]
    subjects: tuple[str, ...] = (ENTRY,)


@dataclass(frozen=True)
class MissingDocument:
    """A paper that is asked for and not on file, with the page that uploads it."""

    kind: str
    label: str
    reason: str
    url: str


def always(_case: Case) -> bool:
    """Ask of every household."""
    return True


def is_ill(case: Case) -> bool:
    """Tell whether illness is a cause, or somebody is gravely ill."""
    return case.has_cause(Cause.ILLNESS) or any(member.health in GRAVE for member in case.members)


def is_schooling(case: Case) -> bool:
    """Tell whether schooling is a cause."""
    return case.has_cause(Cause.SCHOOLING)


def is_disabled(case: Case) -> bool:
    """Tell whether somebody has a disability on record."""
    return any(member.disability or member.health == "残疾" for member in case.members)


def has_far_kin(case: Case) -> bool:
    """Tell whether kin live there who often stand in another household book."""
    return case.has_kin(Relation.GRANDCHILD, Relation.GRANDPARENT, Relation.SIBLING, Relation.OTHER)


Kind = AttachmentKind
REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement((Kind.APPLICATION,), "每户必备，写明家庭、收入、困难和需求，由本人签字。", always),
    Requirement((Kind.IDENTITY,), "每户必备，全部家庭成员，正反面。", always),
    Requirement((Kind.HOUSEHOLD_BOOK,), "每户必备，首页和全部家庭成员页。", always),
    Requirement((Kind.INCOME,), "每户必备，每名有收入的成员一份，加盖单位公章。", always, (ENTRY, EXIT)),
    Requirement((Kind.HARDSHIP,), "每户必备，由单位或社区加盖公章。", always),
    Requirement((Kind.COMMITMENT,), "每户必备，承诺所报属实，由本人签字。", always),
    Requirement((Kind.AUTHORISATION,), "每户必备，全部成年家庭成员签字，民政部门凭此核对。", always),
    Requirement((Kind.CHECK_REPORT,), "每户必备，民政部门核对后出具。", always),
    Requirement((Kind.VISIT_FORM,), "每户必备，入户调查时由调查人和职工签字。", always, (ENTRY, EXIT)),
    Requirement((Kind.MEMBERSHIP,), "每户必备，会员证或基层工会开具的会员证明。", always),
    Requirement((Kind.BANK_CARD,), "帮扶资金实名打卡发放，须为职工本人的账户。", always),
    Requirement((Kind.MEDICAL,), "因病致困：当年诊断书，连续三个月自付票据或医保结算单。", is_ill),
    Requirement((Kind.SCHOOLING,), "子女上学：学费票据，新入学的另附录取通知书。", is_schooling),
    Requirement((Kind.DISABILITY,), "登记有残疾的成员须附残疾证。", is_disabled),
    Requirement(
        (Kind.LOW_INCOME,), "登记为低保户，须附低保证或民政部门证明。", lambda case: case.household.has_low_income_aid
    ),
    Requirement((Kind.CONTRACT,), "农民工：一年以上劳动合同和务工地居住证明。", lambda case: case.household.is_migrant),
    Requirement(
        (Kind.SINGLE_PARENT,),
        "登记为单亲，须附离婚证、判决书或丧偶证明。",
        lambda case: case.household.is_single_parent,
    ),
    Requirement(
        (Kind.JOBLESS,),
        "下岗失业或零就业家庭：失业登记或单位证明。",
        lambda case: case.household.is_jobless or case.has_cause(Cause.LAID_OFF),
    ),
    Requirement(
        (Kind.DISASTER,),
        "因灾害或意外致困：有关部门的证明、责任认定书或损失清单。",
        lambda case: case.has_cause(Cause.DISASTER, Cause.ACCIDENT),
    ),
    Requirement((Kind.KINSHIP, Kind.HOUSEHOLD_BOOK), "家庭成员不在同一户口簿的，证明亲属关系。", has_far_kin),
    Requirement((Kind.DEATH,), "因死亡注销，须附死亡证明或户口注销证明。", lambda case: case.cause == DEATH, (CANCEL,)),
)


def required_documents(case: Case, subject: str = ENTRY) -> list[Requirement]:
    """Return what a subject asks of a household, in the order of the file."""
    return [rule for rule in REQUIREMENTS if subject in rule.subjects and rule.needed(case)]


def missing_documents(household: Household, subject: str = ENTRY, *, cause: str = "") -> list[MissingDocument]:
    """Return the papers that the household needs for a subject and that are not among its attachments; two queries.

    ``cause`` is that of a cancellation.
    """
    case = Case(household, tuple(household.members.present()), cause)
    return missing_of(case, set(household.attachments.present().values_list("kind", flat=True)), subject)


def missing_of(case: Case, kinds_on_file: Iterable[str], subject: str = ENTRY) -> list[MissingDocument]:
    """Return the papers that are asked for and not among these kinds; no query."""
    on_file = set(kinds_on_file)
    upload = reverse("household_attachments", args=[case.household.archive_no])
    return [
        MissingDocument(
            kind=rule.kinds[0],
            label="或".join(str(kind.label) for kind in rule.kinds),
            reason=rule.reason,
            url=f"{upload}?kind={rule.kinds[0].value}#upload",
        )
        for rule in required_documents(case, subject)
        if on_file.isdisjoint(rule.kinds)
    ]
