"""What the linking of rows to subjects hands to the platform."""

from sqlalchemy.orm import Session

from supervision.archive.linking.pages import pages
from supervision.archive.linking.queries import open_count
from supervision.archive.linking.relinking.jobs import run
from supervision.kernel.access import Principal
from supervision.kernel.module import JobKind, Module, NavigationEntry, Permission, Scheduled


def _open(session: Session, _principal: Principal) -> int:
    return open_count(session)


MODULE = Module(
    name="archive.linking",
    label="主体核对",
    pages=(pages,),
    jobs=(JobKind("archive.relink", "再次匹配待核对主体", run),),
    timetable=(Scheduled("30 2 * * *", "archive.relink"),),
    navigation=(NavigationEntry("归集与公示", "待核对主体", "review.page", "link", "archive.link", order=40, count=_open),),
    permissions=(Permission("archive.link", "核对记录属于哪个主体"),),
)
