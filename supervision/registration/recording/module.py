"""What recording hands to the platform."""

from supervision.archive.linking.events import CounterpartSettled
from supervision.intake.kinds import RowKind
from supervision.kernel.module import Module, Permission, Subscriber
from supervision.registration.recording.api import api
from supervision.registration.recording.events import EntriesRecorded
from supervision.registration.recording.filing.schemas import FIELDS
from supervision.registration.recording.filing.service import accept, check
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
    parts=(ENTRY,),
    subscribers=(
        Subscriber("registration.recording.archive", EntriesRecorded, archive, archive_many),
        Subscriber("registration.recording.take-up-again", CounterpartSettled, take_up_again),
    ),
    permissions=(
        Permission("registration.read", "查看登记业务"),
        Permission("registration.record", "报送和更正登记业务"),
    ),
)
