"""Invented personal data in many guises, to be planted where it may never become public.

No number can be anybody's: division 990, a mobile segment and an area code that are not in use, cards of no bank. Each datum is
another one, so that what leaks says where it was planted.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from supervision.kernel.identifiers import check_registration_number
from supervision.kernel.identifiers.resident import resident_check

WIDE: Final = str.maketrans("0123456789X+-()", "０１２３４５６７８９Ｘ＋－（）")
SPOKEN: Final = str.maketrans("0123456789", "〇一二三四五六七八九")
BOOKED: Final = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
TOLD: Final = str.maketrans("0123456789", "零幺二三四五六七八九")
SURNAMES: Final = ("钱", "欧阳", "申屠", "陶", "翁", "蔺", "司徒", "臧")
RARE: Final = "翀骅濛珺璟昶燊琰堃彧晟烨翊玥琛骞煜瑄祎澍"
PLACES: Final = "禾岚汀泽澜沣溪榆枫柘槿棠苓蔚"


@dataclass(frozen=True, slots=True)
class Plant:
    """One datum: of which kind, in which guise, as it is written, and what of it nobody may read, without any separators."""

    kind: str
    guise: str
    written: str
    needles: tuple[str, ...]


Guise = Callable[[str], str]
DIGITS: Final[dict[str, Guise]] = {
    "plain": lambda text: text,
    "spaced": lambda text: f"{text[:6]} {text[6:-4]} {text[-4:]}",
    "hyphens": lambda text: f"{text[:-8]}-{text[-8:-4]}-{text[-4:]}",
    "full width": lambda text: text.translate(WIDE),
    "line break": lambda text: f"{text[:-5]}\n{text[-5:]}",
    "broken line with margin": lambda text: f"{text[:-5]} \r\n {text[-5:]}",
    "digit by digit": " ".join,
    "zero width": lambda text: f"{text[:4]}\u200b{text[4:]}",
    "hard space": lambda text: f"{text[:-6]}\u00a0{text[-6:]}",
    "dots": lambda text: f"{text[:3]}.{text[3:7]}.{text[7:]}",
    "full stops": lambda text: f"{text[:3]}．{text[3:7]}．{text[7:]}",
    "slashes": lambda text: f"{text[:-8]}/{text[-8:]}",
    "underscores": lambda text: f"{text[:-8]}_{text[-8:]}",
    "brackets": lambda text: f"{text[:-4]}（{text[-4:]}）",
    "commas": lambda text: f"{text[:-8]}，{text[-8:-4]}，{text[-4:]}",
    "wide and spaced": lambda text: f"{text[:6]}　{text[6:]}".translate(WIDE),
    "spoken": lambda text: text.translate(SPOKEN),
    "booked": lambda text: text.translate(BOOKED),
    "told": lambda text: text.translate(TOLD),
}
LANDLINES: Final[dict[str, Guise]] = {
    "hyphen": lambda text: f"026-{text}",
    "together": lambda text: f"026{text}",
    "brackets": lambda text: f"(026){text}",
    "full width": lambda text: f"（026）{text}".translate(WIDE),
    "from abroad": lambda text: f"+86 26 {text}",
    "from abroad, hyphens": lambda text: f"0086-26-{text[:4]}-{text[4:]}",
    "spaced": lambda text: f"026 {text[:4]} {text[4:]}",
    "with an extension": lambda text: f"026-{text}转801",
    "spoken": lambda text: f"026{text}".translate(SPOKEN),
}
ABROAD: Final[dict[str, Guise]] = {
    "from abroad": lambda text: f"+86{text}",
    "from abroad, spaced": lambda text: f"+86 {text[:3]} {text[3:7]} {text[7:]}",
    "from abroad, wide": lambda text: f"+86-{text[:3]}-{text[3:]}".translate(WIDE),
    "from abroad, noughts": lambda text: f"0086{text}",
    "from abroad, brackets": lambda text: f"(+86){text}",
    "from abroad, full brackets": lambda text: f"（86）{text}",
}
HOMES: Final[dict[str, Guise]] = {
    "lane": lambda road: f"云汀市东区{road}路18弄6号302室",
    "block": lambda road: f"云汀市东区{road}路12号3号楼2单元501室",
    "estate": lambda road: f"{road}花园7栋1204室",
    "full width": lambda road: f"云汀市东区{road}路１２号３号楼２单元５０１室",
    "in words": lambda road: f"云汀市东区{road}路十二号三号楼二单元五〇一室",
    "spaced": lambda road: f"云汀市 东区 {road}路 12 号 3 号楼 2 单元 501 室",
    "line break": lambda road: f"云汀市东区\n{road}路12号3号楼2单元501室",
    "village": lambda road: f"云汀市南县{road}镇二村五组17号",
    "without its city": lambda road: f"{road}新村33号401室",
    "hyphens": lambda road: f"{road}小区3-2-501室",
}
SAYINGS: Final[dict[str, tuple[str, ...]]] = {
    "resident": ("公民身份号码：{}。", "操作工持{}上岗，", "（身份证{}）", "证件号码为{}；", "经查{}无证经营"),
    "old resident": ("身份证号{}，", "旧身份证{}。", "（旧身份证号{}）系厨师"),
    "mobile": ("联系电话{}，", "手机：{}。", "致电{}核实", "（{}）", "顾客来电{}反映"),
    "landline": ("电话：{}，", "致电{}核实。", "（{}）", "联系方式为{}；"),
    "home": ("家住{}，", "其住址：{}。", "现住{}；", "男，{}，", "送货到其家中（{}），"),
    "card": ("汇入账号{}。", "刷卡{}消费，", "银行卡号为{}；"),
    "e-mail": ("邮箱{}，", "发至{}。", "（{}）"),
    "name": ("当事人{}，男，汉族，", "操作工{}未持证，", "经营者{}承认，", "举报人：{}。", "{}（身份证已核）系厨师，"),
    "passport": ("护照号码：{}，", "持护照{}入境。"),
}  # fmt: skip


class Nursery:
    """Grows data, the same every time: guises one after the other, each number another."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - dice that can be thrown again
        self.grown: list[Plant] = []
        self.turns = {kind: self._round(kind) for kind in SAYINGS}
        self.order = self._kinds()

    def _round(self, kind: str) -> Iterator[tuple[str, Guise]]:
        guises = {
            "mobile": DIGITS | ABROAD, "landline": LANDLINES, "home": HOMES, "e-mail": MAILS, "name": {"plain": str},
            "passport": {"plain": str, "full width": lambda text: text.translate(WIDE)},
            "card": {name: guise for name, guise in DIGITS.items() if name != "commas"},
        }.get(kind, DIGITS)  # fmt: skip
        while True:
            yield from guises.items()

    def _kinds(self) -> Iterator[str]:
        while True:
            yield from SAYINGS

    def plant(self, kind: str) -> Plant:
        """Return one more datum of a kind, in the next guise."""
        guise, dress = next(self.turns[kind])
        core, needles = getattr(self, "_" + kind.replace(" ", "_").replace("-", "_"))()
        grown = Plant(kind, guise, dress(core), needles)
        self.grown.append(grown)
        return grown

    def sentence(self, kind: str) -> str:
        """Return a piece of a text with one more datum in it."""
        return self.dice.choice(SAYINGS[kind]).format(self.plant(kind).written)

    def text(self, pieces: int = 3) -> str:
        """Return a text with some data of kinds that follow each other."""
        return "经查，" + "".join(self.sentence(next(self.order)) for _ in range(pieces)) + "责令改正。"

    def _born(self) -> date:
        return date(1950, 1, 1) + timedelta(days=self.dice.randrange(18_000))

    def _resident(self) -> tuple[str, tuple[str, ...]]:
        body = f"9901{self.dice.randrange(1, 13):02d}{self._born():%Y%m%d}{self.dice.randrange(1000):03d}"
        code = body + resident_check(body)
        return code, (code, code[6:])

    def _old_resident(self) -> tuple[str, tuple[str, ...]]:
        while True:
            code = f"9901{self.dice.randrange(1, 13):02d}{self._born():%y%m%d}{self.dice.randrange(1000):03d}"
            if not check_registration_number(code).ok:
                return code, (code,)

    def _mobile(self) -> tuple[str, tuple[str, ...]]:
        code = f"{self.dice.choice(('160', '161', '164'))}{self.dice.randrange(10**8):08d}"
        return code, (code,)

    def _landline(self) -> tuple[str, tuple[str, ...]]:
        code = f"{self.dice.randrange(2, 10)}{self.dice.randrange(10**7):07d}"
        return code, (f"26{code}",)

    def _home(self) -> tuple[str, tuple[str, ...]]:
        road = "".join(self.dice.sample(PLACES, 3)) + self.dice.choice(RARE)
        return road, (road,)

    def _card(self) -> tuple[str, tuple[str, ...]]:
        body = f"629999{self.dice.randrange(10**9):09d}"
        code = next(body + digit for digit in "0123456789" if _luhn(body + digit))
        return code, (code, code[4:])

    def _e_mail(self) -> tuple[str, tuple[str, ...]]:
        name = "".join(self.dice.choices("bcdfghjkmnpqrstvwxz", k=9))
        return name, (name,)

    def _name(self) -> tuple[str, tuple[str, ...]]:
        given = "".join(self.dice.sample(RARE, 2))
        return self.dice.choice(SURNAMES) + given, (given,)

    def _passport(self) -> tuple[str, tuple[str, ...]]:
        code = f"E{self.dice.randrange(10**8):08d}"
        return code, (code.lower(),)


MAILS: Final[dict[str, Guise]] = {
    "plain": lambda name: f"{name}@example.com",
    "dotted": lambda name: f"{name}.shen@mail.example.cn",
    "full width": lambda name: f"{name}＠example.com",
    "spaced": lambda name: f"{name} @ example.com",
    "in capitals": lambda name: f"{name.upper()}@EXAMPLE.COM",
}


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
