"""What matching hands to the platform."""

from supervision.kernel.module import Module, NavigationEntry, Permission, Subscriber
from supervision.licensing.matching.api import api
from supervision.licensing.matching.bulk.compiling.cli import compile_matcher
from supervision.licensing.matching.pages import pages
from supervision.licensing.matching.queries import waiting
from supervision.licensing.matching.subscribers import ask, ask_together
from supervision.registration.recording.events import EntriesArchived

MODULE = Module(
    name="licensing.matching",
    label="经营范围比对",
    apis=(api,),
    pages=(pages,),
    commands=(compile_matcher,),
    subscribers=(Subscriber("licensing.matching.doubts", EntriesArchived, ask, ask_together),),
    navigation=(
        NavigationEntry("双告知", "经营范围比对", "matching.page", "search", "licensing.match", order=70),
        NavigationEntry("双告知", "待判定语句", "matching.doubts", "pen", "licensing.decide", order=75, count=waiting),
    ),
    permissions=(
        Permission("licensing.match", "比对经营范围"),
        Permission("licensing.decide", "判定经营范围语句是否涉及审批事项"),
    ),
)
