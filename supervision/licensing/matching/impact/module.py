"""What the comparison of versions hands to the platform."""

from supervision.kernel.module import Module
from supervision.licensing.matching.impact.pages import pages

MODULE = Module(name="licensing.impact", label="目录变动的影响", pages=(pages,))
