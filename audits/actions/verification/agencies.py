"""Another agency that goes on with a verification, and what keeps an agency from being put out of use."""

from django.db import transaction
from django.db.models import Count, Q

from audits.actions.verification.locks import lock_verification
from audits.models import AgencyChange, Verification
from audits.verification.enums import UNFINISHED, ProjectStatus
from core import clock
from core.errors import DomainError
from organizations.models import Agency, User

CHANGEABLE = (ProjectStatus.DRAWN, ProjectStatus.RUNNING)
WHEN = "只有已抽样、正在入户的核查才能改由其他机构承接；筹备中的在“修改”里另选机构。"
OUT_OF_USE = "该核查机构已停用，请另选。"


def require_in_use(agency: Agency) -> None:
    """Refuse an agency that is out of use; it stays in use until the transaction ends."""
    # Whoever puts it out of use locks the row too, and then finds what was begun meanwhile.
    if not Agency.objects.select_for_update(no_key=True).get(pk=agency.pk).is_active:
        raise DomainError(OUT_OF_USE, field="agency")


@transaction.atomic
def change_agency(verification: Verification, *, by: User, agency: Agency, reason: str) -> Verification:
    """Let another agency go on: what the former has not finished is no longer open to its assessors.

    It stays with them by name until it is handed over to one of the other agency; what was handed in stands. The same
    agency again changes nothing.
    """
    require_in_use(agency)
    locked = lock_verification(verification, by=by)
    if locked.agency_id == agency.pk:
        return locked
    if locked.status not in CHANGEABLE:
        raise DomainError(WHEN)
    if not reason.strip():
        raise DomainError("请写明为什么改由其他机构承接。", field="reason")
    facts = {"former": locked.agency, "agency": agency, "reason": reason.strip(), "by": by, "at": clock.now()}
    AgencyChange.objects.create(verification=locked, **facts)
    locked.agency = agency
    locked.save(update_fields=["agency"])
    return locked


def open_work_of(agency: Agency) -> list[str]:
    """Return in words the verifications that an agency has not finished; one query."""
    left = Count("interviews", filter=Q(interviews__status__in=UNFINISHED))
    rows = Verification.objects.filter(agency=agency, status__in=(ProjectStatus.DRAFT, *CHANGEABLE))
    return [
        f"{row.union}“{row}”（{row.get_status_display()}{f'，{row.left} 份问卷未完成' if row.left else ''}）"
        for row in rows.annotate(left=left).select_related("union").order_by("starts_on", "pk")
    ]
