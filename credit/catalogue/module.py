"""What the catalogue of items hands to the platform."""

from credit.catalogue import models
from credit.catalogue.matching.subscribers import matched
from credit.reporting.events import DecisionsReported
from supervision.kernel.module import Module, Permission, Subscriber

__all__ = ["MODULE", "models"]

MODULE = Module(
    name="credit.catalogue",
    label="双公示事项目录",
    subscribers=(Subscriber("credit.catalogue.match", DecisionsReported, matched),),
    permissions=(Permission("credit.catalogue", "维护双公示事项目录"),),
)
