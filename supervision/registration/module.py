"""What registration hands to the platform."""

from supervision.kernel.module import Module
from supervision.registration.obligations import models as obligations
from supervision.registration.recording import models as recording

TABLES = (recording.Entry, obligations.Obligation)
MODULE = Module(name="registration", label="登记事项")
