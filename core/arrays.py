"""Rows found by a list of keys that the database makes first."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, QuerySet


class IsAny(Func):
    """Whether a column is one of the keys that a query finds.

    The database reads the keys first and then looks each of them up; of a join it would often walk through the rows of
    the whole province in their order, until it has met enough of a county.
    """

    template, arg_joiner = "%(expressions)s)", " = ANY("
    output_field = BooleanField()

    def __init__(self, column: str, rows: QuerySet) -> None:
        super().__init__(F(column), ArraySubquery(rows.order_by().values("pk")))
