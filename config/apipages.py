"""The OpenAPI document in the parts that its page shows."""

import json
import re
from dataclasses import dataclass
from typing import Any

CHOICE = re.compile(r"\* `([^`]*)` - (.*)")
DEEPEST = 3  # of fields within fields
KINDS = {"string": "文本", "integer": "整数", "number": "数", "boolean": "是或否", "array": "列表", "object": "对象"}
FORMATS = {"date": "日期", "date-time": "时间", "uuid": "UUID", "uri": "地址", "decimal": "金额"}


@dataclass(frozen=True)
class FieldRow:
    """One field of a body, or one parameter."""

    name: str
    kind: str
    words: str
    is_required: bool
    place: str = ""


@dataclass(frozen=True)
class Operation:
    """One request: its method and address, what it is given and what it answers."""

    key: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[FieldRow]
    sent: list[FieldRow]
    answered: list[FieldRow]
    examples: list[tuple[str, str]]
    errors: list[tuple[str, str]]


def chapters(document: dict[str, Any]) -> dict[str, list[Operation]]:
    """Return the operations by chapter, in the order of their addresses."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_operation(document, path, method, operation))
    return found


def _operation(document: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> Operation:
    body = _json(operation.get("requestBody", {}))
    good = {code: answer for code, answer in operation["responses"].items() if code.startswith("2")}
    answer = _json(next(iter(good.values()), {}))
    return Operation(
        key=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        parameters=[_parameter(document, entry) for entry in operation.get("parameters", [])],
        sent=list(_fields(document, body.get("schema", {}))),
        answered=list(_fields(document, answer.get("schema", {}))),
        examples=[*_examples("请求示例", body), *_examples("响应示例", answer)],
        errors=[(code, _resolved(document, error)["description"]) for code, error in _errors(operation)],
    )


def _errors(operation: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted((code, answer) for code, answer in operation["responses"].items() if not code.startswith("2"))


def _json(part: dict[str, Any]) -> dict[str, Any]:
    return part.get("content", {}).get("application/json", {})


def _examples(title: str, part: dict[str, Any]) -> list[tuple[str, str]]:
    found = [example["value"] for example in part.get("examples", {}).values()]
    return [(title, json.dumps(value, ensure_ascii=False, indent=2)) for value in found]


def _parameter(document: dict[str, Any], entry: dict[str, Any]) -> FieldRow:
    place = {"query": "查询参数", "path": "地址", "header": "请求头"}[entry["in"]]
    kind = _kind(document, entry.get("schema", {}))
    return FieldRow(entry["name"], kind, entry.get("description", ""), entry.get("required", False), place)


def _fields(document: dict[str, Any], schema: dict[str, Any], before: str = "", depth: int = 0) -> Any:
    schema = _resolved(document, schema)
    for name, field in schema.get("properties", {}).items():
        whole = _resolved(document, field)
        words = "：".join(filter(None, (whole.get("title", ""), _plain(whole.get("description", "")))))
        yield FieldRow(before + name, _kind(document, whole), words, name in schema.get("required", ()))
        inner = _resolved(document, whole.get("items", whole))
        if depth < DEEPEST and "properties" in inner:
            mark = "[]." if whole.get("type") == "array" else "."
            yield from _fields(document, inner, f"{before}{name}{mark}", depth + 1)


def _plain(words: str) -> str:
    """Write the choices of a field, which the document lists in Markdown, in one line."""
    choices = CHOICE.findall(words)
    return "".join([CHOICE.sub("", words).strip(), "、".join(f"{value} {label}" for value, label in choices)])


def _kind(document: dict[str, Any], schema: dict[str, Any]) -> str:
    schema = _resolved(document, schema)
    kinds = schema.get("type", "object")
    named = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind != "null"]
    words = FORMATS.get(schema.get("format", "")) or "、".join(KINDS.get(kind, kind) for kind in named)
    return words + ("，可空" if isinstance(kinds, list) and "null" in kinds else "")


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference, also where it is wrapped to be given words of its own."""
    for wrapped in schema.get("allOf", schema.get("oneOf", []))[:1]:
        return {**_resolved(document, wrapped), **{k: v for k, v in schema.items() if k not in ("allOf", "oneOf")}}
    if "$ref" not in schema:
        return schema
    found: Any = document
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return {**_resolved(document, found), **{key: value for key, value in schema.items() if key != "$ref"}}
