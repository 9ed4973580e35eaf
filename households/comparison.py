"""Two archives side by side, with what differs marked; numbers are compared whole and shown masked."""

from dataclasses import dataclass

from core import masking
from households.models import Household, Member


@dataclass(frozen=True)
class Fact:
    """One fact of one archive: what is compared, and what is shown of it."""

    label: str
    whole: str
    shown: str


@dataclass(frozen=True)
class Row:
    """One fact of both archives; it differs when both state it and not alike."""

    label: str
    first: str
    second: str
    differs: bool
    is_same: bool


@dataclass(frozen=True)
class Section:
    """Facts under one heading."""

    title: str
    rows: list[Row]


def compare(first: Household, second: Household) -> list[Section]:
    """Return what two archives say, section by section; the people of both are read, two queries."""
    here, there = list(first.members.all()), list(second.members.all())
    return [
        Section("档案", _rows(_archive(first), _archive(second))),
        Section("职工本人", _rows(_person(_worker(here)), _person(_worker(there)))),
        Section("家庭成员", _kin(here, there)),
    ]


def _archive(household: Household) -> list[Fact]:
    return [
        _plain("状态", household.get_status_display()),
        _plain("建档单位", household.union.name),
        _plain("建档日期", f"{household.filed_on or ''}"),
        _plain("建档标准", household.get_level_display()),
        _plain("困难类别", household.get_category_display()),
        _plain("主要致困原因", household.get_main_cause_display()),
        _plain("家庭人口", f"{household.persons or ''}"),
        _plain("家庭住址", household.address),
        Fact("银行卡号", household.card_no, household.masked_card_no),
    ]


def _person(person: Member | None) -> list[Fact]:
    person = person or Member()
    return [
        _plain("姓名", person.name),
        Fact("身份证号", person.identity_no, person.masked_identity_no),
        _plain("性别", person.get_sex_display()),
        _plain("出生日期", f"{person.birth_date or ''}"),
        _plain("民族", person.get_ethnicity_display()),
        _plain("婚姻状况", person.get_marriage_display()),
        Fact("手机号码", person.phone, person.masked_phone),
        _plain("工作单位", person.workplace),
    ]


def _kin(here: list[Member], there: list[Member]) -> list[Row]:
    """Lay each member beside the one of the same number or name of the other archive, else beside nobody."""
    left, rows = [person for person in there if not person.is_worker], []
    for person in (person for person in here if not person.is_worker):
        twin = next((other for other in left if _is_same(person, other)), None)
        if twin is not None:
            left.remove(twin)
        rows.append(_beside(person, twin))
    return [*rows, *(_beside(None, person) for person in left)]


def _is_same(person: Member, other: Member) -> bool:
    if person.identity_no and other.identity_no:
        return person.identity_no == other.identity_no
    return person.name == other.name


def _beside(person: Member | None, other: Member | None) -> Row:
    relation = (person or other or Member()).get_relation_display()
    words = [_in_words(one) for one in (person, other)]
    return _row(_plain(relation, words[0]), _plain(relation, words[1]))


def _in_words(person: Member | None) -> str:
    if person is None:
        return ""
    number = masking.mask_identity_no(person.identity_no)
    gone = "已离户" if person.departed_on else ""
    return " ".join(filter(None, (person.name, f"{person.birth_date or ''}", number, gone)))


def _worker(people: list[Member]) -> Member | None:
    return next((person for person in people if person.is_worker), None)


def _rows(first: list[Fact], second: list[Fact]) -> list[Row]:
    return [_row(one, other) for one, other in zip(first, second, strict=True)]


def _row(one: Fact, other: Fact) -> Row:
    both = bool(one.whole and other.whole)
    return Row(one.label, one.shown, other.shown, both and one.whole != other.whole, both and one.whole == other.whole)


def _plain(label: str, text: str) -> Fact:
    return Fact(label, text, text)
