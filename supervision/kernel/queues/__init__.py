"""Work that outlasts a request: a row says what is to be done and how far it is, RQ only wakes a worker.

A job is run at least once and by one worker at a time; `run` opens its own transactions and must resume where it stopped.
"""

from supervision.kernel.queues.service import enqueue
from supervision.kernel.queues.working.service import JobContext

__all__ = ["JobContext", "enqueue"]
