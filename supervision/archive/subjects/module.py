"""What the archive of subjects hands to the platform."""

from supervision.archive.subjects.api import archive_api
from supervision.archive.subjects.conflicts.pages import conflict_pages
from supervision.archive.subjects.masking.pages import purpose_pages
from supervision.archive.subjects.merging.pages import merging_pages
from supervision.archive.subjects.opening.queries import usual
from supervision.archive.subjects.pages import archive_pages
from supervision.archive.subjects.reporting.pages import report_pages
from supervision.archive.subjects.reporting.queries import waiting
from supervision.kernel.access import PlainRead
from supervision.kernel.module import Module, NavigationEntry, Permission

MODULE = Module(
    name="archive.subjects",
    label="一户一档",
    apis=(archive_api,),
    pages=(archive_pages, conflict_pages, merging_pages, purpose_pages, report_pages),
    navigation=(
        NavigationEntry("归集与公示", "事实核对", "archive-reports.page", "pen", "archive.answer", order=45, count=waiting),
    ),
    parts=(PlainRead("archive-api.archive", "[0-9A-Z]{18}", usual),),
    permissions=(
        Permission("archive.read", "查看企业档案"),
        Permission("archive.personal", "声明用途后查看个人信息"),
        Permission("archive.answer", "答复对本部门事实的报告"),
        Permission("archive.merge", "合并与拆分档案"),
    ),
)
