"""What the delivery of notices hands to the platform."""

from supervision.kernel.module import JobKind, Module, NavigationEntry, Permission, Reminder, Scheduled, Subscriber
from supervision.notices.delivery import jobs, models, queries, service
from supervision.notices.delivery.api import api
from supervision.notices.delivery.pages import pages
from supervision.notices.delivery.subscribers import deliver_many, deliver_one
from supervision.notices.events import NoticeReassigned, NoticesPushed, NoticesUpdated

__all__ = ["MODULE", "models"]

MODULE = Module(
    name="notices.delivery",
    label="双告知送达",
    apis=(api,),
    pages=(pages,),
    subscribers=(
        Subscriber("notices.delivery.pushed", NoticesPushed, deliver_many),
        Subscriber("notices.delivery.updated", NoticesUpdated, deliver_many),
        Subscriber("notices.delivery.reassigned", NoticeReassigned, deliver_one),
    ),
    jobs=(JobKind(service.DELIVER, "送达双告知", jobs.run),),
    timetable=(Scheduled("*/5 * * * *", service.DELIVER),),
    navigation=(
        NavigationEntry(
            "双告知", "送达设置", "notice-delivery.page", "link", "notices.deliver", order=60, count=queries.failing
        ),
    ),
    permissions=(Permission("notices.deliver", "设置双告知的送达渠道"),),
    parts=(Reminder("双告知送达中断", "notice-delivery.page", "notices.deliver", queries.failing),),
)
