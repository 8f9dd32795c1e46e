"""What the kernel's jobs and events offer to the platform."""

from supervision.kernel.module import JobKind, Module, NavigationEntry, Permission, Scheduled
from supervision.kernel.queues.api import api
from supervision.kernel.queues.pages import pages
from supervision.kernel.queues.queries import open_count
from supervision.kernel.queues.scheduling import jobs

MODULE = Module(
    name="kernel.queues",
    label="任务",
    apis=(api,),
    pages=(pages,),
    jobs=(JobKind("kernel.maintain", "整理消息分区和旧任务", jobs.maintain),),
    timetable=(Scheduled("20 3 * * *", "kernel.maintain"),),
    navigation=(NavigationEntry("今天", "任务", "jobs.page", "clock", "jobs.read", order=30, count=open_count),),
    permissions=(Permission("jobs.read", "查看任务"), Permission("jobs.manage", "处理未送达的消息")),
)
