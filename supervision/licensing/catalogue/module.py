"""What the catalogue hands to the platform."""

from supervision.kernel.module import Module, Permission
from supervision.kernel.packaged import PackagedData
from supervision.licensing.catalogue.service import load_packaged

MODULE = Module(
    name="licensing.catalogue",
    label="审批事项目录",
    permissions=(
        Permission("licensing.read", "查看审批事项目录与部门职能归口"),
        Permission("licensing.catalogue", "维护审批事项目录与部门职能归口"),
    ),
    parts=(PackagedData("licensing.catalogue", lambda session, now: load_packaged(session, now=now)),),
)
