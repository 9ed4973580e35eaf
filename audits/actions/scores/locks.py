"""Taking sheets and cards under their locks: sheets before cards, cards by their keys."""

from audits.models import ScoreCard, ScoreSheet
from audits.scores.rules import can_keep_sheet
from core.errors import DomainError
from organizations.models import User
from organizations.rules import require

KEEPERS = "考核表由组织考核的工会的经办人员编制和发布。"
FROZEN = "考核表已经发布，项目和分值不能再改；需要调整的，请在下一年度的考核表中修改。"


def lock_sheet(sheet: ScoreSheet, *, by: User) -> ScoreSheet:
    """Lock a sheet as it stands; refuses who does not keep it."""
    locked = ScoreSheet.objects.select_for_update(no_key=True).prefetch_related("union").get(pk=sheet.pk)
    require(can_keep_sheet(by, locked.union), KEEPERS)
    return locked


def lock_draft(sheet: ScoreSheet, *, by: User) -> ScoreSheet:
    """Lock a sheet that may still be changed."""
    locked = lock_sheet(sheet, by=by)
    if not locked.is_draft:
        raise DomainError(FROZEN)
    return locked


def lock_card(card: ScoreCard) -> ScoreCard:
    """Lock a card as it stands, with its sheet, its unions and who wrote last, all read once the lock is held."""
    locked = ScoreCard.objects.select_for_update(no_key=True)
    return locked.prefetch_related("sheet__union", "union", "saved_by", "checked_by").get(pk=card.pk)
