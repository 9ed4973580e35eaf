"""What all tables by union have in common: which union is asked for, what lies below it, and the names of the rows."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.http import Http404
from django.shortcuts import get_object_or_404

from organizations.http import UserRequest
from organizations.models import Union, User
from organizations.querysets import UnionQuerySet

FILED_ITSELF, SUM = "本级直接建档", "合计"
Row = TypeVar("Row")


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


def rows_for(make: Callable[..., Row], union: Union, children: list[Union], found: Mapping[str, object]) -> list[Row]:
    """Return a row for each child that was found by its path, and a last one for what is filed for the union itself."""
    rows = [make(child, found[child.path]) for child in children if child.path in found]
    if union.path in found:
        # A list takes a union with all below it: it shows these alone only where nothing is found below.
        rows.append(make(union, found[union.path], label=FILED_ITSELF, is_linked=not rows))
    return rows


def unions_counted_for(user: User) -> UnionQuerySet:
    """Return the unions whose counts the user may ask for: those of roles that see a whole subtree."""
    return Union.objects.filter(user.scope.subtree("path"))


def counted_union(user: User, code: str = "") -> Union:
    """Return the union of a code, without one the user's highest; else 404. One query."""
    seen = unions_counted_for(user)
    return get_object_or_404(seen, code=code) if code else get_object_or_404(seen, path=user.scope.prefixes()[0])


def unions_below(union: Union) -> list[Union]:
    """Return the unions directly below one; who sees a union sees all below it."""
    return list(Union.objects.get_children(union))


def union_asked_of(request: UserRequest, whole: Union) -> Union:
    """Return the union of ``?union=`` within one, without it the highest part of it in the user's sight; else 404."""
    seen = unions_counted_for(request.user).filter(path__startswith=whole.path)
    if code := request.GET.get("union"):
        return get_object_or_404(seen, code=code)
    highest = seen.order_by("depth", "path").first()
    if highest is None:
        raise Http404
    return highest


def union_asked(request: UserRequest) -> tuple[Union, list[Union]]:
    """Return the union of ``?union=``, at first the user's own, with those of all the user's roles; else 404."""
    seen = unions_counted_for(request.user)
    tops = list(seen.filter(path__in=request.user.scope.prefixes()))
    code = request.GET.get("union")
    return get_object_or_404(seen, code=code) if code else min(tops, key=lambda top: top.depth), tops
