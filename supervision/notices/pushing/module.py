"""What pushing hands to the platform."""

from supervision.kernel.module import Module
from supervision.notices.pushing import models

__all__ = ["MODULE", "models"]

MODULE = Module(name="notices.pushing", label="双告知推送")
