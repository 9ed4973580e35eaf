"""The next free archive number: division code, year, five digits."""

from django.db import connection

from core.errors import DomainError
from households.models import Household
from organizations.enums import DIVISION_KINDS
from organizations.models import Union
from organizations.scope import paths_down_to

DIGITS = 5
LAST = 10**DIGITS - 1


def next_archive_no(union: Union, year: int) -> str:
    """Return the number behind the last of the union's division and year; needs a transaction.

    Until it ends, whoever else asks for the same division and year waits, so that no two get the same number.
    """
    prefix = f"{division_of(union)}{year:04d}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(prefix)])
    taken = Household.objects.filter(archive_no__range=(f"{prefix}{0:05d}", f"{prefix}{LAST}"))
    last = taken.order_by("-archive_no").values_list("archive_no", flat=True).first()
    number = int(last[len(prefix) :]) + 1 if last else 1
    if number > LAST:
        raise DomainError(f"{prefix} 开头的档案编号已用到最后一号，请自行填写编号。", field="archive_no")
    return f"{prefix}{number:0{DIGITS}d}"


def division_of(union: Union) -> str:
    """Return the division code of a union, or of the nearest one above it that has one."""
    divided = Union.objects.filter(path__in=paths_down_to(union.path), kind__in=DIVISION_KINDS)
    return divided.order_by("-depth").values_list("code")[0][0]
