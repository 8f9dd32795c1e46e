"""What reading one entry gives."""

from dataclasses import dataclass, field
from datetime import date

from supervision.registration.recording.schemas import Remark


@dataclass(slots=True)
class Draft:
    """An entry as it is understood; `held` is the first reason why it cannot go on, if there is one."""

    source_no: str
    kind: str
    occurred_on: date | None
    code: str | None = None
    regno: str | None = None
    name: str | None = None
    type_name: str | None = None
    legal_rep: str | None = None
    scope: str | None = None
    scope_codes: tuple[str, ...] = ()
    address: str | None = None
    division: str | None = None
    division_given: str | None = None
    telephone: str | None = None
    private: bool = False
    held: Remark | None = None
    remarks: list[Remark] = field(default_factory=list)

    def hold(self, reason: Remark) -> None:
        """Keep the first reason; what comes after it is worth knowing too."""
        if self.held is None:
            self.held = reason
        else:
            self.remarks.append(reason)
