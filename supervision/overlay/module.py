"""What the overlay hands to the platform: one command."""

from supervision.kernel.module import Module
from supervision.overlay.cli import overlay

MODULE = Module(name="overlay", label="叠加数据", commands=(overlay,))
