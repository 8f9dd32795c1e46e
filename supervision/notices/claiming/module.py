"""What claiming hands to the platform."""

from supervision.kernel.module import Module
from supervision.notices.claiming import models

__all__ = ["MODULE", "models"]

MODULE = Module(name="notices.claiming", label="双告知认领")
