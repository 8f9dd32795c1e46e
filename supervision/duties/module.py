"""What the lists of powers hand to the platform."""

from supervision.duties.powers import rules, service
from supervision.duties.powers.schemas import FIELDS
from supervision.intake.kinds import RowKind
from supervision.kernel.module import Module

POWER = RowKind(name="power", label="权责清单", fields=FIELDS, check=rules.check, accept=service.accept)
MODULE = Module(name="duties", label="权责清单", parts=(POWER,))
