"""What was written."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Routed:
    """What came of a batch: ids of notices."""

    entries: int = 0
    pushed: list[int] = field(default_factory=list)
    pooled: list[int] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.pushed or self.pooled or self.withdrawn or self.updated)

    def detail(self) -> dict[str, int]:
        """Return the counts, for the audit."""
        return {name: len(getattr(self, name)) for name in ("pushed", "pooled", "withdrawn", "updated")} | {
            "entries": self.entries
        }
