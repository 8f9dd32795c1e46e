"""What notices hands to the platform."""

from supervision.kernel.module import Module

MODULE = Module(name="notices", label="双告知")
