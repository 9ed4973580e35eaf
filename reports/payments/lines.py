"""The lines of a batch as papers print them: as they were locked, or while it is drawn as the archives stand."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from assistance.models import Batch, Payment
from core import masking
from households.models import Member
from organizations.enums import PRINTING_ROLES, REVEALING_ROLES, Number, Role
from organizations.models import User

FULL_ROLES = PRINTING_ROLES | {Role.FINANCE}
WORKER, UNIT, CATEGORY = "职工", "建档单位", "困难类别"


@dataclass(frozen=True)
class PaidLine:
    """One line in words; numbers as the reader may have them."""

    position: int
    archive_no: str
    name: str
    identity: str
    unit: str
    category: str
    beneficiary: str
    payee: str
    bank: str
    account: str
    amount: Decimal


@dataclass(frozen=True)
class Hand:
    """How numbers are written for a reader: masked, unless the signed file is asked for by who may print it."""

    identity: bool = False
    card: bool = False

    @classmethod
    def of(cls, user: User, batch: Batch) -> Self:
        """Return the full numbers that this user's signed paper of the batch carries."""
        holds = user.scope.holds
        card = holds(REVEALING_ROLES[Number.CARD] & FULL_ROLES, batch.union_path)
        return cls(holds(FULL_ROLES, batch.union_path), card)

    @property
    def masked(self) -> bool:
        return not (self.identity or self.card)


def lines_of(batch: Batch, hand: Hand) -> list[PaidLine]:
    """Return the lines that stand, repeated payments aside, in their order; two queries for any number."""
    lines = batch.payments.standing().filter(again_of=None).select_related("household", "member", "union")
    workers = Member.objects.workers().filter(household__payments__batch=batch)
    numbers = dict(workers.values_list("household_id", "identity_no"))
    ordered = lines.defer("household__search", "reasoning").order_by("position")
    return [_line(line, numbers.get(line.household_id, ""), hand) for line in ordered]


def _line(line: Payment, identity: str, hand: Hand) -> PaidLine:
    home = line.household
    frozen = dict(line.snapshot.get("archive", ()))
    return PaidLine(
        position=line.position,
        archive_no=home.archive_no,
        name=frozen.get(WORKER) or home.head_name,
        identity=identity if hand.identity else masking.mask_identity_no(identity),
        unit=frozen.get(UNIT) or line.union.name,
        category=frozen.get(CATEGORY) or home.get_category_display(),
        beneficiary=line.member.name if line.member else "",
        payee=line.payee_name,
        bank="\n".join(filter(None, (line.bank, line.bank_branch))),
        account=line.card_no if hand.card else line.masked_card_no,
        amount=line.amount,
    )
