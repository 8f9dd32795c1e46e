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
SIGNS: Final = frozenset({Kind.FORWARD, Kind.BACKWARD})
Found = tuple[int, int, int]
# Bound once: looking a member up in its class costs more than all the rest of a comparison.
CLOSE: Final = Kind.CLOSE
OPEN: Final = Kind.OPEN
SENTENCE: Final = Kind.SENTENCE
ACTION: Final = Kind.ACTION
PHRASE: Final = Kind.PHRASE


def normal_form(text: str) -> str:
    """Return the text with one form of every mark, sign by sign, so that places stay what they are."""
    return text.translate(NORMAL)


def key(clause: str) -> str:
    """Return what equal clauses have in common: no marks at the edges, no spaces."""
    return normal_form(clause).replace(" ", "").strip(EDGES)


def words(text: str, lexicon: Lexicon, *, all_of_them: bool = True) -> list[Found]:
    """Return the words of a normal text, the longest that begins first; unless asked for all, only where one means an item."""
    found: list[Found] = lexicon.automaton.find_matches_as_indexes(text)
    if not all_of_them and lexicon.meaning.isdisjoint([number for number, _start, _end in found]):
        return []
    return found


def spoken(found: Iterable[Found], lexicon: Lexicon) -> frozenset[str]:
    """Return every action that these words name."""
    entries = lexicon.entries
    named = {number for number, _start, _end in found}
    return NOTHING.union(*[entries[number].actions for number in lexicon.acting & named])


def silent(found: Iterable[Found], actions: frozenset[str], lexicon: Lexicon) -> bool:
    """Tell whether none of these words can mean an item where no more is done than this: 食品 needs no verb, 毛蛋 does."""
    entries = lexicon.entries
    for number, _start, _end in found:
        entry = entries[number]
        if entry.uses and (not entry.needs or not entry.needs.isdisjoint(actions)):
            return False
    return True


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a normal text with their places; one that ends inside a bracket goes on, unless nothing closes it."""
    start = at = 0
    if "(" not in text:
        for piece in text.split(END):
            yield at, piece
            at += len(piece) + 1
        return
    waiting = ""
    opened = 0
    for piece in text.split(END):
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
    reading = Reading(text, [[]], [], OF in text)
    groups, fragments = reading.groups, reading.fragments
    outside: list[Fragment] = []
    entries, kinds = lexicon.entries, lexicon.kinds
    cut = 0
    for number, start, end in found:
        kind = kinds[number]
        if cut and kind > SEPARATES and (kind is not ACTION or start > cut) and text[cut] != OF:
            _close(groups, fragments, current, cut)
            current = Fragment(current.group, PHRASE, cut, current.host, current.at)
        cut = 0
        if kind > SEPARATES:
            current.tokens.append(Token(entries[number], start, end, kind))
            if kind in SIGNS:
                reading.denies = True
        elif kind is OPEN:
            if current.start == start and current.place == 0 and text[start - 1 : start] == SPACE and groups[current.group]:
                current = groups[current.group].pop()
                fragments.pop()
                current.inside += start - current.end
            outside.append(current)
            current = Fragment(len(groups), OPEN, end, current, len(current.tokens))
            groups.append([])
        elif kind is not CLOSE:
            _close(groups, fragments, current, start)
            current = Fragment(current.group, kind, end, current.host, current.at)
        elif outside:
            _close(groups, fragments, current, start)
            opened = groups[current.group][0].start - 1
            current = outside.pop()
            current.inside += end - opened
            cut = end if current.tokens and end < len(text) and CONDITION.search(text, opened, end) else 0
    for fragment in (current, *reversed(outside)):
        _close(groups, fragments, fragment, len(text))
    return reading


def _close(groups: list[list[Fragment]], fragments: list[Fragment], fragment: Fragment, end: int) -> None:
    fragment.end = end
    group = groups[fragment.group]
    fragment.place = len(group)
    group.append(fragment)
    fragments.append(fragment)
