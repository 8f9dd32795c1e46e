"""What the linking of rows to subjects hands to the platform."""

from supervision.archive.linking.pages import pages
from supervision.archive.linking.queries import open_count
from supervision.archive.linking.rating import jobs as rating
from supervision.archive.linking.relinking import jobs as relinking
from supervision.kernel.module import JobKind, Module, NavigationEntry, Permission, Scheduled

MODULE = Module(
    name="archive.linking",
    label="主体核对",
    pages=(pages,),
    jobs=(
        JobKind("archive.relink", "再次匹配待核对主体", relinking.run),
        JobKind("archive.rate", "比对待核对主体", rating.run),
    ),
    timetable=(Scheduled("30 2 * * *", "archive.relink"), Scheduled("*/10 * * * *", "archive.rate")),
    navigation=(
        NavigationEntry("归集与公示", "待核对主体", "review.page", "link", "archive.link", order=40, count=open_count),
    ),
    permissions=(Permission("archive.link", "核对记录属于哪个主体"),),
)
