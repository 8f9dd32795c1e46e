"""What the linking of rows to subjects hands to the platform."""

from sqlalchemy.orm import Session

from supervision.archive.linking.pages import pages
from supervision.archive.linking.queries import open_count
from supervision.kernel.access import Principal
from supervision.kernel.module import Module, NavigationEntry, Permission


def _open(session: Session, _principal: Principal) -> int:
    return open_count(session)


MODULE = Module(
    name="archive.linking",
    label="主体核对",
    pages=(pages,),
    navigation=(NavigationEntry("归集与公示", "待核对主体", "review.page", "link", "archive.link", order=40, count=_open),),
    permissions=(Permission("archive.link", "核对记录属于哪个主体"),),
)
