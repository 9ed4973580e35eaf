"""Who may do what with banks: the finance of the union that pays, or of one above it; predicates without a query."""

from django.db.models import QuerySet

from assistance.models import Batch
from assistance.payments.rules import PAYS
from organizations.enums import UnionKind
from organizations.models import Union, User

FINANCE_ONLY = "银行代发由发放工会的财务人员办理，您的角色不能进行此操作。"
KEEPERS_ONLY = "银行文件格式由所属工会或上级工会的财务人员维护。"
# Unions that have a bank account for aid of their own.
SMALL = (UnionKind.TOWNSHIP, UnionKind.GRASSROOTS)


def can_bank(user: User, batch: Batch) -> bool:
    """Tell whether the user makes the bank files of a batch, reads results and pays failed lines again."""
    return user.scope.holds(PAYS, batch.union_path)


def can_keep_layouts(user: User, union: Union) -> bool:
    """Tell whether the user keeps the layouts of a union."""
    return user.scope.holds(PAYS, union.path)


def unions_to_keep_layouts_for(user: User) -> QuerySet[Union]:
    """Return the unions, down to the counties, whose layouts the user keeps."""
    return Union.objects.active().filter(user.scope.subtree("path", PAYS)).exclude(kind__in=SMALL)
