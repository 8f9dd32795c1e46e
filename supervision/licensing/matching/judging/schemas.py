"""What judging finds."""

from dataclasses import dataclass

from supervision.licensing.matching.reading.schemas import Deed, Fragment, Token
from supervision.licensing.matching.vocabulary.schemas import Use


@dataclass(slots=True)
class Finding:
    """A word that means an item, with the verbs that belong to it; denied ones are kept to be shown.

    `strange` tells that what stands around the word lowered its certainty. Places of tokens are counted in their sentence, which begins at `offset`.
    """

    use: Use
    token: Token
    fragment: Fragment
    deed: Deed | None
    certainty: float
    denied_by: Token | None = None
    strange: bool = False
    offset: int = 0
    sentence: str = ""
