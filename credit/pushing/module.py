"""What pushing hands to the platform."""

from credit.pushing import models
from supervision.kernel.module import Module

__all__ = ["MODULE", "models"]

MODULE = Module(name="credit.pushing", label="双公示推送归集")
