"""What the clue register hands to the platform."""

from supervision.duties.clues.models import Clue
from supervision.duties.clues.pages import pages
from supervision.duties.clues.queries import open_count
from supervision.kernel.module import Module, NavigationEntry, Permission

MODULE = Module(
    name="duties.clues",
    label="线索",
    pages=(pages,),
    navigation=(NavigationEntry("双告知", "线索", "clues.page", "stop", "clues.read", order=30, count=open_count),),
    permissions=(Permission("clues.read", "查看本部门的线索"), Permission("clues.handle", "办理本部门的线索")),
    parts=(Clue,),
)
