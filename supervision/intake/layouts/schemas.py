"""What a layout and a mapping look like as data."""

import hashlib
import json
from collections.abc import Mapping as Dictionary
from dataclasses import asdict, dataclass, field
from typing import Any, Self

YUAN = "yuan"


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of one file mean: header → field, the unit of a money field, and what is the same in every row."""

    columns: Dictionary[str, str] = field(default_factory=dict)
    units: Dictionary[str, str] = field(default_factory=dict)
    constants: Dictionary[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {key: dict(value) for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: Dictionary[str, Any]) -> Self:
        return cls(data.get("columns", {}), data.get("units", {}), data.get("constants", {}))

    @property
    def digest(self) -> str:
        """The same for the same meaning, whatever the order of the columns."""
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def header_of(self, field_name: str) -> str | None:
        return next((header for header, name in self.columns.items() if name == field_name), None)


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of file, named by its shape: `columns` lists header names for each field.

    `filename_words` tell files apart whose headers do not, such as a single column of names.
    """

    name: str
    kind: str
    columns: Dictionary[str, tuple[str, ...]]
    version: int = 1
    units: Dictionary[str, str] = field(default_factory=dict)
    constants: Dictionary[str, str] = field(default_factory=dict)
    filename_words: tuple[str, ...] = ()
    saved: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "columns": {name: list(headers) for name, headers in self.columns.items()},
            "units": dict(self.units),
            "constants": dict(self.constants),
            "filename_words": list(self.filename_words),
        }

    @classmethod
    def from_json(cls, name: str, kind: str, data: Dictionary[str, Any], *, version: int = 1, saved: bool = False) -> Self:
        return cls(
            name=name,
            kind=kind,
            columns={key: tuple(headers) for key, headers in data.get("columns", {}).items()},
            version=version,
            units=data.get("units", {}),
            constants=data.get("constants", {}),
            filename_words=tuple(data.get("filename_words", ())),
            saved=saved,
        )


@dataclass(frozen=True, slots=True)
class Guess:
    """What a file probably is; `share` of its columns found a field."""

    kind: str
    layout: str | None
    mapping: Mapping
    share: float
    missing: tuple[str, ...]
    score: float
