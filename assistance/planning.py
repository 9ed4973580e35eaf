"""Which difficulties wait for a measure."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from assistance.models import Measure
from households.enums import IN_CARE
from households.models import ArchiveGrant, Difficulty
from organizations.enums import Role
from organizations.models import User


def difficulties_to_plan(user: User) -> QuerySet[Difficulty]:
    """Return the open difficulties without a measure, of households in care, on which the user may work."""
    own = user.scope.subtree("household__union_path", [Role.OFFICER])
    if user.scope.has(Role.CADRE):
        own |= Q(household__in=ArchiveGrant.objects.valid_for(user).values("household"))
    planned = Measure.objects.filter(difficulty=OuterRef("pk"))
    rows = Difficulty.objects.open().filter(own, ~Exists(planned), household__status__in=IN_CARE)
    return rows.order_by("household", "number")
