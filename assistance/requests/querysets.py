"""Queryset of single applications; it begins at ``visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef

from assistance.requests.enums import RequestStatus
from organizations.enums import SUBTREE_ROLES

if TYPE_CHECKING:
    from organizations.models import User


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the single applications of households in the scope of the user's subtree roles."""
        return self.filter(user.scope.subtree("union_path", SUBTREE_ROLES))

    def to_pay(self) -> Self:
        """Narrow to approved applications that stand on no line yet."""
        from assistance.models import Payment  # noqa: PLC0415 -- models use these querysets

        return self.filter(
            ~Exists(Payment.objects.live().filter(request=OuterRef("pk"))), status=RequestStatus.APPROVED
        )
