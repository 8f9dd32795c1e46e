"""What the rulebook offers to the platform."""

from supervision.kernel.module import Module
from supervision.kernel.packaged import PackagedData
from supervision.kernel.rulebook.cli import commands
from supervision.kernel.rulebook.service import load_packaged

MODULE = Module(
    name="kernel.rulebook",
    label="规则库",
    commands=(commands,),
    parts=(PackagedData("rulebook", lambda session, now: load_packaged(session, now=now)),),
)
