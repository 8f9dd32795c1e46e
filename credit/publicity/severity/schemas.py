"""How severe a decision is, and who says so."""

from dataclasses import dataclass

from credit.reporting.states import Severity


@dataclass(frozen=True, slots=True)
class Judged:
    """The severity that is followed; `proposed` is what an unconfirmed rule would say instead, for a person to decide."""

    severity: Severity
    rule: str
    basis: str
    proposed: Severity | None = None

    @property
    def asks(self) -> bool:
        """Tell whether a person must confirm the severity before the decision is published."""
        return self.proposed is not None
