"""What the rulebook offers to the platform."""

from supervision.kernel.module import Module
from supervision.kernel.rulebook.cli import commands

MODULE = Module(name="kernel.rulebook", label="规则库", commands=(commands,))
