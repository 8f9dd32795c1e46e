"""What the audit chain offers to the platform."""

from supervision.kernel.audit import jobs
from supervision.kernel.audit.cli import commands
from supervision.kernel.module import JobKind, Module, Permission, Scheduled

MODULE = Module(
    name="kernel.audit",
    label="安全审计",
    jobs=(
        JobKind("audit.seal-access-log", "封存访问记录", jobs.seal),
        JobKind("audit.sign-root", "签名审计链", jobs.sign),
    ),
    timetable=(Scheduled("*/10 * * * *", "audit.seal-access-log"), Scheduled("10 0 * * *", "audit.sign-root")),
    permissions=(Permission("audit.read", "查看审计记录"),),
    commands=(commands,),
)
