"""What recording hands to the platform."""

from supervision.archive.linking.events import CounterpartSettled
from supervision.intake.kinds import RowKind
from supervision.kernel.module import Module, NavigationEntry, Permission, Subscriber
from supervision.registration.recording.api import api
from supervision.registration.recording.events import EntriesRecorded
from supervision.registration.recording.filing.schemas import FIELDS
from supervision.registration.recording.filing.service import accept, check
from supervision.registration.recording.showing.pages import pages
from supervision.registration.recording.showing.queries import held_count
from supervision.registration.recording.subscribers import archive, archive_many, take_up_again

ENTRY = RowKind(
    name="registration_entry",
    label="登记业务",
    fields=FIELDS,
    check=check,
    accept=accept,
    permission="registration.record",
)

MODULE = Module(
    name="registration.recording",
    label="登记业务",
    apis=(api,),
    pages=(pages,),
    parts=(ENTRY,),
    subscribers=(
        Subscriber("registration.recording.archive", EntriesRecorded, archive, archive_many),
        Subscriber("registration.recording.take-up-again", CounterpartSettled, take_up_again),
    ),
    navigation=(
        NavigationEntry("双告知", "登记业务", "registrations.page", "doc", "registration.read", order=50, count=held_count),
    ),
    permissions=(
        Permission("registration.read", "查看登记业务"),
        Permission("registration.record", "报送和更正登记业务"),
    ),
)
