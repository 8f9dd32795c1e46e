"""What the catalogue hands to the platform."""

from supervision.kernel.module import Module, NavigationEntry, Permission
from supervision.kernel.packaged import PackagedData
from supervision.licensing.catalogue.pages import pages
from supervision.licensing.catalogue.publishing.pages import pages as versions
from supervision.licensing.catalogue.service import load_packaged
from supervision.licensing.catalogue.workbooks.pages import pages as workbooks

MODULE = Module(
    name="licensing.catalogue",
    label="审批事项目录",
    pages=(pages, versions, workbooks),
    navigation=(NavigationEntry("双告知", "审批事项目录", "catalogue.page", "doc", "licensing.read", order=90),),
    permissions=(
        Permission("licensing.read", "查看审批事项目录与部门职能归口"),
        Permission("licensing.catalogue", "维护审批事项目录与部门职能归口"),
    ),
    parts=(PackagedData("licensing.catalogue", lambda session, now: load_packaged(session, now=now)),),
)
