"""The OpenAPI document as people read it: operations by subject, their fields in words, and their answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from supervision.web.errors import WORDS

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Item:
    """A field or parameter."""

    name: str
    type: str
    required: bool
    note: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One documented answer and the fields of its body."""

    status: str
    note: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Item, ...]
    body_kind: str
    body: tuple[Item, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one tag."""

    name: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The whole document."""

    title: str
    version: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        return sum(len(group.operations) for group in self.groups)


def guide(document: Mapping[str, Any]) -> Guide:
    """Return a document in the order of its tags."""
    notes = {tag["name"]: tag.get("description", "") for tag in document.get("tags", [])}
    found: dict[str, list[Operation]] = {name: [] for name in notes}
    for tag, operation in _operations(document):
        found.setdefault(tag, []).append(operation)
    groups = tuple(Group(notes.get(name) or name, tuple(items)) for name, items in found.items() if items)
    return Guide(document["info"]["title"], document["info"]["version"], groups)


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, item in document.get("paths", {}).items():
        shared = item.get("parameters", [])
        for method in METHODS:
            if method in item:
                tags = item[method].get("tags") or ["其他"]
                yield tags[0], _operation(document, path, method, item[method], shared)


def _operation(document: Mapping[str, Any], path: str, method: str, raw: Mapping[str, Any], shared: list[Any]) -> Operation:
    content = resolve(document, raw.get("requestBody", {})).get("content", {})
    kind, media = _first(content)
    return Operation(
        anchor=f"{method}{path}".replace("/", "-").replace("{", "").replace("}", ""),
        method=method.upper(),
        path=path,
        summary=raw.get("summary", "").rstrip("。."),
        description=raw.get("description", ""),
        parameters=tuple(_parameter(document, item) for item in [*shared, *raw.get("parameters", [])]),
        body_kind=kind,
        body=fields(document, media.get("schema", {})),
        answers=tuple(_answer(document, status, answer) for status, answer in sorted(raw.get("responses", {}).items())),
    )


def _parameter(document: Mapping[str, Any], raw: Mapping[str, Any]) -> Item:
    found = resolve(document, raw)
    schema = resolve(document, found.get("schema", {}))
    note = found.get("description") or schema.get("description", "")
    return Item(found.get("name", ""), type_of(document, schema), bool(found.get("required")), note, found.get("in", ""))


def _answer(document: Mapping[str, Any], status: str, raw: Mapping[str, Any]) -> Answer:
    found = resolve(document, raw)
    media = _first(found.get("content", {}))[1]
    own = fields(document, media.get("schema", {})) if status.startswith("2") else ()
    return Answer("其他" if status == "default" else status, _words(status, found.get("description", "")), own)


def _words(status: str, written: str) -> str:
    """Return what an answer means; a phrase of the protocol is no explanation."""
    protocol = {member.phrase for member in HTTPStatus} | {"", "Default error response"}
    if written not in protocol:
        return written
    if status.startswith("2"):
        return "已办"
    return WORDS[int(status)][0] if status.isdigit() and int(status) in WORDS else "出错"


def _first(content: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    for kind, media in content.items():
        return kind, media
    return "", {}


def resolve(document: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow `$ref` inside the document."""
    while "$ref" in part:
        target: Any = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        part = target
    return part


def fields(document: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[Item, ...]:
    """Return the members of an object, or of the objects in a list."""
    found = resolve(document, schema)
    if found.get("type") == "array":
        found = resolve(document, found.get("items", {}))
    required = found.get("required", [])
    return tuple(
        Item(name, type_of(document, resolve(document, item)), name in required, _note(document, item))
        for name, item in found.get("properties", {}).items()
    )


def _note(document: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    note: str = item.get("description") or resolve(document, item).get("description", "")
    return note


def type_of(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Name a type in words."""
    kind = schema.get("type", "object")
    if isinstance(kind, list):
        kind = next(iter(kind))
    if schema.get("enum"):
        return " / ".join(str(value) for value in schema["enum"] if value is not None)
    if kind == "array":
        return f"{type_of(document, resolve(document, schema.get('items', {})))} 的列表"
    words = {"date": "日期", "date-time": "时刻", "string": "文本", "integer": "整数", "number": "数", "boolean": "是否"}
    return words.get(schema.get("format", ""), words.get(kind, "对象"))
