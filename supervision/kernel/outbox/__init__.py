"""News that must not be lost: written with the change it tells of, delivered once to every subscriber.

An event row and one delivery row per subscriber are written in the caller's transaction. Deliveries to one subscriber
are not promised in order, and a subscriber that joins later hears nothing of what happened before unless it asks
(`service.replay`).
"""

from supervision.kernel.outbox.events import Event
from supervision.kernel.outbox.service import publish

__all__ = ["Event", "publish"]
