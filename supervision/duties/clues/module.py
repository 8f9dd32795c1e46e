"""What the clue register hands to the platform."""

from supervision.duties.clues.models import Clue
from supervision.kernel.module import Module, Permission

MODULE = Module(
    name="duties.clues",
    label="线索",
    permissions=(Permission("clues.read", "查看本部门的线索"), Permission("clues.handle", "办理本部门的线索")),
    parts=(Clue,),
)
