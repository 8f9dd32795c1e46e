"""What pushing hands to the platform."""

from credit.pushing import models
from credit.pushing.api import api
from credit.pushing.pages import pages
from supervision.kernel.module import Module, NavigationEntry

__all__ = ["MODULE", "models"]

MODULE = Module(
    name="credit.pushing",
    label="双公示推送归集",
    apis=(api,),
    pages=(pages,),
    navigation=(NavigationEntry("双公示", "推送授权", "credit-pushing.page", "lock", "credit.docking", order=62),),
)
