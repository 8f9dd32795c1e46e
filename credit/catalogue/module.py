"""What the catalogue of items hands to the platform."""

from credit.catalogue import models, queries
from credit.catalogue.cli import seed_catalogue
from credit.catalogue.comparing.pages import pages as comparing
from credit.catalogue.matching.subscribers import matched
from credit.catalogue.pages import pages
from credit.catalogue.publishing.pages import pages as publishing
from credit.catalogue.tasks import queries as tasks
from credit.catalogue.tasks.pages import pages as maintenance
from credit.catalogue.workbooks.pages import pages as workbooks
from credit.reporting.events import DecisionsReported
from supervision.kernel.module import Module, NavigationEntry, Permission, Reminder, Subscriber

__all__ = ["MODULE", "models"]

WORKSPACE = "双公示"

MODULE = Module(
    name="credit.catalogue",
    label="双公示事项目录",
    pages=(pages, comparing, workbooks, maintenance, publishing),
    subscribers=(Subscriber("credit.catalogue.match", DecisionsReported, matched),),
    navigation=(
        NavigationEntry(
            WORKSPACE, "事项目录", "credit-catalogue.page", "doc", "credit.read", order=50, count=queries.waiting_count
        ),
        NavigationEntry(
            WORKSPACE, "目录维护任务", "credit-catalogue-tasks.page", "pen", "credit.read", order=52, count=tasks.open_count
        ),
    ),
    commands=(seed_catalogue,),
    permissions=(Permission("credit.catalogue", "维护双公示事项目录"),),
    parts=(Reminder("双公示目录维护任务待办理", "credit-catalogue-tasks.page", "credit.catalogue", tasks.open_count),),
)
