"""What searching offers to the platform."""

from supervision.archive.search.api import api
from supervision.archive.search.pages import pages
from supervision.archive.search.picking.pages import picking_pages
from supervision.kernel.module import Module, NavigationEntry, Permission

MODULE = Module(
    name="archive.search",
    label="综合查询",
    apis=(api,),
    pages=(pages, picking_pages),
    navigation=(NavigationEntry("企业", "综合查询", "search.page", "search", "search.read", order=10),),
    permissions=(Permission("search.read", "查询企业"),),
)
