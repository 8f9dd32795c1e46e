"""From text to fragments: the normal form, the tokens, and the brackets."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from supervision.licensing.matching.reading.schemas import Fragment, Reading, Token
from supervision.licensing.matching.vocabulary.features import Lexicon
from supervision.licensing.matching.vocabulary.schemas import Kind

MARKS: Final = "[(])【(】)〔(〕)〈(〉)「(」)『(』)｛(｝)［(］)。;！;!;？;\n;\r;﹑、･、·、•、∙、|、｜、\\、\u3000 \t \xa0 ＊ * # ＃ 〓 ※ \u200b \ufeff ∶:︰:“ ” Ⅰ一Ⅱ二Ⅲ三Ⅳ四"
TRADITIONAL: Final = (
    "藥药飲饮營营業业產产銷销醫医療疗務务發发運运輸输倉仓儲储貨货車车維维養养殖殖製制造造設设備备電电網网絡络視视廣广"
    "劇剧場场館馆賓宾農农種种檢检測测證证險险鮮鲜類类銀银氣气煙烟麵面餅饼雞鸡鴨鸭鵝鹅魚鱼蝦虾豬猪飼饲獸兽屬属鋼钢鐵铁"
    "礦矿採采開开關关資资質质準准許许項项進进訊讯術术諮咨詢询理理圖图書书報报紙纸張张築筑築筑樓楼園园綠绿環环護护處处"
    "璜潢廢废舊旧買买賣卖購购價价拍拍樣样級级幹干雜杂貿贸際际國国內内經经紀纪達达遊游旅旅戲戏樂乐壇坛體体學学訓训練练"
)
NORMAL: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(pairs[at]): ord(pairs[at + 1]) for pairs in (MARKS, TRADITIONAL) for at in range(0, len(pairs), 2)
}
EDGES: Final = ";,.、:"
SEPARATES: Final = Kind.CLOSE
OF: Final = "的"
CONDITION: Final = re.compile("许可|批准|审批|资质|有效期|经营活动|核定")
NOTHING: Final = frozenset[str]()
END: Final = ";"
SPACE: Final = " "
WORKS: Final = "工程"
Found = tuple[int, int, int]
# Bound once: looking a member up in its class costs more than all the rest of a comparison.
CLOSE: Final = Kind.CLOSE
OPEN: Final = Kind.OPEN
SENTENCE: Final = Kind.SENTENCE
ACTION: Final = Kind.ACTION
PHRASE: Final = Kind.PHRASE
WORD: Final = Kind.WORD
# What is done to nothing that stands before it.
OF_THEIR_OWN: Final = ("技术", "企业", "投资", "信息")


def normal_form(text: str) -> str:
    """Return the text with one form of every mark, sign by sign, so that places stay what they are."""
    return text.translate(NORMAL)


def key(clause: str) -> str:
    """Return what equal clauses have in common: no marks at the edges, no spaces."""
    return normal_form(clause).replace(" ", "").strip(EDGES)


def words(text: str, lexicon: Lexicon) -> list[Found]:
    """Return the words of a normal text, the longest that begins first."""
    found: list[Found] = lexicon.automaton.find_matches_as_indexes(text)
    return found


def numbers(found: Iterable[Found]) -> set[int]:
    """Return which words were found, wherever they stand."""
    return {number for number, _start, _end in found}


def spoken(named: set[int], lexicon: Lexicon) -> frozenset[str]:
    """Return every action that these words name."""
    entries = lexicon.entries
    return NOTHING.union(*[entries[number].actions for number in lexicon.acting & named])


def silent(named: set[int], actions: frozenset[str], lexicon: Lexicon) -> bool:
    """Tell whether none of these words can mean an item where no more is done than this: 食品 needs no verb, 毛蛋 does."""
    if not lexicon.unasking.isdisjoint(named):
        return False
    entries = lexicon.entries
    return all(entries[number].needs.isdisjoint(actions) for number in lexicon.meaning & named)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a normal text with their places; one that ends inside a bracket goes on, unless nothing closes it."""
    start = at = 0
    if "(" not in text:
        for piece in text.split(END):
            yield at, piece
            at += len(piece) + 1
        return
    waiting = ""
    opened = False
    for piece in text.split(END):
        if not opened and "(" not in piece:
            yield at, piece
            at += len(piece) + 1
            continue
        waiting = f"{waiting}{END}{piece}" if opened else piece
        start = start if opened else at
        at += len(piece) + 1
        opened = waiting.count("(") > waiting.count(")")
        if not opened:
            yield start, waiting
    for piece in waiting.split(END) if opened else ():
        yield start, piece
        start += len(piece) + 1


def read(text: str, found: list[Found], lexicon: Lexicon) -> Reading:
    """Cut a sentence at its separators; what stands in brackets is a group of its own.

    A bracket that names only a condition ends its entry where another thing follows: 出版物销售（凭许可证经营）岗前培训.
    """
    current = Fragment(0, SENTENCE, 0)
    reading = Reading(text, [[]], [], OF in text or WORKS in text)
    groups, fragments = reading.groups, reading.fragments
    outside: list[Fragment] = []
    entries, kinds = lexicon.entries, lexicon.kinds
    cut = 0
    for place, (number, start, end) in enumerate(found):
        kind = kinds[number]
        if kind > SEPARATES:
            if cut:
                begins = kind is ACTION and _begins(text, found, place, lexicon)
                current = _goes_on(reading, current, cut, kind, start, begins=begins)
                cut = 0
            entry = entries[number]
            current.tokens.append(Token(entry, start, end, kind))
            if entry.speaks:
                current.speaks = True
            if entry.uses:
                current.means = True
            continue
        cut = 0
        if kind < OPEN:
            group = groups[current.group]
            current.end, current.place = start, len(group)
            group.append(current)
            fragments.append(current)
            current = Fragment(current.group, kind, end, current.host, current.at)
        elif kind is OPEN:
            current = _opened(reading, current, start)
            outside.append(current)
            current = Fragment(len(groups), OPEN, end, current, len(current.tokens))
            groups.append([])
        elif outside:
            _close(groups, fragments, current, start)
            current, cut = _closed(reading, current, outside.pop(), end)
    for fragment in (current, *reversed(outside)):
        _close(groups, fragments, fragment, len(text))
    return reading


def _begins(text: str, found: list[Found], place: int, lexicon: Lexicon) -> bool:
    """Tell whether a verb goes on to what it is done to, and so begins an entry of its own: （凭许可证经营）销售汽车配件."""
    verb, _start, end = found[place]
    if lexicon.entries[verb].text.startswith(OF_THEIR_OWN):
        return True
    if place + 1 == len(found):
        return end < len(text)
    following, start, _end = found[place + 1]
    return start > end or lexicon.kinds[following] is WORD


def _goes_on(reading: Reading, current: Fragment, cut: int, kind: Kind, start: int, *, begins: bool) -> Fragment:
    """Return the fragment that what follows the bracket of a condition belongs to: its own, but for the verb right behind."""
    if (kind is ACTION and start <= cut and not begins) or reading.text[cut] == OF:
        return current
    _close(reading.groups, reading.fragments, current, cut)
    return Fragment(current.group, PHRASE, cut, current.host, current.at)


def _opened(reading: Reading, current: Fragment, start: int) -> Fragment:
    """Return the fragment that a bracket belongs to: the one before the space it follows, if a space is all that stands between."""
    group = reading.groups[current.group]
    if current.start != start or current.place or reading.text[start - 1 : start] != SPACE or not group:
        return current
    host = group.pop()
    reading.fragments.pop()
    host.inside += start - host.end
    return host


def _closed(reading: Reading, inner: Fragment, host: Fragment, end: int) -> tuple[Fragment, int]:
    """Return the fragment outside a bracket that ends, and where it is cut if the bracket names but a condition."""
    text = reading.text
    opened = reading.groups[inner.group][0].start - 1
    if opened == host.start and not host.tokens:
        host.start = end
    else:
        host.inside += end - opened
    return host, end if host.tokens and end < len(text) and CONDITION.search(text, opened, end) else 0


def _close(groups: list[list[Fragment]], fragments: list[Fragment], fragment: Fragment, end: int) -> None:
    fragment.end = end
    group = groups[fragment.group]
    fragment.place = len(group)
    group.append(fragment)
    fragments.append(fragment)
