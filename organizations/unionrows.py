"""What all tables by union have in common: which union is asked for, what lies below it, and the names of the rows."""

from django.shortcuts import get_object_or_404

from organizations.http import UserRequest
from organizations.models import Union, User
from organizations.querysets import UnionQuerySet

FILED_ITSELF, SUM = "本级直接建档", "合计"


class UnionRow:
    """A row about a union below; with a label about what was filed for the upper union itself, or about all."""

    union: Union
    label: str

    @property
    def name(self) -> str:
        return self.label or self.union.name

    @property
    def goes_down(self) -> bool:
        """Tell whether the table has a page one level below."""
        return not self.label and self.union.numchild > 0


def unions_counted_for(user: User) -> UnionQuerySet:
    """Return the unions whose counts the user may ask for: those of roles that see a whole subtree."""
    return Union.objects.filter(user.scope.subtree("path"))


def unions_below(union: Union) -> list[Union]:
    """Return the unions directly below one; who sees a union sees all below it."""
    return list(Union.objects.get_children(union))


def union_asked(request: UserRequest) -> tuple[Union, list[Union]]:
    """Return the union of ``?union=``, at first the user's own, with those of all the user's roles; else 404."""
    seen = unions_counted_for(request.user)
    tops = list(seen.filter(path__in=request.user.scope.prefixes()))
    code = request.GET.get("union")
    return get_object_or_404(seen, code=code) if code else min(tops, key=lambda top: top.depth), tops
