"""What claiming hands to the platform."""

from supervision.kernel.module import Module, NavigationEntry, Permission
from supervision.notices.claiming import models
from supervision.notices.claiming.api import api
from supervision.notices.claiming.pages import pages, waiting

__all__ = ["MODULE", "models"]

MODULE = Module(
    name="notices.claiming",
    label="双告知认领",
    apis=(api,),
    pages=(pages,),
    navigation=(NavigationEntry("双告知", "认领池", "pool.page", "columns", "notices.read", order=20, count=waiting),),
    permissions=(Permission("notices.claim", "认领双告知"),),
)
