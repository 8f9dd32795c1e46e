"""What the words are compiled into."""

from dataclasses import dataclass, field
from enum import IntEnum


class Kind(IntEnum):
    """What a token does in a sentence; the order matters: below `WORD` it separates."""

    SENTENCE = 0
    PHRASE = 1
    LIST = 2
    COLON = 3
    OPEN = 4
    CLOSE = 5
    WORD = 6
    ACTION = 7
    NOUN = 8
    FILLER = 9
    INCLUDE = 10
    FORWARD = 11
    BACKWARD = 12
    CONTRAST = 13
    PERMIT = 14
    BRANCH = 15
    PREPARING = 16
    LICENSED = 17
    GENERAL = 18
    FORMER = 19


@dataclass(frozen=True, slots=True)
class Use:
    """What a word means for one item.

    With which actions (none: by itself), whether also without any, whether whatever follows, whether only as a whole entry of
    a list, which actions on the same thing bar it (of what is made or sold, of what is grown), whether not in a list of things
    (apart), whether beside other meanings of the word (beside), whether a name may follow it (leads),
    whether no other thing may follow it (closing), and for which items it gives way.

    `asks` are the actions of which its sentence must name one, none where it may go without; `placed` tells whether it matters
    where in its list the word stands.
    """

    item: str
    actions: frozenset[str]
    bare: bool
    certainty: float
    anyhow: bool = False
    alone: bool = False
    barred: frozenset[str] = frozenset()
    apart: bool = False
    beside: bool = False
    leads: bool = False
    gives_way: frozenset[str] = frozenset()
    behind: bool = False
    avoids: frozenset[str] = frozenset()
    closing: bool = False
    asks: frozenset[str] = field(init=False)
    placed: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "asks", frozenset() if self.bare or self.anyhow else self.actions)
        object.__setattr__(self, "placed", any((self.alone, self.apart, self.behind, self.closing, self.avoids)))


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the vocabulary with all that it means.

    `actions` of a word that is no verb are those that it ends with: 畜禽养殖 speaks for 水产品 in 水产品、畜禽养殖. `thing` is a word
    of no item that ends with a thing: 检测设备. `serves` tells that it means an item by itself, without a verb; `needs` are the
    actions of which one must be named in its sentence for the word to mean anything, none where it may without; `speaks` tells that
    it is a verb or ends with one.
    """

    text: str
    kind: Kind
    actions: frozenset[str] = frozenset()
    uses: tuple[Use, ...] = ()
    blocked: frozenset[str] = frozenset()
    thing: bool = False
    serves: bool = False
    needs: frozenset[str] = frozenset()
    speaks: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "speaks", self.kind is Kind.ACTION or bool(self.actions))
