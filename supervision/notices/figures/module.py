"""What the figures hand to the platform."""

from supervision.kernel.module import Module, NavigationEntry, Permission
from supervision.notices.figures.pages import pages

MODULE = Module(
    name="notices.figures",
    label="双告知统计",
    pages=(pages,),
    navigation=(NavigationEntry("双告知", "统计", "notice-figures.page", "chart", "notices.figures", order=50),),
    permissions=(Permission("notices.figures", "查看双告知统计"),),
)
