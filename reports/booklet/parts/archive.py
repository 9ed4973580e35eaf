"""Part one: the archive form."""

from core.money import format_money
from households.enums import Cause
from households.models import Household, Member
from reports.booklet.data import Archive, Person
from reports.booklet.parts.words import Numbers, day, joined, yes_no


def archive_of(household: Household, numbers: Numbers, divisions: dict[str, str]) -> Archive:
    """Return the household's own facts."""
    causes = [Cause(cause).label for cause in household.secondary_causes]
    return Archive(
        archive_no=household.archive_no,
        union=household.union.name,
        level=household.get_level_display(),
        category=household.get_category_display(),
        rule_version=household.get_rule_version_display(),
        status=household.get_status_display(),
        filed_on=day(household.filed_on),
        hukou_division=divisions.get(household.hukou_division, household.hukou_division),
        address=household.address,
        postcode=household.postcode,
        housing=household.housing,
        floor_area=f"{household.floor_area.normalize():f}" if household.floor_area is not None else "",
        single_parent=yes_no(household.is_single_parent),
        self_help=yes_no(household.can_help_itself),
        jobless=yes_no(household.is_jobless),
        migrant=yes_no(household.is_migrant),
        low_income_aid=yes_no(household.has_low_income_aid),
        relief_target=yes_no(household.is_relief_target),
        key_group=household.key_group,
        relief_way=household.relief_way,
        persons=str(household.persons or ""),
        other_income=format_money(household.other_income),
        annual_income=format_money(household.annual_income),
        stated_per_head=format_money(household.stated_per_head),
        per_head=format_money(household.per_head),
        main_cause=joined(household.get_main_cause_display(), _other(household, household.main_cause), by="："),
        secondary_causes=joined(*causes, *[_other(household, cause) for cause in household.secondary_causes], by="、"),
        cause_text=household.cause_text,
        bank=household.bank,
        bank_branch=household.bank_branch,
        card_no=numbers.card(household.card_no),
        recorded_by=household.created_by.name if household.created_by else "",
        remark=household.remark,
    )


def _other(household: Household, cause: str) -> str:
    return household.other_cause if cause == Cause.OTHER else ""


def person_of(member: Member, numbers: Numbers) -> Person:
    """Return one person."""
    return Person(
        name=member.name,
        relation=member.get_relation_display(),
        sex=member.get_sex_display(),
        birth_date=day(member.birth_date),
        ethnicity=member.ethnicity,
        politics=member.politics,
        identity_no=numbers.identity(member.identity_no),
        marriage=member.marriage,
        hukou=member.hukou,
        health=member.health,
        disability=member.disability + member.disability_grade,
        insurance=member.insurance,
        position=member.position,
        model_worker=member.model_worker,
        monthly_income=format_money(member.monthly_income),
        phone=numbers.phone(member.phone),
        other_contact=numbers.contact(member.other_contact),
        workplace=member.workplace,
        workplace_kind=member.workplace_kind,
        workplace_state=member.workplace_state,
        industry=member.industry,
        started_work_on=day(member.started_work_on),
        contract_on=day(member.contract_on),
        contract_term=member.contract_term,
        union_card_no=numbers.card(member.union_card_no),
        schooling=_schooling(member),
        remark=member.remark,
    )


def _schooling(member: Member) -> str:
    return joined(
        member.education,
        f"{member.school_year}年入学" if member.school_year else "",
        f"{member.school_length}年制" if member.school_length else "",
        by=" ",
    )
