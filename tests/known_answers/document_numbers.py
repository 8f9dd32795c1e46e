"""Series of document numbers (文号) of invented organs, of which it is known what became of every number.

Departments give numbers to licences and penalties and report these within seven working days. Some decisions are
never reported. Whoever looks only at the reported numbers sees gaps: this module says of each gap what is true.

The world runs from 1 January 2025 to OBSERVED_ON, Monday 12 October 2026: two years of numbering, of which the second
is not over. The day was chosen because the seven working days before it reach over the National Day holiday, a worked
Saturday and the Mid-Autumn holiday back to 24 September. The standard world has STANDARD_DEPARTMENTS departments with
a planned 20 to 600 numbers a year each (a few small parallel series may push a department a little over or under).

    world(seed, departments)    everything
    planted(seed, departments)  the decisions: what was reported, and with reported=False what was not
    gaps(seed, departments)     the numbers without a report under that department, and why there is none

What counts as what
-------------------
A decision is *hidden* when it is `due` and not `reported`. A hidden decision can be told from a gap only where its
department reported an earlier and a later number of the same series: `Gap.bounded` says whether it did. Hidden
decisions beyond the last reported number, of silent offices, silent series and silent departments are not bounded.
`Gap.register` says how much a gap means: in an own register nearly every number is a reportable decision's; in a
mixed one some are other documents', in one by filing some cases end without a decision; in a sparse one most numbers
are of no reportable decision (simple procedure, natural persons, the organ's general register, hearing notices).
Decisions are hidden in all four, and in a sparse register no gap proves it.
A number that is neither a decision's nor in `gaps` was never given. (So is every number between the true end of a
series and an outlier, and everything after the last number of the closed year 2025.)

Truths of a gap
---------------
hidden            a decision was made, its time is over, nobody reported it
not due           a decision was made, the seventh working day is not over yet, it may still come
void              the number was spoilt and crossed out (作废), the document got the next one
other document    责令改正, 不予处罚, 不予许可, 听证告知 or a letter out of the same register
not public        a decision that need not be published: simple procedure, natural persons, secrets, minors
no decision       numbers are given when a case is filed; this case was closed, merged or handed over
pending           numbers are given when a case is filed; this case is not decided yet
reserved block    blocks of numbers were handed to offices, this one used its block only in part
year jump         the year was begun at a round number
skipped           the clerk went on at a higher number in the middle of the year, as after a change of the software
before joining    given before the department was connected to the platform
other department  the decision is public, reported under the code of another department that acted in this one's name
typing mistake    the decision is public under a wrong number; this is the right one
not made yet      the next numbers of a series that goes on (only the first three are listed)

What is assumed, and why
------------------------
*How departments number* (HABITS, of 60). 27 plain: every 字号 has its own register from 1 each year, because the
templates of the legal offices want it so and the case software prints it. 4 by office (所), with a prefix or the name
of the office; 2 by block; 3 running on over the years; 2 jumping at the new year; 2 whose numbers a second department
uses; 1 with one register for both kinds. In these 41 of 60 the register holds next to nothing but reportable
decisions. In the others a gap means little: 6 mixed registers (a fifth to a half of the numbers are other documents),
4 numbering at filing (one case in six to sixteen ends without a decision, decisions come 20 to 90 days later and out
of order), 2 with simple procedure, 2 with natural persons, 2 that take the organ's general register (one number in
seven to twenty is a licence). 2 departments decide and report nothing at all, 1 has nothing to report. Beside its
main series a department mostly keeps a licence series, which one time in seven numbers refusals too.
*Void numbers* are 1 to 2 in a hundred: spoilt paper and wrong parties, entered in the register as 作废.
*Hidden decisions* are 2 to 5 in a hundred where a department is of the usual care (60 of 100 departments), none where
it is spotless (25), 5 to 10 where it is careless (15); together about 3. Three times in ten where it is possible some
come in one run, as after a lost file or a clerk's leave, otherwise one by one. Beside these whole series are kept back:
of the silent departments, which are small (20 to 80 numbers a year), of one office in a quarter of the departments
with offices, of one side series in 5 of 100 others.
*Secrets, minors* and the like: 3 in 1000 decisions of an ordinary register.
*Typing mistakes*: 5 in 1000 reported numbers, since most departments type the number by hand. The wrong number may be
an outlier or equal to another decision's number, but never that of another gap, so that each gap has one truth.
*Hands*: 55 of 100 departments write every number alike; the others have a second clerk, or got another in the course
of time, with other brackets, zeros, 第, full-width digits, other dashes or spaces.
*Several parties* of one case (-1, A, 之一) occur in 30 of 100 departments, in 4 of 100 of their cases, and one part in
fifty is forgotten alone; numbers put in afterwards (12A) in 10 of 100 departments.
*Order*: 8 of 100 decisions are signed up to ten working days before or after their number's turn, so that some numbers
of a year belong to decisions of the next January.
*Lateness*: 6 of 100 reports come 8 to 30 working days after the decision; of those not due half are there already.
*Joining*: 1 department in 15 was connected only between April and September 2025.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Final, Literal

Kind = Literal["licence", "penalty"]
Truth = Literal[
    "hidden",
    "not due",
    "void",
    "other document",
    "not public",
    "no decision",
    "pending",
    "reserved block",
    "year jump",
    "skipped",
    "before joining",
    "other department",
    "typing mistake",
    "not made yet",
]
Numbering = Literal["own", "mixed", "filing", "sparse"]
Habit = Literal[
    "plain",
    "mixed",
    "filing",
    "offices",
    "blocks",
    "running",
    "jump",
    "simple",
    "persons",
    "general",
    "joint",
    "shared",
    "silent",
    "idle",
]

STANDARD_DEPARTMENTS: Final = 60
STARTED_ON: Final = date(2025, 1, 1)
OBSERVED_ON: Final = date(2026, 10, 12)
DUE_WORKDAYS: Final = 7
YEARS: Final = (2025, 2026)

HABITS: Final[tuple[tuple[Habit, int], ...]] = (
    ("plain", 27),
    ("mixed", 6),
    ("filing", 4),
    ("offices", 4),
    ("running", 3),
    ("blocks", 2),
    ("jump", 2),
    ("simple", 2),
    ("persons", 2),
    ("general", 2),
    ("shared", 2),
    ("silent", 2),
    ("joint", 1),
    ("idle", 1),
)


@dataclass(frozen=True)
class PlantedDecision:
    """A decision that was made; `doc_no` is the number as reported, or as on the paper where nothing was reported."""

    department: str
    kind: Kind
    doc_no: str
    decided_on: date
    reported: bool
    due: bool = True
    """Whether the last day for the report is over."""
    reported_on: date | None = None
    meant_no: str = ""
    """The number on the paper, which differs from `doc_no` only by a typing mistake."""
    series: str = ""
    year: int = 0
    number: int = 0
    part: str = ""

    @property
    def hidden(self) -> bool:
        """Whether it should have been reported and was not."""
        return self.due and not self.reported


@dataclass(frozen=True)
class Gap:
    """A number that its department did not report, and why."""

    department: str
    kind: Kind
    series: str
    """The series with {} where the number stands; with 〔年〕 where the count runs on over the years."""
    number: int
    truth: Truth
    year: int
    part: str = ""
    doc_no: str = ""
    bounded: bool = False
    """Whether the department reported a lower and a higher number of the same count."""
    register: Numbering = "own"
    """How much a gap means: own registers hold next to nothing but reportable decisions, sparse ones mostly others."""


@dataclass(frozen=True)
class Department:
    """An invented organ; `code` is the free key that decisions name."""

    code: str
    name: str
    place: str
    organ: int
    habit: Habit


@dataclass(frozen=True)
class World:
    """All that was planted."""

    departments: tuple[Department, ...]
    decisions: tuple[PlantedDecision, ...]
    gaps: tuple[Gap, ...]
    series: int
    """How many counts were kept: a series that restarts counts once for each year."""


def planted(seed: int, departments: int = STANDARD_DEPARTMENTS) -> list[PlantedDecision]:
    """Return all decisions that were made, by day."""
    return list(world(seed, departments).decisions)


def gaps(seed: int, departments: int = STANDARD_DEPARTMENTS) -> list[Gap]:
    """Return what is true of each number that is missing."""
    return list(world(seed, departments).gaps)


# --- Working days, as announced for 2025 and 2026 -----------------------------------------------------------------

HOLIDAYS: Final = (
    (date(2025, 1, 1), 1),
    (date(2025, 1, 28), 8),
    (date(2025, 4, 4), 3),
    (date(2025, 5, 1), 5),
    (date(2025, 5, 31), 3),
    (date(2025, 10, 1), 8),
    (date(2026, 1, 1), 3),
    (date(2026, 2, 15), 9),
    (date(2026, 4, 4), 3),
    (date(2026, 5, 1), 5),
    (date(2026, 6, 19), 3),
    (date(2026, 9, 25), 3),
    (date(2026, 10, 1), 7),
)
WORKED_WEEKENDS: Final = frozenset(
    date(*day)
    for day in (
        (2025, 1, 26),
        (2025, 2, 8),
        (2025, 4, 27),
        (2025, 9, 28),
        (2025, 10, 11),
        (2026, 1, 4),
        (2026, 2, 14),
        (2026, 2, 28),
        (2026, 5, 9),
        (2026, 9, 20),
        (2026, 10, 10),
    )
)
DAYS_OFF: Final = frozenset(first + timedelta(days=more) for first, length in HOLIDAYS for more in range(length))
WORKDAYS: Final = [
    day
    for day in (STARTED_ON + timedelta(days=more) for more in range(900))
    if day in WORKED_WEEKENDS or (day.weekday() < 5 and day not in DAYS_OFF)
]
BUSY: Final = (0.9, 0.7, 1.0, 1.0, 1.0, 1.1, 1.0, 1.0, 1.1, 0.9, 1.3, 1.5)
"""Organs decide least around the Spring Festival and most before the year's accounts are closed."""


def after(day: date, workdays: int) -> date:
    """Return the working day so many working days later; the day itself does not count."""
    place = bisect_right(WORKDAYS, day) - 1 if workdays > 0 else bisect_left(WORKDAYS, day)
    return WORKDAYS[max(0, place + workdays)]


def is_due(decided_on: date) -> bool:
    """Tell whether the last day for reporting a decision is over."""
    return after(decided_on, DUE_WORKDAYS) < OBSERVED_ON


# --- How numbers are written --------------------------------------------------------------------------------------

FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")
SMALL: Final = "一二三四五六七八九"


@dataclass(frozen=True)
class Hand:
    """How one clerk writes."""

    brackets: tuple[str, str] = ("〔", "〕")
    width: int = 0
    ordinal: bool = False
    wide: bool = False
    dash: str = "-"
    space: str = ""
    end: str = "号"
    short: bool = False
    """Leaves out the 字 of 罚字."""


@dataclass(frozen=True)
class Style:
    """What is the same in every number of a series."""

    sign: str
    front: bool = False
    """The year comes first."""
    yearless: bool = False
    lead: str = ""
    """What stands directly before the digits: an office's mark, or code and year."""
    width: int = 0
    """Digits, where the form fixes them."""

    def key(self, year: int | None) -> str:
        """Name the series, of one year or of all."""
        when = "" if self.yearless else f"〔{year or '年'}〕"
        body = self.lead.format(year=year or "年") + "{}号"
        return when + self.sign + body if self.front else self.sign + when + body


def write(style: Style, hand: Hand, year: int, digits: str, part: str = "") -> str:
    """Write one document number."""
    body = style.lead.format(year=year) + digits.zfill(style.width or hand.width) + part
    if part.startswith("之"):
        end, body = hand.end + part, body.removesuffix(part)
    else:
        end = hand.end
    body = ("第" if hand.ordinal else "") + body.replace("-", hand.dash) + end
    sign = style.sign.removesuffix("字") if hand.short else style.sign
    when = "" if style.yearless else hand.brackets[0] + str(year) + hand.brackets[1]
    text = when + sign + body if style.front else sign + when + hand.space + body
    return text.translate(FULL_WIDTH) if hand.wide else text


def first_hand(rng: Random) -> Hand:
    """Return a department's usual way of writing."""
    brackets = rng.choices((("〔", "〕"), ("（", "）"), ("[", "]"), ("(", ")"), ("【", "】")), (70, 14, 8, 6, 2))[0]
    return Hand(brackets=brackets, width=rng.choices((0, 3, 4), (65, 15, 20))[0], ordinal=rng.random() < 0.2)


def second_hand(rng: Random, first: Hand) -> Hand:
    """Return the way of another clerk in the same department, who differs in one thing or two."""
    others = [
        replace(first, brackets=("（", "）") if first.brackets[0] != "（" else ("〔", "〕")),
        replace(first, brackets=("(", ")") if first.brackets[0] != "(" else ("[", "]")),
        replace(first, brackets=("[", "]") if first.brackets[0] != "[" else ("【", "】")),
        replace(first, brackets=("﹝", "﹞")),
        replace(first, brackets=("【", "】"), width=0),
        replace(first, width=0 if first.width else 4),
        replace(first, width=0 if first.width else 3),
        replace(first, ordinal=not first.ordinal),
        replace(first, wide=True),
        replace(first, space=" ", dash="－"),
        replace(first, dash="—", width=0 if first.width else 3),
        replace(first, end=""),
        replace(first, short=True),
        replace(first, brackets=("", "年"), ordinal=True),
    ]
    return rng.choice(others)


@dataclass(frozen=True)
class Clerks:
    """Who writes the numbers of a department: at times a second clerk, after a day perhaps always."""

    first: Hand
    second: Hand
    share: float = 0.0
    since: date = date.max

    def hand(self, rng: Random, day: date) -> Hand:
        """Return the hand of a day."""
        return self.second if day >= self.since or rng.random() < self.share else self.first


def clerks(rng: Random) -> Clerks:
    """Staff a department."""
    first = first_hand(rng)
    second = second_hand(rng, first)
    how = rng.random()
    if how < 0.55:
        return Clerks(first, first)
    if how < 0.85:
        return Clerks(first, second, share=rng.uniform(0.03, 0.4))
    return Clerks(first, second, since=rng.choice(WORKDAYS[60:400]))


# --- How numbers are given out ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Register:
    """How a register gives out its numbers."""

    kinds: tuple[Kind, ...] = ("penalty",)
    others: tuple[float, float] = (0.0, 0.0)
    """Between which shares of the numbers go to what is not reported."""
    because: tuple[Truth, ...] = ("other document",)
    filing: bool = False
    running: bool = False
    jump: bool = False
    blocks: int = 0
    shared: float = 0.0

    @property
    def numbering(self) -> Numbering:
        """How much a gap in it means."""
        if self.filing:
            return "filing"
        if self.others[1] > 0.5:
            return "sparse"
        return "mixed" if self.others[1] else "own"


@dataclass(frozen=True)
class Line:
    """One count of numbers that a department keeps."""

    style: Style
    register: Register
    volume: int
    """Numbers in a full year."""
    hidden: float
    """Share of the due decisions that nobody reports."""


@dataclass(frozen=True)
class Staff:
    """What holds for all series of one department."""

    code: str
    clerks: Clerks
    joined: date
    parties: Literal["", "-", "A", "之"]
    inserts: bool
    partner: str


@dataclass
class Slot:
    """A number while it is found out what became of it; no truth yet means that it was reported."""

    number: int
    year: int
    given: date
    decided: date
    kind: Kind
    truth: Truth | None = None
    parts: tuple[str, ...] = ("",)
    slip: tuple[int, str] | None = None


@dataclass
class Count:
    """What one line has counted so far."""

    line: Line
    rng: Random
    slots: list[Slot] = field(default_factory=list)

    def add(self, number: int, year: int, day: date, truth: Truth | None = None) -> None:
        """Give out one number."""
        kind = self.rng.choice(self.line.register.kinds)
        self.slots.append(Slot(number, year, day, day, kind, truth))

    def fill(self, first: int, last: int, year: int, day: date, truth: Truth) -> None:
        """Pass over numbers that nobody is given."""
        for number in range(first, last + 1):
            self.add(number, year, day, truth)


def days_of(rng: Random, year: int, volume: int) -> list[date]:
    """Return the days on which the numbers of a year are taken, as far as they have come."""
    days = [day for day in WORKDAYS if day.year == year]
    taken = rng.choices(days, [BUSY[day.month - 1] for day in days], k=volume)
    return sorted(day for day in taken if day <= OBSERVED_ON)


def count_in_blocks(count: Count, year: int, days: Sequence[date]) -> None:
    """Hand each office a block of numbers in advance; only the last may count on and on."""
    offices = count.line.register.blocks
    share = max(10, round(count.line.volume * 1.25 / offices))
    size = -(-share // 50) * 50 if share > 30 else share
    queues: list[list[date]] = [[] for _ in range(offices)]
    for day in days:
        open_offices = [office for office in range(offices) if office == offices - 1 or len(queues[office]) < size]
        queues[count.rng.choice(open_offices)].append(day)
    for office, queue in enumerate(queues):
        start = office * size + 1
        for place, day in enumerate(queue):
            count.add(start + place, year, day)
        if office < offices - 1:
            count.fill(start + len(queue), start + size - 1, year, date(year, 1, 2), "reserved block")


def count_on(count: Count, year: int, days: Sequence[date]) -> None:
    """Give out the numbers of one year one after the other."""
    register, rng = count.line.register, count.rng
    last = count.slots[-1].number if count.slots and register.running else 0
    number = last + 1
    if register.running and not count.slots:
        number = rng.randrange(200, 3000)
    elif register.jump:
        number = (last // 100 + 1) * 100 + 1 if register.running else rng.choice((51, 101, 201))
        count.fill(last + 1, number - 1, year, days[0], "year jump")
    skip = rng.randrange(1, len(days)) if len(days) > 20 and rng.random() < 0.02 else -1
    for place, day in enumerate(days):
        if place == skip:
            length = rng.randrange(4, 14)
            count.fill(number, number + length - 1, year, day, "skipped")
            number += length
        count.add(number, year, day)
        number += 1


def date_decisions(count: Count) -> None:
    """Say when each document was signed, which is not always when its number was taken."""
    rng = count.rng
    for slot in count.slots:
        if slot.truth:
            continue
        if count.line.register.filing:
            slot.decided = after(slot.given + timedelta(days=rng.randrange(20, 91)), 0)
        elif rng.random() < 0.08:
            moved = after(slot.given, rng.choice([*range(-10, 0), *range(1, 11)]))
            slot.decided = min(max(moved, after(date(slot.year, 1, 1), 0)), OBSERVED_ON)


def settle(count: Count, staff: Staff) -> None:
    """Say of each number what was made with it, up to what is hidden."""
    rng, register = count.rng, count.line.register
    void, others = rng.uniform(0.01, 0.02), rng.uniform(*register.others)
    for slot in count.slots:
        if slot.truth:
            continue
        if slot.given < staff.joined:
            slot.truth = "before joining"
        elif rng.random() < void:
            slot.truth = "void"
        elif rng.random() < others:
            slot.truth = rng.choice(register.because)
        elif slot.decided > OBSERVED_ON:
            slot.truth = "pending"
        elif rng.random() < 0.003:
            slot.truth = "not public"
        elif not is_due(slot.decided) and (count.line.hidden >= 1 or rng.random() < 0.5):
            slot.truth = "not due"


def hide(count: Count) -> None:
    """Leave decisions out: one by one, or some of them in one run."""
    rng = count.rng
    due = [slot for slot in count.slots if not slot.truth and is_due(slot.decided)]
    exact = len(due) * count.line.hidden
    quota = min(len(due), int(exact) + (rng.random() < exact % 1))
    if 4 <= quota < len(due) and rng.random() < 0.3:
        length = rng.randrange(4, min(quota, 12) + 1)
        start = rng.randrange(len(due) - length + 1)
        for slot in due[start : start + length]:
            slot.truth = "hidden"
        quota -= length
    for slot in rng.sample([slot for slot in due if not slot.truth], quota):
        slot.truth = "hidden"


def divide(count: Count, staff: Staff) -> None:
    """Give some cases several parties, and some decisions to the department that acts in this one's name."""
    rng = count.rng
    marks = {"-": [f"-{n}" for n in range(1, 5)], "A": list("ABCD"), "之": [f"之{n}" for n in SMALL[:4]]}
    for slot in count.slots:
        if staff.parties and slot.truth in (None, "hidden", "not due") and rng.random() < 0.04:
            slot.parts = tuple(marks[staff.parties][: rng.choice((2, 2, 2, 3, 4))])
        if staff.partner and not slot.truth and rng.random() < count.line.register.shared:
            slot.truth = "other department"


def slips(rng: Random, slot: Slot, width: int) -> list[tuple[int, str]]:
    """Return the ways of typing a number wrong, in any order."""
    right = str(slot.number)
    place = rng.randrange(len(right))
    padded = right.zfill(width)
    ways = [
        (slot.year, f"20{right}"),
        (slot.year, f"{slot.year}{right}"),
        (slot.year, right[: place + 1] + right[place:]),
        (slot.year, right[:-2] + right[:-3:-1]),
        (slot.year, right[:-1]),
        (slot.year, padded[::-1].replace("0", "O", 1)[::-1]),
    ]
    if slot.decided.month <= 2:
        ways += [(slot.year - 1, right)] * 4
    rng.shuffle(ways)
    return [(year, text) for year, text in ways if text.strip("0") and (year, text) != (slot.year, padded)]


def mistype(count: Count, staff: Staff) -> None:
    """Let some numbers be typed wrong, never so that another gap is covered."""
    style, running = count.line.style, count.line.register.running

    def key(year: int, number: int) -> tuple[int, int]:
        return (0 if running else year, number)

    taken = {key(slot.year, slot.number) for slot in count.slots if slot.truth}
    for slot in count.slots:
        own = key(slot.year, slot.number)
        if slot.truth or own in taken or len(slot.parts) > 1 or count.rng.random() >= 0.005:
            continue
        for year, text in slips(count.rng, slot, style.width or staff.clerks.first.width):
            wrong = key(year, int(text)) if text.isdecimal() else None
            if wrong != own and wrong not in taken:
                slot.slip, slot.truth = (year, text), "typing mistake"
                taken |= {own, wrong} if wrong else {own}
                break


# --- From numbers to decisions and gaps ---------------------------------------------------------------------------


@dataclass
class Result:
    """What has been planted so far."""

    decisions: list[PlantedDecision] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    series: int = 0


@dataclass(frozen=True)
class Issue:
    """A line that is complete, on its way into the result."""

    count: Count
    staff: Staff
    result: Result

    def key(self, slot: Slot) -> str:
        """Name the series of a number."""
        return self.count.line.style.key(None if self.count.line.register.running else slot.year)

    def paper_no(self, slot: Slot, part: str) -> str:
        """Return the number on the paper, in the department's usual hand."""
        return write(self.count.line.style, self.staff.clerks.first, slot.year, str(slot.number), part)

    def miss(self, slot: Slot, truth: Truth, part: str) -> None:
        """Note a gap."""
        self.result.gaps.append(
            Gap(
                department=self.staff.code,
                kind=slot.kind,
                series=self.key(slot),
                number=slot.number,
                truth=truth,
                year=slot.year,
                part=part,
                doc_no=self.paper_no(slot, part),
                register=self.count.line.register.numbering,
            )
        )

    def decide(self, slot: Slot, part: str, *, reported: bool, department: str = "") -> None:
        """Note a decision."""
        rng, style = self.count.rng, self.count.line.style
        wait = rng.randrange(1, 8) if rng.random() < 0.94 else rng.randrange(8, 31)
        hand = self.staff.clerks.hand(rng, slot.decided) if reported else self.staff.clerks.first
        year, digits = slot.slip or (slot.year, str(slot.number))
        self.result.decisions.append(
            PlantedDecision(
                department=department or self.staff.code,
                kind=slot.kind,
                doc_no=write(style, hand, year, digits, part),
                decided_on=slot.decided,
                reported=reported,
                due=is_due(slot.decided),
                reported_on=min(after(slot.decided, wait), OBSERVED_ON) if reported else None,
                meant_no=write(style, hand, slot.year, str(slot.number), part),
                series=self.key(slot),
                year=slot.year,
                number=slot.number,
                part=part,
            )
        )

    def reported(self, slot: Slot) -> None:
        """Note a case that was reported, if not always with all its parts."""
        rng = self.count.rng
        for part in slot.parts:
            if part and self.count.line.hidden and part != slot.parts[0] and is_due(slot.decided) and rng.random() < 0.02:
                self.miss(slot, "hidden", part)
                self.decide(slot, part, reported=False)
            else:
                self.decide(slot, part, reported=True)
        if self.staff.inserts and slot.parts == ("",) and rng.random() < 0.015:
            self.decide(slot, "A", reported=True)

    def note(self, slot: Slot) -> None:
        """Note what became of one number."""
        if slot.truth is None:
            self.reported(slot)
            return
        for part in slot.parts:
            self.miss(slot, slot.truth, part)
            if slot.truth in ("hidden", "not due"):
                self.decide(slot, part, reported=False)
            elif slot.truth == "typing mistake":
                self.decide(slot, part, reported=True)
            elif slot.truth == "other department":
                self.decide(slot, part, reported=True, department=self.staff.partner)

    def tail(self) -> None:
        """Note the next numbers, which are not made yet."""
        last = self.count.slots[-1]
        for number in range(last.number + 1, last.number + 4):
            self.miss(Slot(number, YEARS[-1], OBSERVED_ON, OBSERVED_ON, last.kind), "not made yet", "")


def keep(rng: Random, line: Line, staff: Staff, result: Result) -> None:
    """Keep one count over the years and note what came of it."""
    count = Count(line, rng)
    for year in YEARS:
        days = days_of(rng, year, line.volume)
        (count_in_blocks if line.register.blocks else count_on)(count, year, days)
    date_decisions(count)
    settle(count, staff)
    hide(count)
    divide(count, staff)
    if line.hidden < 1:
        mistype(count, staff)
    issue = Issue(count, staff, result)
    for slot in count.slots:
        issue.note(slot)
    issue.tail()
    result.series += 1 if line.register.running else len(YEARS)


def bound(decisions: Iterable[PlantedDecision], missing: Iterable[Gap]) -> list[Gap]:
    """Say of each gap whether it lies between two numbers that its department reported."""
    ends: dict[tuple[str, str], tuple[int, int]] = {}
    for made in decisions:
        if made.reported and made.doc_no == made.meant_no:
            key = (made.department, made.series)
            low, high = ends.get(key, (made.number, made.number))
            ends[key] = (min(low, made.number), max(high, made.number))
    bounded = []
    for gap in missing:
        low, high = ends.get((gap.department, gap.series), (0, 0))
        inside = low <= gap.number <= high if gap.part else low < gap.number < high
        bounded.append(replace(gap, bounded=inside))
    return bounded


# --- Organs and their registers -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Organ:
    """A kind of organ: its name, its sign, and the 字号 of its penalties and licences."""

    name: str
    sign: str
    penalties: tuple[str, ...]
    licences: tuple[str, ...]


ORGANS: Final = (
    Organ("市场监督管理局", "市监", ("罚", "处罚", "药罚"), ("许", "食许")),
    Organ("应急管理局", "应急", ("罚", "危罚"), ("许", "危化许")),
    Organ("卫生健康委员会", "卫", ("公罚", "医罚", "传罚"), ("公许", "医许")),
    Organ("生态环境局", "环", ("罚", "辐罚"), ("审", "许")),
    Organ("城市管理局", "城管", ("罚", "违建罚"), ("许", "占许")),
    Organ("消防救援大队", "消", ("行罚决", "临查罚"), ("安检许", "验许")),
    Organ("交通运输局", "交", ("罚", "运罚"), ("许", "运许")),
    Organ("住房和城乡建设局", "建", ("罚", "房罚"), ("许", "施许")),
    Organ("水务局", "水", ("罚", "渔罚"), ("许", "取水许")),
    Organ("文化和旅游局", "文旅", ("罚", "旅罚"), ("许", "演许")),
    Organ("农业农村局", "农", ("罚", "农药罚", "动监罚"), ("许", "动防许")),
    Organ("人力资源和社会保障局", "人社", ("监罚", "罚"), ("许", "派遣许")),
    Organ("自然资源局", "自然资", ("罚", "矿罚"), ("许", "建许")),
    Organ("烟草专卖局", "烟", ("处", "罚"), ("许", "零许")),
    Organ("税务局", "税", ("罚", "稽罚"), ("许", "票许")),
    Organ("公安分局", "公", ("行罚决", "治罚"), ("许", "特许")),
)
FIRST: Final = "岚澄霁栖砚苇芷沄"
SECOND: Final = "汀陂鹭蘅澜嶂筠泊屿棠"
IN_ONE_PLACE: Final = 6
MOST: Final = len(FIRST) * len(SECOND) * IN_ONE_PLACE
OFFICES: Final = ("西桥", "北塘", "东岭", "南渡", "柳湾")

MAIN: Final[dict[Habit, Register]] = {
    "mixed": Register(others=(0.2, 0.5)),
    "filing": Register(others=(0.06, 0.18), because=("no decision",), filing=True),
    "blocks": Register(blocks=3),
    "running": Register(running=True),
    "persons": Register(others=(0.5, 0.8), because=("not public",)),
    "general": Register(
        kinds=("licence",),
        others=(0.85, 0.95),
        because=("other document", "other document", "other document", "not public"),
    ),
    "joint": Register(kinds=("penalty", "licence")),
    "shared": Register(shared=0.2),
}
SIMPLE: Final = Register(others=(0.65, 0.85), because=("not public",))
HEARINGS: Final = Register(others=(0.9, 0.95), because=("not public",))
LICENCES: Final = Register(kinds=("licence",))
REFUSALS_TOO: Final = Register(kinds=("licence",), others=(0.03, 0.1))


@dataclass
class Desk:
    """Where a department's registers are laid out."""

    rng: Random
    place: str
    organ: Organ
    habit: Habit
    lines: list[tuple[Style, Register, float]] = field(default_factory=list)

    def style(self, sign: str, *, lead: str = "", width: int = 0) -> Style:
        """Compose what every number of a series begins with."""
        place = f"（{self.place}）" if self.rng.random() < 0.1 else self.place
        mark = sign + ("字" if sign and self.rng.random() < 0.35 else "")
        return Style(place + self.organ.sign + mark, front=self.rng.random() < 0.08, lead=lead, width=width)

    def open(self, style: Style, register: Register, weight: float) -> None:
        """Open a register."""
        self.lines.append((style, register, weight))

    def by_office(self, sign: str) -> None:
        """Open one register for each office, told apart by a prefix, a letter, a code or its name."""
        how = self.rng.randrange(4)
        usual = self.style(sign)
        for office in range(self.rng.randrange(3, 6)):
            name = OFFICES[office]
            style = (
                replace(usual, lead=f"{office + 1}-"),
                replace(usual, lead="ABCDE"[office]),
                replace(usual, lead=f"0{office + 1}", width=4),
                replace(usual, sign=usual.sign.replace(self.organ.sign, self.organ.sign + name, 1)),
            )[how]
            self.open(style, Register(), self.rng.uniform(0.4, 1))

    def main(self, sign: str) -> None:
        """Open the register by which the department is known."""
        rng = self.rng
        if self.habit == "offices":
            self.by_office(sign)
        elif self.habit in ("general", "joint"):
            self.open(self.style(""), MAIN[self.habit], 3)
        elif self.habit == "jump":
            self.open(self.style(sign), Register(running=rng.random() < 0.5, jump=True), 2)
        elif self.habit == "running":
            self.open(replace(self.style(sign), yearless=rng.random() < 0.4, front=False), MAIN["running"], 2)
        elif self.habit in ("plain", "filing") and rng.random() < 0.08:
            coded = self.style(sign, lead=f"{rng.randrange(10, 40)}{{year}}", width=6)
            self.open(coded, MAIN.get(self.habit, Register()), 2)
        else:
            self.open(self.style(sign), MAIN.get(self.habit, Register()), 2)

    def beside(self, penalties: Sequence[str]) -> None:
        """Open what is kept beside it: more penalties, licences, simple penalties, hearings."""
        rng = self.rng
        licence, more = rng.sample(self.organ.licences, 2)
        for sign in penalties:
            if rng.random() < 0.25:
                self.open(self.style(sign), Register(), rng.uniform(0.3, 0.8))
        if rng.random() < 0.65:
            self.open(self.style(licence), REFUSALS_TOO if rng.random() < 1 / 7 else LICENCES, rng.uniform(0.5, 1.5))
        if rng.random() < 0.15:
            self.open(self.style(more), LICENCES, rng.uniform(0.3, 0.8))
        if self.habit == "simple":
            self.open(self.style("简罚"), SIMPLE, 3)
        if rng.random() < 0.05:
            self.open(self.style("听告"), HEARINGS, 0.5)


def care(rng: Random) -> float:
    """Return the share of decisions that a department leaves out."""
    how = rng.random()
    if how < 0.25:
        return 0.0
    return rng.uniform(0.02, 0.05) if how < 0.85 else rng.uniform(0.05, 0.1)


def lines_of(rng: Random, department: Department) -> list[Line]:
    """Lay out the registers of a department and say how much each is used."""
    organ = ORGANS[department.organ]
    penalties = rng.sample(organ.penalties, len(organ.penalties))
    desk = Desk(rng, department.place, organ, department.habit)
    desk.main(penalties[0])
    desk.beside(penalties[1:])
    least, most = {"general": (150, 600), "silent": (20, 80)}.get(department.habit, (20, 600))
    volume = least * (most / least) ** rng.random()
    weights = sum(weight for _, _, weight in desk.lines)
    hidden = 1.0 if department.habit == "silent" else care(rng)
    mute = -1
    if len(desk.lines) > 1 and rng.random() < (0.25 if department.habit == "offices" else 0.05):
        mute = rng.randrange(1, len(desk.lines))
    lines = []
    for place, (style, register, weight) in enumerate(desk.lines):
        share = 1.0 if place == mute else hidden
        if register is HEARINGS and hidden < 1:
            share = 0.0
        lines.append(Line(style, register, max(12, round(volume * weight / weights)), share))
    return lines


def found(seed: int, number: int) -> tuple[Department, ...]:
    """Found the departments, six in each place."""
    if not 0 <= number <= MOST:
        raise ValueError(f"0 to {MOST} departments can be told apart, not {number}")
    rng = Random(f"{seed}:departments")  # noqa: S311
    places = [first + second for first in FIRST for second in SECOND]
    rng.shuffle(places)
    deck: list[Habit] = []
    made = []
    organs: list[int] = []
    for index in range(number):
        if not deck:
            deck = [habit for habit, often in HABITS for _ in range(often)]
            rng.shuffle(deck)
        if not index % IN_ONE_PLACE:
            organs = rng.sample(range(len(ORGANS)), IN_ONE_PLACE)
        place, organ = places[index // IN_ONE_PLACE], organs[index % IN_ONE_PLACE]
        name = f"{place}区{ORGANS[organ].name}"
        made.append(Department(f"D{index + 1:03d}", name, place, organ, deck.pop()))
    return tuple(made)


def partner_of(departments: Sequence[Department], index: int) -> str:
    """Return the next department that reports, to act in the name of this one."""
    others = [*departments[index + 1 :], *departments[:index]]
    if departments[index].habit != "shared":
        return ""
    return next((other.code for other in others if other.habit not in ("silent", "idle")), "")


@lru_cache(maxsize=8)
def world(seed: int, departments: int = STANDARD_DEPARTMENTS) -> World:
    """Plant a world; the same seed and size always give the same."""
    organs = found(seed, departments)
    result = Result()
    for index, department in enumerate(organs):
        if department.habit == "idle":
            continue
        rng = Random(f"{seed}:{department.code}")  # noqa: S311
        staff = Staff(
            code=department.code,
            clerks=clerks(rng),
            joined=rng.choice(WORKDAYS[58:185]) if rng.random() < 1 / 15 else STARTED_ON,
            parties=rng.choice(("-", "-", "A", "之")) if rng.random() < 0.3 else "",
            inserts=rng.random() < 0.1,
            partner=partner_of(organs, index),
        )
        for line in lines_of(rng, department):
            keep(rng, line, staff, result)
    decisions = sorted(result.decisions, key=lambda made: (made.decided_on, made.department, made.meant_no, made.doc_no))
    return World(organs, tuple(decisions), tuple(bound(decisions, result.gaps)), result.series)
