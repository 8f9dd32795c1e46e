from concurrent.futures import ThreadPoolExecutor

from supervision.kernel.db import transaction
from supervision.registration.recording.models import Entry
from supervision.registration.recording.schemas import NewEntry, Outcome
from supervision.registration.recording.sealing.service import opened
from supervision.registration.recording.service import FEW, correct, record
from tests.factories.rows import uscc
from tests.registration.conftest import FIRM, Desk, establishment

RESIDENT = "110101199003070054"


def outcomes(desk: Desk, *entries: NewEntry) -> list[str]:
    return [item.outcome.value for item in desk.send(*entries)]


def test_an_entry_is_kept_as_it_came_and_waits_for_the_archive(desk, told):
    recorded = desk.send(establishment())[0]
    assert (recorded.outcome, recorded.version, recorded.message) == (Outcome.NEW, 1, "已收到")
    assert desk.entries("state", "version", "latest", "repeats", "channel") == [("received", 1, True, 0, "api")]
    assert told("registration.entries_recorded") == [{"entry_ids": [recorded.entry_id]}]


def test_the_same_again_changes_nothing_and_is_counted(desk, told):
    first = desk.send(establishment())[0]
    again = desk.send(establishment(), establishment())
    assert [(item.outcome, item.entry_id, item.message) for item in again] == [
        (Outcome.REPEATED, first.entry_id, "此前已收到相同内容，未作改动")
    ] * 2
    assert desk.entries("version", "repeats") == [(1, 2)]
    assert len(told("registration.entries_recorded")) == 1


def test_the_order_of_fields_and_empty_fields_do_not_make_another_content(desk):
    desk.send(NewEntry("S1", "设立", "2026-11-10", uscc(1), None, FIRM, payload={"source_no": "S1", "name": FIRM, "x": 1}))
    again = NewEntry(
        "S1", "设立", "2026-11-10", uscc(1), None, FIRM, payload={"x": 1, "name": FIRM, "note": None, "source_no": "S1"}
    )
    assert outcomes(desk, again) == ["repeated"]


def test_other_content_under_the_same_number_is_the_next_version(desk):
    desk.send(establishment())
    corrected = desk.send(establishment(scope="食品生产"))[0]
    assert (corrected.outcome, corrected.version) == (Outcome.CORRECTED, 2)
    assert desk.entries("version", "latest", "scope") == [(1, False, "食品销售"), (2, True, "食品生产")]


def test_an_old_version_that_comes_again_is_a_repetition_that_says_how_to_go_back(desk):
    desk.send(establishment())
    desk.send(establishment(scope="食品生产"))
    again = desk.send(establishment())[0]
    assert (again.outcome, again.version) == (Outcome.REPEATED, 2)
    assert "第 1 版" in again.message
    assert "备注" in again.remedy
    assert outcomes(desk, establishment(note="确实改回")) == ["corrected"]


def test_versions_within_one_call_follow_each_other(desk):
    assert outcomes(desk, establishment(), establishment(scope="甲"), establishment(), establishment(scope="乙")) == [
        "new",
        "corrected",
        "repeated",
        "corrected",
    ]
    assert desk.entries("version", "latest", "repeats") == [(1, False, 1), (2, False, 0), (3, True, 0)]


def test_the_same_number_of_another_registrar_is_another_business(desk):
    desk.send(establishment())
    with transaction() as session:
        west = record(session, [establishment()], department_id=desk.city.west.id, actor="client:2", now=desk.now())
    assert [item.outcome for item in west] == [Outcome.NEW]


def test_a_held_entry_is_kept_with_its_reason_and_not_told(desk, told):
    held = desk.send(establishment(name=None))[0]
    assert (held.outcome, held.message, held.remedy) == (Outcome.HELD, "没有企业名称", "补填企业名称后重新报送")
    assert desk.entries("state", "held_reason") == [("held", "没有企业名称")]
    assert told("registration.entries_recorded") == []
    again = desk.send(establishment(name=None))[0]
    assert again.message == "此前已收到相同内容，未作改动；这笔业务仍待处理：没有企业名称"


def test_the_number_of_a_person_is_kept_encrypted_only(desk):
    desk.send(establishment(code=RESIDENT), establishment(source_no="S2", legal_rep=f"沈某某 {RESIDENT}"))
    rows = desk.entries("code", "legal_rep", "payload", "held_rule")
    assert [(code, held) for code, _, _, held in rows] == [(None, "V20"), (uscc(1), None)]
    assert all(RESIDENT.encode() not in payload and RESIDENT in opened(payload) for _, _, payload, _ in rows)
    assert RESIDENT not in rows[1][1]


def test_halves_of_characters_and_null_signs_do_no_harm(desk):
    desk.take(
        establishment(
            name="云汀\x00试例\ud83d食品有限公司", scope="食品\u200b销售", payload={"a": "\ud83d\x00", "source_no": "S1"}
        )
    )
    assert desk.entries("state", "name", "scope") == [("archived", "云汀试例食品有限公司", "食品销售")]


def test_two_that_come_at_the_same_time_are_one(desk):
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: desk.send(establishment())[0].outcome.value, range(8)))
    assert sorted(results) == ["new"] + ["repeated"] * 7
    assert desk.entries("repeats") == [(7,)]


def test_a_large_call_is_recorded_whole(desk):
    many = [establishment(source_no=f"S{number}") for number in range(FEW + 5)]
    assert outcomes(desk, *many) == ["new"] * len(many)
    assert outcomes(desk, *many) == ["repeated"] * len(many)


def test_a_correction_by_a_person_keeps_what_was_said_besides(desk):
    held = desk.send(establishment(code="91310115MA1H000126", telephone="021-55556666"))[0]
    with transaction() as session:
        entry = session.get(Entry, held.entry_id)
        recorded = correct(session, entry, changes={"code": uscc(1)}, actor="person:1", now=desk.now())
    desk.archive()
    assert recorded.outcome is Outcome.CORRECTED
    assert desk.entries("version", "state", "channel", "telephone") == [
        (1, "held", "api", "021-55556666"),
        (2, "archived", "page", "021-55556666"),
    ]
