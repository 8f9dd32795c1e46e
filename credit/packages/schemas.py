"""The manifest of a package or a receipt: canonical JSON, so that one meaning has one form."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from marshmallow import RAISE, Schema, ValidationError, fields, validate

PACKAGE: Final = "credit-package/1"
RECEIPT: Final = "credit-receipt/1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
ROWS: Final = "rows/{}.csv"
HEX: Final = r"[0-9a-f]{64}"


@dataclass(frozen=True, slots=True)
class Unit:
    """Whose rows they are."""

    code: str
    name: str
    uscc: str | None


@dataclass(frozen=True, slots=True)
class Signer:
    """The key that signed: `key` is its number in the unit's own key directory."""

    algorithm: str
    fingerprint: str
    key: int


@dataclass(frozen=True, slots=True)
class Part:
    """One file: the table that its rows belong to, how many they are, and its checksums."""

    name: str
    table: str
    standard: str
    rows: int
    bytes: int
    sm3: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is signed. `about` is empty in a package; in a receipt it says how the rows of each table ended."""

    format: str
    package: str
    unit: Unit
    since: date
    until: date
    made_at: datetime
    parts: tuple[Part, ...]
    signer: Signer
    about: Mapping[str, Any]

    def as_bytes(self) -> bytes:
        """Return the one form of this manifest."""
        said = asdict(self) | {name: getattr(self, name).isoformat() for name in ("since", "until", "made_at")}
        return canonical(said)


def canonical(said: Mapping[str, Any]) -> bytes:
    """Return the one form in which something is said."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


class _Strict(Schema):
    class Meta:
        """What marshmallow reads."""

        unknown = RAISE


class _UnitSchema(_Strict):
    code = fields.String(required=True, validate=validate.Length(1, 32))
    name = fields.String(required=True, validate=validate.Length(1, 200))
    uscc = fields.String(required=True, allow_none=True, validate=validate.Length(18, 18))


class _SignerSchema(_Strict):
    algorithm = fields.String(required=True, validate=validate.Length(1, 20))
    fingerprint = fields.String(required=True, validate=validate.Regexp(f"^{HEX}\\Z"))
    key = fields.Integer(required=True, strict=True, validate=validate.Range(0, 65_535))


class _PartSchema(_Strict):
    name = fields.String(required=True, validate=validate.Regexp(r"^rows/[a-z0-9-]{1,60}\.csv\Z"))
    table = fields.String(required=True, validate=validate.Length(1, 40))
    standard = fields.String(required=True, validate=validate.Length(1, 20))
    rows = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    bytes = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    sm3 = fields.String(required=True, validate=validate.Regexp(f"^{HEX}\\Z"))
    sha256 = fields.String(required=True, validate=validate.Regexp(f"^{HEX}\\Z"))


class ManifestSchema(_Strict):
    """The shape of a manifest; anything else is refused."""

    format = fields.String(required=True, validate=validate.OneOf([PACKAGE, RECEIPT]))
    package = fields.UUID(required=True)
    unit = fields.Nested(_UnitSchema, required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True)
    made_at = fields.AwareDateTime(required=True)
    parts = fields.List(fields.Nested(_PartSchema), required=True, validate=validate.Length(1, 40))
    signer = fields.Nested(_SignerSchema, required=True)
    about = fields.Dict(required=True)


def manifest_from(content: bytes) -> Manifest:
    """Return what a manifest says; raises `ValueError` with the reason in words."""
    try:
        said = ManifestSchema().load(json.loads(content), unknown=RAISE)
    except ValidationError as error:
        names = "、".join(sorted(str(name) for name in error.messages))
        raise ValueError(f"{names} 不合格式") from None
    except (ValueError, RecursionError):
        raise ValueError("不是清单的格式") from None
    found = Manifest(
        **said | {
            "package": str(said["package"]),
            "unit": Unit(**said["unit"]),
            "signer": Signer(**said["signer"]),
            "parts": tuple(Part(**part) for part in said["parts"]),
        }
    )  # fmt: skip
    if found.as_bytes() != content:
        raise ValueError("写法与制作时不同")
    return found
