"""What cryptography offers to the platform."""

from supervision.kernel.crypto.cli import commands
from supervision.kernel.module import Module

MODULE = Module(name="kernel.crypto", label="密钥", commands=(commands,))
