"""Reading what programs send: JSON alone, of a size, depth and number of values that no request needs to pass."""

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from core.problems import Problem

MOST_VALUES = 5_000  # each is judged by itself, and told of when it is wrong
TOO_MANY = f"请求正文的内容过多，没有执行：一次最多 {MOST_VALUES:,} 个值。"


class BoundedJSONParser(JSONParser):
    """The library's parser, for which a thousand brackets are an error of the sender and not of the server."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return what the body says; raises ParseError."""
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("too deep") from error
        check_values(data)
        return data


def check_values(data: Any) -> None:
    """Refuse more values than any request has, before they are judged one by one."""
    left, seen = [data], 0
    while left:
        value, seen = left.pop(), seen + 1
        if seen > MOST_VALUES:
            raise Problem(400, TOO_MANY)
        if isinstance(value, dict):
            left += [*value, *value.values()]
        elif isinstance(value, list):
            left += value
