"""What the standards hand to the platform."""

from credit.standards.pages import pages
from supervision.kernel.module import Module, NavigationEntry, Permission

MODULE = Module(
    name="credit.standards",
    label="双公示数据标准",
    pages=(pages,),
    navigation=(NavigationEntry("双公示", "数据标准", "standards.page", "doc", "credit.standards", order=80),),
    permissions=(Permission("credit.standards", "查看双公示数据标准与校验规则"),),
)
