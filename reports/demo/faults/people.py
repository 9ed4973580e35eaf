"""Faults of identity and family."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from households.enums import Relation, Sex
from households.models import Household, Member
from reports.demo.faults.ground import CHILDREN, Ground, Plant, archive, change, need, person_of, worker, worker_of

OTHER_SEX = {Sex.MALE: Sex.FEMALE, Sex.FEMALE: Sex.MALE}
ONE_DAY = datetime.timedelta(days=1)
When = Callable[[Ground, Member], datetime.date]


def years_after(day: datetime.date | None, years: int) -> datetime.date:
    """Return a day so many years after a day of birth, which must be known."""
    born: datetime.date = need(day)
    return born.replace(year=born.year + years, day=min(born.day, 28))


def to_worker(columns: Callable[[Member, Ground], dict[str, Any]]) -> Plant:
    """Plant what follows from the worker as he or she stands there."""

    def plant(household: Household, ground: Ground) -> None:
        found = worker_of(household)
        change(found, **columns(found, ground))

    return plant


def to_kin(relations: tuple[str, ...], columns: Callable[[Member, Member, Ground], dict[str, Any]]) -> Plant:
    """Plant in somebody of the household what follows from that person and the worker."""

    def plant(household: Household, ground: Ground) -> None:
        found = person_of(household, *relations)
        change(found, **columns(found, worker_of(household), ground))

    return plant


def kin(relation: str, name: str, born: When | None = None) -> Plant:
    """Add somebody to the household."""

    def plant(household: Household, ground: Ground) -> None:
        head = worker_of(household)
        day = born(ground, head) if born else None
        sex = OTHER_SEX[Sex(head.sex)]
        Member.objects.create(household=household, relation=relation, name=name, birth_date=day, sex=sex)

    return plant


def child(years: int, **facts: Any) -> Plant:
    """Make a child of the household so old."""
    return to_kin(CHILDREN, lambda one, head, ground: {"birth_date": ground.years(years), **facts})


def second_spouse(household: Household, ground: Ground) -> None:
    person_of(household, Relation.SPOUSE)
    kin(Relation.SPOUSE, "演示配偶")(household, ground)


def unmarried(household: Household, ground: Ground) -> None:
    person_of(household, Relation.SPOUSE)
    change(worker_of(household), marriage="未婚")


def no_phone(household: Household, ground: Ground) -> None:
    household.members.update(phone="", other_contact="")


def phone_of_many(household: Household, ground: Ground) -> None:
    phone = f"154{99_000_000 + ground.number():08d}"
    for home in (household, *ground.beside(household, 5)):
        change(worker_of(home), phone=phone)


def card_of_two(household: Household, ground: Ground) -> None:
    (other,) = ground.beside(household, 1)
    change(other, card_no=need(household.card_no))


def twice(household: Household, ground: Ground) -> None:
    """Give another archive the same worker, of whose number one digit was mistyped."""
    (other,) = ground.beside(household, 1)
    head, number = worker_of(household), need(worker_of(household).identity_no)
    mistyped = f"{number[:15]}{(int(number[15]) + 5) % 10}{number[16:]}"
    facts = {"name": head.name, "birth_date": head.birth_date, "sex": head.sex, "phone": need(head.phone)}
    change(worker_of(other), identity_no=mistyped, **facts)


def wrong_digit(number: str) -> str:
    return f"{number[:17]}{'0' if number[17] != '0' else '1'}"


PEOPLE: dict[str, Plant] = {
    "identity-shape": to_worker(lambda head, ground: {"identity_no": need(head.identity_no)[:16]}),
    "identity-check": to_worker(lambda head, ground: {"identity_no": wrong_digit(need(head.identity_no))}),
    "identity-born": to_worker(lambda head, ground: {"birth_date": need(head.birth_date) - ONE_DAY}),
    "identity-sex": to_worker(lambda head, ground: {"sex": OTHER_SEX[Sex(head.sex)]}),
    "identity-missing": worker(identity_no=""),
    "identity-adult": to_kin((Relation.SPOUSE, Relation.PARENT), lambda one, head, ground: {"identity_no": ""}),
    "name-signs": to_worker(lambda head, ground: {"name": f"{head.name}2"}),
    "name-short": to_worker(lambda head, ground: {"name": head.name[0]}),
    "phone-shape": worker(phone="1540000001"),
    "phone-missing": no_phone,
    "phone-of-many": phone_of_many,
    "card-of-many": card_of_two,
    "card-shape": archive(card_no="62220210"),
    "account-of-nobody": archive(card_no=""),
    "person-twice": twice,
    "persons-count": lambda household, ground: change(household, persons=need(household.persons) + 1),
    "worker-missing": lambda household, ground: worker_of(household).delete(),
    "spouse-twice": second_spouse,
    "spouse-unmarried": unmarried,
    "spouse-of-same-sex": to_kin((Relation.SPOUSE,), lambda one, head, ground: {"sex": head.sex}),
    "son-is-woman": to_kin((Relation.SON,), lambda one, head, ground: {"sex": Sex.FEMALE}),
    "child-too-old": to_kin(CHILDREN, lambda one, head, ground: {"birth_date": years_after(head.birth_date, 5)}),
    "child-too-young": lambda household, ground: change(
        worker_of(household), birth_date=years_after(person_of(household, *CHILDREN).birth_date, -62)
    ),
    "parent-too-young": to_kin(
        (Relation.PARENT,), lambda one, head, ground: {"birth_date": years_after(head.birth_date, -5)}
    ),
    "grandchild-too-old": kin(
        Relation.GRANDCHILD, "演示孙辈", lambda ground, head: years_after(need(head.birth_date), 20)
    ),
    "worker-too-young": to_worker(lambda head, ground: {"birth_date": ground.years(15)}),
    "worker-very-old": to_worker(lambda head, ground: {"birth_date": ground.years(82)}),
    "very-old": kin(Relation.GRANDPARENT, "演示祖辈", lambda ground, head: ground.years(110)),
    "school-too-young": child(3, position="小学"),
    "school-too-old": child(19, position="初中"),
    "school-over": lambda household, ground: change(
        person_of(household, *CHILDREN), position="初中", school_year=ground.years(5).year, school_length=3
    ),
    "preschool-too-old": child(9, position="学龄前儿童"),
    "child-at-work": child(14, position="失（无）业"),
    "retired-too-young": to_worker(lambda head, ground: {"birth_date": ground.years(40), "position": "退休"}),
    "disabled-without-grade": worker(disability="肢体残疾", disability_grade=""),
    "grade-without-disability": worker(disability="", disability_grade="二级"),
    "student-with-pay": child(13, position="初中", monthly_income=Decimal(2000)),
    "filed-before-birth": to_worker(lambda head, ground: {"started_work_on": years_after(head.birth_date, 10)}),
    "started-future": to_worker(lambda head, ground: {"started_work_on": ground.ago(-5)}),
    "born-future": to_kin(CHILDREN, lambda one, head, ground: {"birth_date": ground.ago(-5), "position": ""}),
    "departed-future": to_kin(
        CHILDREN, lambda one, head, ground: {"departed_on": ground.ago(-5), "departed_why": "married"}
    ),
}
