"""What the city's decisions hand to the platform: the command that brings them in."""

from credit.city.cli import seed_decisions
from supervision.kernel.module import Module

MODULE = Module(name="credit.city", label="虚构城市的双公示", commands=(seed_decisions,))
