"""What objections hand to the platform."""

from credit.objections import models
from supervision.kernel.module import Module

__all__ = ["MODULE", "models"]

MODULE = Module(name="credit.objections", label="异议与咨询")
