"""What the door offers to the platform."""

from supervision.intake.batches.api import api
from supervision.intake.batches.pages import pages
from supervision.intake.cli import load
from supervision.intake.jobs import JOBS, TIMETABLE
from supervision.intake.service import close_bulk
from supervision.kernel.module import Mending, Module, NavigationEntry, Permission

MODULE = Module(
    name="intake",
    label="数据归集",
    apis=(api,),
    pages=(pages,),
    jobs=JOBS,
    timetable=TIMETABLE,
    navigation=(
        NavigationEntry("归集与公示", "数据上传", "intake.upload", "upload", "intake.upload", 300),
        NavigationEntry("归集与公示", "批次", "intake.batches", "inbox", "intake.read", 310),
    ),
    permissions=(
        Permission("intake.upload", "上传数据"),
        Permission("intake.read", "查看批次"),
        Permission("intake.layouts", "维护字段对应方案"),
    ),
    commands=(load,),
    parts=(Mending("restore relaxed indexes", close_bulk),),
)
