"""What informing hands to the platform."""

from supervision.kernel.module import Module, Permission
from supervision.notices.informing.models import Informing

MODULE = Module(
    name="notices.informing",
    label="登记告知",
    permissions=(Permission("notices.inform", "在登记窗口告知申请人"),),
    parts=(Informing,),
)
