"""The attachments' table, known to the platform."""

from supervision.kernel.attachments.models import Attachment
from supervision.kernel.module import Module

MODULE = Module(name="kernel.attachments", label="附件", parts=(Attachment,))
