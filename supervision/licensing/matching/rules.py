"""Which approvals a business scope asks for: the pure part, for one scope and one version of the catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from supervision.licensing.catalogue.schemas import Catalogue, Item
from supervision.licensing.matching.judging.features import SURE, findings, of_sentence
from supervision.licensing.matching.judging.schemas import Finding
from supervision.licensing.matching.reading.features import NORMAL, key, normal_form, sentences
from supervision.licensing.matching.reading.schemas import Deed
from supervision.licensing.matching.schemas import Match, MatchResult, Origin, Span, SpanRole
from supervision.licensing.matching.vocabulary.features import Lexicon, compiled
from supervision.licensing.matching.vocabulary.schemas import Kind, Use

THRESHOLD: Final = 0.6
DOUBTFUL: Final = 0.35
REPLACEMENT: Final = "\ufffd"
FEWEST_SIGNS: Final = 2
BROKEN: Final = 3
CODE_CERTAINTY: Final = 0.99
REMEMBERED: Final = 800_000
REPEATED: Final = 80
LEAST: Final = 0.001
# Names no item and no denial, and stands behind every third list: its bracket is as good as an empty one.
FORMULA: Final = "(依法须经批准的项目,经相关部门批准后方可开展经营活动)"
EMPTIED: Final = "()"
Told = tuple[Use, float, int, int]
Place = tuple[float, int, int]


def lexicon_of(items: Iterable[Item]) -> Lexicon:
    """Compile the words of these items.

    依据: 目录版本中各事项的经营范围用语、否定用语和标记。
    单位: 词。
    错误: 无。
    """
    return compiled(items, normal=NORMAL)


class Matcher:
    """The words of one catalogue version, ready to be asked about any scope.

    依据: 国发〔2015〕62号，按经营范围对应后置审批事项；规范条目代码优先，文字其次。
    """

    def __init__(self, catalogue: Catalogue, *, threshold: float = THRESHOLD, doubtful: float = DOUBTFUL) -> None:
        self.version_id = catalogue.version_id
        self.threshold = threshold
        self.doubtful = doubtful
        self.lexicon = lexicon_of(catalogue.items.values())
        self._least = max(min(doubtful, SURE), LEAST)
        self._remembered: dict[str, tuple[Told, ...]] = {}
        self._earlier: dict[str, tuple[Told, ...]] = {}
        self._by_code: Mapping[str, tuple[str, ...]] = _by_code(catalogue.items.values())

    def places(self, normal: str) -> dict[str, Place]:
        """Return of each item that a normal text touches the certainty and the place of its word.

        The fast path for the many: what a sentence says is remembered, since sentences repeat from scope to scope.
        """
        found: list[tuple[int, Told]] = []
        before: Deed | None = None
        for offset, sentence in sentences(normal):
            said = self._remembered.get(sentence) if before is None else None
            if said is None:
                said, before = self._said(sentence, before)
            if said:
                found += [(offset, told) for told in said]
        return self._places(found) if found else {}

    def _said(self, sentence: str, before: Deed | None) -> tuple[tuple[Told, ...], Deed | None]:
        """Return what a sentence says and remember it where it stands for itself; what was not asked for lately is forgotten."""
        if sentence.endswith(FORMULA):
            sentence = sentence[: -len(FORMULA)] + EMPTIED
            said = self._remembered.get(sentence) if before is None else None
            if said is not None:
                return said, None
        said = self._earlier.get(sentence) if before is None else None
        if said is not None:
            self._remembered[sentence] = said
            return said, None
        results, after = of_sentence(sentence, self.lexicon, before, denied=False)
        said = tuple(
            [
                (finding.use, finding.certainty, finding.token.start, finding.token.end)
                for finding in results
                if finding.certainty >= self._least
            ]
        )
        if before is None and after is None and len(sentence) <= REPEATED:
            if len(self._remembered) >= REMEMBERED:
                self._earlier, self._remembered = self._remembered, {}
            self._remembered[sentence] = said
        return said, after

    def _places(self, found: list[tuple[int, Told]]) -> dict[str, Place]:
        best: dict[str, Place] = {}
        sure = {use.item for _offset, (use, certainty, _start, _end) in found if certainty > SURE}
        kept = [one for one in found if not one[1][0].gives_way & sure]
        sure = {use.item for _offset, (use, certainty, _start, _end) in kept if certainty > SURE}
        for offset, (use, certainty, start, end) in kept:
            item = use.item
            if certainty < self.doubtful or (item in best and best[item][0] >= certainty) or self.lexicon.yields[item] & sure:
                continue
            best[item] = certainty, offset + start, offset + end
        return best

    def match(self, scope: str, *, scope_codes: Sequence[str] = ()) -> MatchResult:
        """Return what a scope asks for, with the words that say so; standard scope items speak first and with certainty."""
        coded = [self._coded(item, code) for code in scope_codes for item in self._by_code.get(code, ())]
        if unreadable(scope):
            return _answer(coded, [], self.threshold, self.doubtful, empty=not scope.strip(), garbled=bool(scope.strip()))
        found = findings(normal_form(scope), self.lexicon)
        spoken = [_match(scope, finding) for finding in found]
        return _answer(coded, spoken, self.threshold, self.doubtful)

    @staticmethod
    def _coded(item: str, code: str) -> Match:
        return Match(item, CODE_CERTAINTY, (Span(0, 0, code, SpanRole.CODE),), "", "", origin=Origin.CODE)


def unreadable(scope: str) -> bool:
    """Tell whether a scope has no Chinese to read: empty, a dash, question marks.

    依据: 数据质量要求，空白或乱码的经营范围须人工补正，不得视为无需审批。
    单位: 字。
    错误: 无。
    """
    chinese = sum("\u4e00" <= sign <= "\u9fff" for sign in scope[:2000])
    return chinese < FEWEST_SIGNS or scope.count(REPLACEMENT) >= BROKEN


def _by_code(items: Iterable[Item]) -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {}
    for item in items:
        for code in item.scope_codes:
            codes[code] = (*codes.get(code, ()), item.code)
    return codes


def folded(found: Iterable[Match], threshold: float, doubtful: float) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """Return of each item its surest match, and apart from them those that only a person can settle.

    依据: 业务要求，低于阈值的由人工判定。
    单位: 确定度 0 到 1。
    错误: 无。
    """
    best: dict[str, Match] = {}
    for match in sorted(found, key=lambda match: -match.certainty):
        best.setdefault(match.item, match)
    sure = tuple(match for match in best.values() if match.certainty >= threshold)
    return sure, tuple(match for match in best.values() if doubtful <= match.certainty < threshold)


def _answer(
    coded: list[Match], spoken: list[Match], threshold: float, doubtful: float, *, empty: bool = False, garbled: bool = False
) -> MatchResult:
    found = tuple(match for match in (*coded, *spoken) if match.certainty > 0)
    matches, doubts = folded(found, threshold, doubtful)
    named = {match.item for match in found}
    return MatchResult(
        matches=matches,
        doubts=doubts,
        excluded=tuple(match for match in spoken if match.certainty == 0 and match.item not in named),
        found=found,
        empty=empty,
        garbled=garbled,
        message=_message(empty=empty, garbled=garbled),
    )


def _message(*, empty: bool, garbled: bool) -> str:
    if empty:
        return "经营范围为空，无法比对；请向登记机关补正后再比对"
    return "经营范围不是可读的文字，无法比对；请核对原始登记后补正" if garbled else ""


def _match(scope: str, finding: Finding) -> Match:
    start = finding.offset
    clause = scope[start : start + len(finding.sentence)]
    return Match(
        finding.use.item,
        finding.certainty,
        tuple(_spans(scope, finding)),
        clause,
        key(clause),
        start,
        actions=_actions(finding),
        strange=finding.strange,
    )


def _actions(finding: Finding) -> tuple[str, ...]:
    return tuple(sorted(finding.deed.actions)) if finding.deed is not None else ()


def _spans(scope: str, finding: Finding) -> Iterable[Span]:
    """Yield the words that caused a finding; the verb of a heading in an earlier sentence is not quoted."""
    token = finding.token
    roles = {(token.start, token.end): SpanRole.WORD}
    own = finding.sentence
    for verb in finding.deed.tokens if finding.deed is not None else ():
        if normal_form(own[verb.start : verb.end]) == verb.entry.text:
            roles.setdefault((verb.start, verb.end), SpanRole.ACTION)
    if finding.denied_by is not None and finding.denied_by is not token:
        roles[finding.denied_by.start, finding.denied_by.end] = SpanRole.NEGATIVE
    for other in finding.fragment.tokens:
        if other.kind in {Kind.PERMIT, Kind.BRANCH, Kind.PREPARING}:
            roles[other.start, other.end] = SpanRole.MARKER
    at = finding.offset
    return (Span(at + start, at + end, scope[at + start : at + end], role) for (start, end), role in sorted(roles.items()))
