"""What an event is, and how its values travel as JSON."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, ClassVar, Self, Union, get_args, get_origin, get_type_hints
from uuid import UUID

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class EventNameTaken(RuntimeError):
    """Two classes claim the same event name; stored events could not be told apart."""


class NotAnEventValue(TypeError):
    """A field holds something that has no agreed form in JSON."""


@dataclass(frozen=True)
class Event:
    """Something that happened; subclasses are frozen dataclasses with a `name` that never changes once published.

    Fields may be str, int, bool, float, date, datetime, Decimal, UUID, an Enum, None, or tuples of these.
    """

    name: ClassVar[str]

    def __init_subclass__(cls) -> None:
        name = cls.__dict__.get("name")
        if name is None:
            return
        known = _known.get(name)
        if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise EventNameTaken(f"{name}: {known.__qualname__} and {cls.__qualname__}")
        _known[name] = cls

    def payload(self) -> dict[str, Json]:
        """Return the fields as JSON values."""
        return {field.name: _to_json(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def restore(cls, payload: Mapping[str, Any]) -> Self:
        """Rebuild the event; a field that an older release did not write takes its default, an unknown one is ignored."""
        hints = get_type_hints(cls)
        stored = (field for field in fields(cls) if field.name in payload or not _has_default(field))
        return cls(**{field.name: _from_json(payload[field.name], hints[field.name]) for field in stored})


_known: dict[str, type[Event]] = {}


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _to_json(value: object) -> Json:
    if isinstance(value, Enum):
        return _to_json(value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):  # datetime is a date as well
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, tuple | list):
        return [_to_json(item) for item in value]
    raise NotAnEventValue(f"{type(value).__name__} cannot stand in an event")


def _from_json(value: Any, hint: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in {Union, UnionType}:
        return _from_json(value, next(option for option in get_args(hint) if option is not type(None)))
    if origin is tuple:
        return tuple(_from_json(item, get_args(hint)[0]) for item in value)
    if hint in {date, datetime}:
        return hint.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum | Decimal | UUID | float):
        return hint(value)
    return value
