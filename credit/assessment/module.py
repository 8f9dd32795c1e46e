"""What assessment hands to the platform."""

from credit.assessment import models
from supervision.kernel.module import Module, Permission

__all__ = ["MODULE", "models"]

MODULE = Module(
    name="credit.assessment",
    label="双公示考核",
    permissions=(Permission("credit.assess", "发布双公示考核通报，决定申诉"),),
)
