"""An approval item and the catalogue of a version, as everybody above reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """When the permit is asked for: after registration, before it, or no longer at all."""

    POST = "post"
    PRIOR = "prior"
    NONE = "none"

    @property
    def label(self) -> str:
        return {"post": "后置审批", "prior": "前置审批", "none": "无须审批"}[self]


class Mode(StrEnum):
    """证照分离: the four ways of reform of 国发〔2021〕7号."""

    OPTIMISED = "optimised"
    COMMITMENT = "commitment"
    FILING = "filing"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            "optimised": "优化审批服务",
            "commitment": "实行告知承诺",
            "filing": "审批改为备案",
            "cancelled": "直接取消审批",
        }[self]


class Level(StrEnum):
    """Who decides, from the county up."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    NATION = "nation"

    @property
    def label(self) -> str:
        return {"county": "县级", "city": "市级", "province": "省级", "nation": "国家"}[self]


class Confidence(StrEnum):
    """How sure the catalogue is of what it says."""

    VERIFIED = "verified"
    KNOWLEDGE = "knowledge"
    UNSURE = "unsure"

    @property
    def label(self) -> str:
        return {"verified": "已核对原文", "knowledge": "凭业务知识", "unsure": "待核实"}[self]


ALTERNATIVE: Final = "|"
"""Between functions of one recipient: the first that has an office takes the notice."""


@dataclass(frozen=True, slots=True)
class ReformMode:
    """How an item is handled in a division (None: everywhere) from a day on; `ends_on` is the first day it no longer holds."""

    division: str | None
    mode: Mode
    starts_on: date
    ends_on: date | None = None
    basis: str = ""
    confidence: Confidence = Confidence.KNOWLEDGE

    def holds(self, division: str, on: date) -> bool:
        """Tell whether it applies in a place on a day."""
        inside = self.division is None or division.startswith(self.region)
        return inside and self.starts_on <= on and (self.ends_on is None or on < self.ends_on)

    @property
    def region(self) -> str:
        """The leading digits that the codes inside have in common."""
        code = self.division or ""
        while code.endswith("00"):
            code = code[:-2]
        return code


@dataclass(frozen=True, slots=True)
class Item:
    """审批事项. Each entry of `departments` receives a notice of its own: `drug|market` is one recipient, whichever exists."""

    code: str
    name: str
    stage: Stage
    departments: tuple[str, ...]
    levels: tuple[Level, ...]
    basis: str
    definition: str
    reform_modes: tuple[ReformMode, ...] = ()
    feedback_workdays: int = 20
    scope_codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    source: str = ""
    confidence: Confidence = Confidence.KNOWLEDGE

    def mode(self, division: str | None, on: date) -> ReformMode | None:
        """Return how the item is handled there on that day: the narrowest region first, then the latest start."""
        holding = [entry for entry in self.reform_modes if entry.holds(division or "", on)]
        return max(holding, key=lambda entry: (len(entry.region), entry.starts_on), default=None)

    @property
    def functions(self) -> tuple[str, ...]:
        """Every department function that the item names."""
        return tuple(name for entry in self.departments for name in entry.split(ALTERNATIVE))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The items of one version."""

    version_id: int
    label: str
    items: Mapping[str, Item]
    content_hash: bytes = b""
