"""What the pages of registers list: kinds by topic, columns as they are chosen, and a query as an address."""

from itertools import groupby

from django.utils.http import urlencode

from organizations.models import User
from reports.catalogue import KINDS
from reports.catalogue.base import Field, RegisterKind, Topic
from reports.catalogue.query import Query


def kinds_for(user: User) -> list[RegisterKind]:
    """Return the registers that one of the user's roles may have."""
    return [kind for kind in KINDS.values() if user.scope.has(*kind.roles)]


def kinds_of(user: User) -> list[tuple[str, list[RegisterKind]]]:
    """Return the registers by topic."""
    ordered = sorted(kinds_for(user), key=lambda kind: list(Topic).index(kind.topic))
    return [(topic.value, list(kinds)) for topic, kinds in groupby(ordered, key=lambda kind: kind.topic)]


def fields_chosen(query: Query) -> list[tuple[Field, bool, str]]:
    """Return every field with whether it is chosen, and why it has no values: the chosen ones first, in their order."""
    chosen = [*query.fields, *query.left_out]
    others = [field for field in query.kind.fields if field not in chosen]
    lacking = query.kind.lacking(query.params)

    def why(field: Field) -> str:
        if query.as_of and not field.is_told_of_past:
            return "仅当前"
        return "此口径没有" if field.key in lacking else ""

    return [(field, field in chosen, why(field)) for field in (*chosen, *others)]


def query_string(query: Query) -> str:
    """Return the address of a query."""
    return urlencode({key: value for key, value in query.params.items() if key != "in_full"})
