"""Taking a verification under its lock, for those who run it."""

from audits.models import Verification
from audits.verification.rules import can_keep_verification
from organizations.models import User
from organizations.rules import require

KEEPERS = "第三方核查由组织核查的工会的经办人员办理。"


def lock_verification(verification: Verification, *, by: User, words: str = KEEPERS) -> Verification:
    """Lock a verification with its union and its row as it stands; refuses, in these words, who does not run it."""
    locked = Verification.objects.select_for_update(no_key=True).prefetch_related("union").get(pk=verification.pk)
    require(can_keep_verification(by, locked.union), words)
    return locked
