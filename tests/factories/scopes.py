"""Matchers of the packaged catalogue."""

from dataclasses import replace

from supervision.licensing.catalogue.features import packaged_items
from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.matching.rules import Matcher
from supervision.licensing.matching.surroundings.features import Surroundings


def whole() -> Matcher:
    """Return the matcher as it is asked on a page."""
    return Matcher(Catalogue(1, "packaged", {item.code: item for item in packaged_items()}))


def by_rules_alone() -> Matcher:
    """Return a matcher that doubts nothing for its surroundings, so that a test of a rule holds the rule alone."""
    matcher = whole()
    matcher.lexicon = replace(matcher.lexicon, surroundings=Surroundings({}))
    return matcher
