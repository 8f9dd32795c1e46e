"""What registration hands to the platform."""

from supervision.kernel.module import Module

MODULE = Module(name="registration", label="登记事项")
