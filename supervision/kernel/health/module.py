"""What the platform says about itself."""

from supervision.kernel.health.pages import blueprint
from supervision.kernel.module import Module

MODULE = Module(name="kernel.health", label="运行状态", pages=(blueprint,))
