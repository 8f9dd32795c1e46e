"""What the offices hand to the platform."""

from supervision.kernel.module import Module, NavigationEntry
from supervision.licensing.offices.pages import pages

MODULE = Module(
    name="licensing.offices",
    label="部门职能归口",
    pages=(pages,),
    navigation=(NavigationEntry("双告知", "部门职能归口", "offices.page", "building", "licensing.read", order=92),),
)
