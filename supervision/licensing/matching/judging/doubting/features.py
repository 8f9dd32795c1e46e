"""Putting words to a person that stand where they often mean something else."""

from typing import Final

from supervision.licensing.matching.judging.schemas import Finding
from supervision.licensing.matching.surroundings.features import Surroundings

SETTLED: Final = 0.6
# The logarithm of the odds of one in four: where so many were wrong or doubtful a person is asked.
STRANGE: Final = -1.1
LOWERED: Final = 0.6


def doubt_strange(results: list[Finding], text: str, surroundings: Surroundings) -> None:
    """Lower the certainty of words in such surroundings as persons often found to mean something else.

    An item that a word at home in its surroundings means needs no other.
    """
    settled: set[str] = set()
    for finding in sorted(results, key=_least_sure_last) if len(results) > 1 else results:
        if finding.certainty < SETTLED:
            return
        if finding.use.item in settled:
            continue
        if _strange(finding, text, surroundings):
            finding.certainty, finding.strange = round(finding.certainty * LOWERED, 3), True
        else:
            settled.add(finding.use.item)


def _strange(finding: Finding, text: str, surroundings: Surroundings) -> bool:
    token = finding.token
    return surroundings.strangeness(text, token.start, token.end, finding.use.item, finding.deed) > STRANGE


def _least_sure_last(finding: Finding) -> float:
    return -finding.certainty
