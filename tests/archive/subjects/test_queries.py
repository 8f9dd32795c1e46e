"""An archive as of a day: known answers, masks, merges, and the two renderings of one statement held together."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from psycopg import RawCursor
from psycopg.rows import tuple_row
from sqlalchemy import select, text, update

from supervision.archive.subjects import queries
from supervision.archive.subjects.merging.service import merge
from supervision.archive.subjects.models import Event, Identifier, Name, Registration, Subject
from supervision.archive.subjects.queries import Reader
from supervision.archive.subjects.rules import AsOf
from supervision.archive.subjects.writing.rules import Rendering, archive_statement
from supervision.kernel.audit.models import AccessEntry
from tests.factories import archive as factory
from tests.factories.archive import KNOWN

NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
TODAY = AsOf(None, NOW, past=False)
LATER = KNOWN + timedelta(days=30)


def read(session, made, point=TODAY, **options):
    return json.loads(queries.archive_json(session, subject_id=made.id, as_of=point, **options))


def test_nobody_stands_under_an_unknown_number(session):
    assert queries.archive_json(session, subject_id=987_654, as_of=TODAY) is None


def test_the_whole_archive_is_one_document(session):
    made = factory.firm(session, capital=1200, currency="CNY")
    factory.penalty(made, date(2026, 5, 14))
    found = read(session, made)
    assert found["name"] == "云汀禾木速冻食品有限公司"
    assert found["records"]["counts"] == {"penalty": 1}
    assert [event["kind"] for event in found["timeline"]["items"]] == ["penalty"]
    assert found["departments"]["2"] == "登记机关"
    assert found["registrations"][0]["capital"] == 1200


def test_records_and_events_are_told_latest_first(session):
    made = factory.firm(session)
    for year in (2021, 2026, 2015, 2024):
        factory.penalty(made, date(year, 5, 14))
    found = read(session, made)
    days = ["2026-05-14", "2024-05-14", "2021-05-14", "2015-05-14"]
    assert [item["occurred_on"] for item in found["records"]["items"]] == days
    assert [item["occurred_on"] for item in found["timeline"]["items"]] == days


def test_a_dissolved_enterprise_keeps_its_archive(session):
    made = factory.firm(session, state="S6")
    factory.penalty(made, date(2019, 1, 1))
    assert read(session, made)["records"]["counts"] == {"penalty": 1}


def test_the_registrar_is_believed_before_a_later_source(session):
    made = factory.firm(session, legal_rep="沈某某")
    own = made.registration(department_id=factory.department(session), legal_rep="许某", industry="C1432", known_from=LATER)
    found = read(session, made)
    by_id = {row["id"]: row for row in found["registrations"]}
    assert by_id[found["fields"]["legal_rep"]]["legal_rep"] == "沈某某"
    assert found["fields"]["industry"] == own.id


def test_the_past_shows_the_name_of_that_day(session):
    made = factory.subject(session)
    made.name("云汀禾丰有限公司", former=True, valid_to=date(2025, 4, 11))
    made.name("云汀禾木有限公司", valid_from=date(2025, 4, 11))
    assert read(session, made, AsOf(date(2024, 5, 1), NOW))["name"] == "云汀禾丰有限公司"
    assert read(session, made)["name"] == "云汀禾木有限公司"


def test_what_began_later_is_left_out_in_every_part(session):
    made = factory.firm(session)
    other = factory.firm(session, "云汀禾木控股有限公司")
    on = date(2026, 5, 14)
    factory.penalty(made, on)
    made.relation(from_id=other.id, share=0.5, valid_from=on)
    made.identifier("110108000000016", kind="regno", valid_from=on)
    made.name("云汀新名有限公司", valid_from=on)
    before, after = (read(session, made, AsOf(day, NOW)) for day in (on - timedelta(days=1), on))
    assert (before["records"]["counts"], after["records"]["counts"]) == ({}, {"penalty": 1})
    assert (before["timeline"]["count"], after["timeline"]["count"]) == (0, 1)
    assert (before["relations"]["holders"]["count"], after["relations"]["holders"]["count"]) == (0, 1)
    assert (len(before["identifiers"]), len(after["identifiers"])) == (1, 2)
    assert (before["name"], after["name"]) == ("云汀禾木速冻食品有限公司", "云汀新名有限公司")


def test_what_was_not_known_yet_is_left_out_and_what_was_believed_is_shown(session):
    made = factory.firm(session, address="禾埠路 86 号", known_to=LATER)
    made.registration(address="禾埠路 88 号", known_from=LATER)
    then = read(session, made, AsOf(None, LATER - timedelta(seconds=1)))
    now = read(session, made)

    def address(found):
        return next(row["address"] for row in found["registrations"] if row["id"] == found["fields"]["address"])

    assert (address(then), address(now)) == ("禾埠路 86 号", "禾埠路 88 号")
    assert len(then["registrations"]) == 1
    assert [row["in_force"] for row in now["registrations"]] == [True, False]


def test_neighbours_share_an_address_or_telephone_on_the_day(session):
    made = factory.firm(session, address_key=77, telephone_key=8)
    same = factory.firm(session, "云汀木川商贸有限公司", address_key=77)
    gone = factory.firm(session, "云汀川木有限公司", address_key=77, known_to=LATER)
    now = read(session, made)["relations"]["same_address"]
    then = read(session, made, AsOf(None, LATER - timedelta(days=1)))["relations"]["same_address"]
    assert [item["subject_id"] for item in now["items"]] == [same.id]
    assert [item["subject_id"] for item in then["items"]] == [same.id, gone.id]


def test_many_neighbours_are_counted_up_to_twenty(session):
    made = factory.firm(session, address_key=77)
    for number in range(25):
        factory.firm(session, f"云汀{number}有限公司", address_key=77)
    found = read(session, made)["relations"]["same_address"]
    assert (found["count"], found["more"], len(found["items"])) == (20, True, 10)


def test_holders_holdings_and_what_holders_also_hold(session):
    made, parent, sister = (factory.firm(session, name) for name in ("甲有限公司", "乙控股有限公司", "丙有限公司"))
    made.relation(from_id=parent.id, share=0.51)
    sister.relation(from_id=parent.id, share=0.4)
    relations = read(session, made)["relations"]
    assert [(item["name"], item["share"], item["state"]) for item in relations["holders"]["items"]] == [
        ("乙控股有限公司", 0.51, "S1")
    ]
    assert [item["name"] for item in relations["also"]] == ["丙有限公司"]
    assert [item["subject_id"] for item in read(session, parent)["relations"]["holdings"]["items"]] == [made.id, sister.id]


@pytest.fixture
def noodle_shop(session):
    made = factory.firm(session, "汀南区欧阳记面馆", kind="individual", legal_rep="欧阳某三", telephone="13900005678")
    made.event("负责人由欧阳某三变更为沈小四", kind="registration_changed")
    made.relation("legal_representative", from_name="沈小四")
    made.record("complaint", data={"caller": "许某", "matter": "分量不足"})
    return made


def test_personal_fields_of_an_individual_business_are_masked(session, noodle_shop):
    text = queries.archive_json(session, subject_id=noodle_shop.id, as_of=TODAY, personal=["caller"])
    for secret in ("欧阳某三", "沈小四", "13900005678", "许某"):
        assert secret not in text
    found = json.loads(text)
    assert found["masked"] is True
    assert found["name"] == "汀南区欧阳记面馆"
    assert found["registrations"][0]["legal_rep"] == "欧阳某某"
    assert found["registrations"][0]["telephone"] == "139****5678"
    assert found["registrations"][0]["address"] == "汀南区禾埠路 86 号"
    assert found["timeline"]["items"][0]["summary"].startswith("负责人由欧")
    assert found["records"]["items"][0]["data"] == {"matter": "分量不足"}


def test_a_granted_purpose_opens_them(session, noodle_shop):
    found = read(session, noodle_shop, reveal=True, personal=["caller"])
    assert found["masked"] is False
    assert found["registrations"][0]["legal_rep"] == "欧阳某三"
    assert found["registrations"][0]["telephone"] == "13900005678"
    assert found["records"]["items"][0]["data"]["caller"] == "许某"


def test_the_legal_representative_of_an_enterprise_is_public_and_its_telephone_masked(session):
    made = factory.firm(session, legal_rep="沈某某", telephone="010-66001234")
    row = read(session, made)["registrations"][0]
    assert (row["legal_rep"], row["telephone"]) == ("沈某某", "010-******34")


def test_the_home_and_the_name_of_a_person_are_masked(session):
    made = factory.subject(session, "person", person_hash=b"h")
    made.name("沈小四")
    made.registration(name="沈小四", address="云汀市汀南区禾埠路 86 号 401")
    found = read(session, made)
    assert found["name"] == "沈某某"
    assert found["registrations"][0]["address"] == "云汀市汀南区＊＊＊"


def test_a_merged_archive_is_read_under_the_kept_one(session):
    kept, merged = factory.firm(session), factory.firm(session, "云汀禾木食品厂")
    factory.penalty(merged, date(2015, 2, 3))
    merge(session, kept_id=kept.id, merged_id=merged.id, reason="换照", actor="person:1", now=LATER)
    for asked in (kept, merged):
        found = read(session, asked)
        assert found["id"] == kept.id
        assert found["members"] == [kept.id, merged.id]
        assert found["records"]["counts"] == {"penalty": 1}
    assert read(session, merged, AsOf(None, LATER - timedelta(seconds=1)))["id"] == merged.id


def merged_pair(session):
    kept = factory.firm(session, legal_rep="沈某某", address="汀南区禾埠路 86 号")
    other = factory.firm(session, "云汀禾木食品厂", legal_rep="许某", address="汀南区禾埠路86号")
    merge(session, kept_id=kept.id, merged_id=other.id, reason="换照", actor="person:1", now=LATER)
    return kept, other


def test_the_halves_of_a_merge_that_disagree_are_shown_beside_each_other(session):
    kept, other = merged_pair(session)
    halves = {item["field"]: item for item in read(session, kept)["halves"]}
    assert set(halves) == {"legal_rep", "name"}
    sides = halves["legal_rep"]["first"], halves["legal_rep"]["second"]
    assert [(side["subject_id"], side["value"]) for side in sides] == [(kept.id, "沈某某"), (other.id, "许某")]


def test_halves_are_compared_as_they_stood_on_the_day(session):
    kept, _other = merged_pair(session)
    assert read(session, kept, AsOf(None, LATER - timedelta(days=1)))["halves"] == []
    assert len(read(session, kept, AsOf(None, LATER + timedelta(days=1)))["halves"]) == 2


def test_an_archive_that_is_not_merged_has_no_halves(session):
    assert read(session, factory.firm(session))["halves"] == []


def test_both_renderings_say_the_same(session):
    made = factory.firm(session, address_key=5, telephone="13800001234", telephone_key=6)
    near = factory.firm(session, "云汀木川商贸有限公司", address_key=5, telephone_key=6)
    made.relation(from_id=near.id, share=0.1)
    made.relation("executive", from_name="许某", position="监事", valid_to=date(2020, 1, 1))
    made.registration(department_id=factory.department(session), address="另一处", known_to=LATER)
    factory.penalty(made, date(2026, 5, 14), matched="name")
    made.record("licence", valid_from=date(2030, 1, 1))
    plain = read(session, made)
    full = read(session, made, AsOf(None, NOW, past=True))
    full["as_of"] = plain["as_of"]
    for item in [*full["relations"]["holders"]["items"]]:
        item["state"] = "S1" if item["subject_id"] else None
    assert plain == full


def registered(session, **values):
    made = factory.firm(session, **{"address_key": 5, "capital": 12.5, **values})
    made.event("登记设立", occurred_on=date(2017, 3, 22))
    return made


def briefly(session, made, *, code=None):
    """Return what the brief rendering alone answers, or None where it leaves the answer to the next one."""
    statement = archive_statement(Rendering.BRIEF, logging=False)
    asked = {"subject_id": None if code else str(made.id), "code": code, "reveal": "f", "judged_on": "2026-11-18"}
    driver = session.connection().connection.driver_connection
    row = RawCursor(driver, row_factory=tuple_row).execute(statement.text, statement.values(asked)).fetchone()
    return None if row is None else json.loads(row[0])


def at_length(session, made):
    """Return the answer of the rendering that holds for any day; it alone does not say the state of others in the past."""
    full = read(session, made, AsOf(None, NOW, past=True))
    for item in full["relations"]["holdings"]["items"]:
        item["state"] = "S1"
    return full | {"as_of": {"valid_on": None, "known_at": None}}


@pytest.mark.parametrize("neighbours", [0, 1, 10, 11, 20, 25])
def test_the_brief_rendering_says_the_same_of_a_firm_that_is_only_registered(session, neighbours):
    made = registered(session)
    for number in range(neighbours):
        factory.firm(session, f"云汀木川{number}商贸有限公司", address_key=5)
    assert briefly(session, made) == at_length(session, made)


def test_the_brief_rendering_writes_any_text_and_every_missing_field(session):
    made = registered(
        session, address_key=None, capital=None, scope='引号"、反斜杠\\、%s、换行\n和制表\t', legal_rep="沈:某 {某}"
    )
    brief = briefly(session, made)
    assert brief == at_length(session, made)
    assert brief["fields"]["capital"] is None


@pytest.mark.parametrize("operator", ["许禾木", "欧阳禾", "许", "", None])
def test_the_brief_rendering_covers_the_operator_of_an_individual_business(session, operator):
    made = registered(session, legal_rep=operator)
    session.execute(update(Subject).values(kind="individual"))
    full = at_length(session, made)
    assert briefly(session, made) in ([None] if operator is not None and len(operator) < 2 else [full])
    assert operator is None or len(operator) < 2 or operator not in json.dumps(full, ensure_ascii=False)


def test_the_brief_rendering_is_found_by_code(session):
    made = registered(session)
    code = read(session, made)["identifiers"][0]["value"]
    assert briefly(session, made, code=code)["id"] == made.id
    assert briefly(session, made, code="91000000000000000X") is None


MORE = {
    "a record": lambda made: factory.penalty(made, date(2026, 5, 14)),
    "a holder": lambda made: made.relation(from_name="许某"),
    "a holding": lambda made: factory.firm(made.session, "乙有限公司").relation(from_id=made.id),
    "a former name": lambda made: made.name("云汀禾丰有限公司", former=True, valid_to=date(2020, 1, 1)),
    "a former name alone": lambda made: made.session.execute(update(Name).values(former=True)),
    "a name that has ended": lambda made: made.session.execute(update(Name).values(valid_to=date(2020, 1, 1))),
    "a second code": lambda made: made.identifier("110108000000016", kind="regno"),
    "a second event": lambda made: made.event("换发执照", occurred_on=date(2019, 1, 1)),
    "an older version": lambda made: made.registration(address="旧址", known_to=LATER),
    "an ended version": lambda made: made.registration(address="旧址", valid_to=date(2030, 1, 1)),
    "another source": lambda made: made.registration(department_id=factory.department(made.session)),
    "a name from another source": lambda made: made.session.execute(
        update(Name).values(department_id=factory.department(made.session))
    ),
    "a registration that begins later": lambda made: made.session.execute(
        update(Registration).values(valid_from=date(2026, 12, 1))
    ),
    "a number in full width": lambda made: made.session.execute(update(Event).values(summary="注册资本１２万元")),
    "a mobile number": lambda made: made.session.execute(update(Event).values(summary="联系人 139 0000 5678")),
    "an event from another source": lambda made: made.session.execute(
        update(Event).values(department_id=factory.department(made.session))
    ),
    "a code from another source": lambda made: made.session.execute(
        update(Identifier).values(department_id=factory.department(made.session))
    ),
    "two sources of which one has a neighbour twice": lambda made: [
        factory.firm(made.session, "云汀木川商贸有限公司", address_key=6).registration(
            department_id=factory.department(made.session), address_key=6
        ),
        made.registration(department_id=factory.department(made.session), address_key=6),
    ],
    "a telephone": lambda made: made.session.execute(update(Registration).values(telephone="13800001234")),
    "a neighbour in two sources": lambda made: [
        factory.firm(made.session, "云汀木川商贸有限公司", address_key=5).registration(
            department_id=factory.department(made.session), address_key=5
        )
    ],
    "an operator whom a text names": lambda made: [
        made.session.execute(update(Subject).values(kind="individual")),
        made.session.execute(update(Registration).values(legal_rep="许禾木")),
        made.session.execute(update(Event).values(summary="经营者许禾木变更")),
    ],
    "a person": lambda made: made.session.execute(update(Subject).values(kind="person", person_hash=b"1")),
    "a merged one": lambda made: merge(
        made.session, kept_id=made.id, merged_id=factory.firm(made.session).id, reason="换照", actor="person:1", now=LATER
    ),
}


@pytest.mark.parametrize("more", list(MORE))
def test_the_brief_rendering_leaves_whatever_is_more_to_the_longer_ones(session, more):
    made = registered(session)
    MORE[more](made)
    assert briefly(session, made) is None
    read(session, made, reader=Reader(actor="person:7", at=NOW))
    assert len(session.scalars(select(AccessEntry)).all()) == 1
    assert read(session, made) == at_length(session, made)


@pytest.mark.parametrize("rendering", list(Rendering))
def test_every_rendering_can_be_asked(session, rendering):
    assert queries.archive_statement(rendering, logging=True).names


def scans(plan):
    """Return every scan of a table in a plan, with the condition by which an index leads to its rows."""
    below = [scan for part in plan.get("Plans", []) for scan in scans(part)]
    condition = plan.get("Index Cond") or plan.get("Recheck Cond")
    return [(plan["Relation Name"], condition), *below] if "Relation Name" in plan else below


MANY = """
    WITH made AS (
        INSERT INTO archive.subject (kind, known_from) SELECT 'enterprise', now() FROM generate_series(1, 4000) RETURNING id
    )
    INSERT INTO archive.registration (subject_id, facts_hash, department_id, known_from, address_key, telephone_key)
    SELECT made.id, 'x', 2, now(), made.id, made.id FROM made;
    ANALYZE archive.subject; ANALYZE archive.registration
"""


@pytest.mark.parametrize("rendering", list(Rendering))
def test_an_index_leads_every_rendering_to_its_registrations(session, rendering):
    session.execute(text(MANY))
    driver = session.connection().connection.driver_connection
    explained = b"EXPLAIN (GENERIC_PLAN, FORMAT JSON) " + archive_statement(rendering, logging=False).text
    found = scans(driver.execute(explained).fetchone()[0][0]["Plan"])
    conditions = [condition for table, condition in found if table == "registration"]
    assert len(conditions) >= 3
    assert None not in conditions


def test_the_reading_is_logged_by_the_same_statement(session):
    made = factory.firm(session)
    reader = Reader(
        actor="person:7", at=NOW, department_id=2, address="10.0.0.1", purpose="case", case_number="立案〔2026〕1号"
    )
    read(session, made, reader=reader)
    entry = session.scalars(select(AccessEntry)).one()
    assert (entry.actor, entry.object_kind, entry.object_id) == ("person:7", "archive", str(made.id))
    assert (entry.at, entry.purpose, entry.case_number, entry.address) == (NOW, "case", "立案〔2026〕1号", "10.0.0.1")


def test_the_reading_of_a_masked_or_merged_archive_is_logged_once(session, noodle_shop):
    read(session, noodle_shop, reader=Reader(actor="person:7", at=NOW))
    assert len(session.scalars(select(AccessEntry)).all()) == 1


def test_a_code_leads_to_its_subject_also_after_it_was_withdrawn(session):
    made = factory.firm(session)
    old = made.identifier("110108000000016", kind="regno", known_to=LATER)
    assert queries.subject_by_code(session, old.value) == made.id
    assert queries.subject_by_code(session, "91000000000000000X") is None
