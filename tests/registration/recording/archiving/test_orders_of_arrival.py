"""Whatever arrives in whatever order, as often as it likes: the archive says what the entries come to, after every step.

What they come to is worked out here once more, as plainly as it can be said.
"""

from datetime import date, timedelta
from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from supervision.registration.recording.schemas import NewEntry
from tests.factories.rows import ask, uscc
from tests.registration.conftest import Desk

FIRST = date(2026, 10, 1)
RANK = {"establishment": 0, "scope_change": 1, "address_change": 1, "revocation": 2, "cancellation": 3}
DIVISIONS = [None, "310101", "310104", "310115"]
SCOPES = [None, "食品销售", "餐饮服务", "道路货物运输"]
HOME = "310115"
FIRMS = count(1)
KINDS = st.sampled_from([*RANK, "scope_change", "address_change"])
ENTRIES = st.tuples(KINDS, st.integers(0, 12), st.sampled_from(SCOPES), st.sampled_from(DIVISIONS))


def expected(known: dict[str, NewEntry]) -> dict[str, object]:
    """Return what the register must say when exactly these businesses are known, the newest version of each."""
    facts = {"scope": None, "division": None, "state": None, "established_on": None, "valid_from": None}
    ended, standing = False, []
    for entry in sorted(known.values(), key=lambda item: (item.occurred_on, RANK[item.kind], item.source_no)):
        if ended:
            if entry.kind == "cancellation":
                standing.append(entry.source_no)
            continue
        standing.append(entry.source_no)
        facts["scope"] = entry.scope or facts["scope"]
        facts["division"] = entry.division or facts["division"] or HOME
        facts["valid_from"] = entry.occurred_on
        if entry.kind == "establishment":
            facts["state"] = facts["state"] or "S1"
            facts["established_on"] = facts["established_on"] or entry.occurred_on
        if entry.kind == "revocation":
            facts["state"] = "S4"
        if entry.kind == "cancellation":
            facts["state"] = "S5" if facts["state"] == "S4" else "S6"
            ended = True
    return {**facts, "standing": sorted(standing)}


class Firm(RuleBasedStateMachine):
    """One firm whose entries come in any order, again, and corrected."""

    desk: Desk

    def __init__(self) -> None:
        super().__init__()
        self.number = next(FIRMS)
        self.code = uscc(self.number)
        self.sent: list[NewEntry] = []
        self.waiting: list[NewEntry] = []
        self.known: dict[str, NewEntry] = {}

    def entry(self, source_no: str, said: tuple[str, int, str | None, str | None], note: str | None = None) -> NewEntry:
        kind, day, scope, division = said
        return NewEntry(
            f"{self.number}-{source_no}",
            kind,
            (FIRST + timedelta(days=day)).isoformat(),
            self.code,
            None,
            f"云汀{self.number}号有限公司",
            scope=scope,
            division=division,
            note=note,
        )

    @rule(said=ENTRIES)
    def arrives(self, said):
        self.send(self.entry(f"{len(self.sent):03}", said))

    @precondition(lambda self: self.sent)
    @rule(place=st.integers(0, 99))
    def arrives_again(self, place):
        self.desk.send(self.sent[place % len(self.sent)])

    @precondition(lambda self: self.sent)
    @rule(place=st.integers(0, 99), said=ENTRIES)
    def is_corrected(self, place, said):
        number = self.sent[place % len(self.sent)].source_no.partition("-")[2]
        self.send(self.entry(number, said, note=f"第 {len(self.sent)} 次"))

    def send(self, entry: NewEntry) -> None:
        self.desk.send(entry)
        self.sent.append(entry)
        self.waiting.append(entry)

    @precondition(lambda self: self.waiting)
    @rule()
    def the_archive_is_written(self):
        self.desk.archive()
        self.known |= {entry.source_no: entry for entry in self.waiting}
        self.waiting = []

    @precondition(lambda self: self.known)
    @invariant()
    def the_archive_says_what_the_entries_come_to(self):
        rows = ask(
            "SELECT scope, division, state, established_on::text, valid_from::text, subject_id FROM archive.registration"
            " WHERE code = :code AND known_to IS NULL",
            code=self.code,
        )
        assert len(rows) == 1
        *facts, subject_id = rows[0]
        lines = ask(
            "SELECT e.source_no FROM archive.event v JOIN registration.entry e ON e.id = v.link_id"
            " WHERE v.subject_id = :subject_id AND v.kind = 'registration_entry' AND v.known_to IS NULL ORDER BY 1",
            subject_id=subject_id,
        )
        names = ("scope", "division", "state", "established_on", "valid_from")
        assert {**dict(zip(names, facts, strict=True)), "standing": [line for (line,) in lines]} == expected(self.known)

    def teardown(self) -> None:
        if self.waiting:
            self.the_archive_is_written()
            self.the_archive_says_what_the_entries_come_to()


def test_any_order_with_repetitions_and_corrections_ends_in_the_same_archive(desk):
    Firm.desk = desk
    run_state_machine_as_test(
        Firm,
        settings=settings(
            max_examples=25, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
        ),
    )
