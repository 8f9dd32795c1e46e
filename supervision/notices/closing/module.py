"""What closing hands to the platform."""

from supervision.kernel.module import Module
from supervision.notices.closing import models

__all__ = ["MODULE", "models"]

MODULE = Module(name="notices.closing", label="双告知闭环")
