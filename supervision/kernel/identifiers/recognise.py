"""Which kind of code a text is, for a search box or a column that mixes them."""

from supervision.kernel.identifiers.organisation import check_organisation_code
from supervision.kernel.identifiers.registration import check_registration_number
from supervision.kernel.identifiers.uscc import check_uscc
from supervision.kernel.identifiers.verdict import Verdict


def recognise(text: str) -> Verdict:
    """Return the verdict of the first kind that accepts the text, else that of the kind it looks most like."""
    verdicts = (check_uscc(text), check_registration_number(text), check_organisation_code(text))
    accepted = next((verdict for verdict in verdicts if verdict.ok), None)
    if accepted is not None:
        return accepted
    nearest = {15: verdicts[1], 9: verdicts[2]}
    return nearest.get(len(verdicts[0].value), verdicts[0])
