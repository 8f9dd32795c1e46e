"""Where many decisions stand is found by looking each of them up once, whatever the database knows of the tables' contents."""

from sqlalchemy import text

from credit.channels.contracts.schemas import contracts
from credit.channels.settling.queries import lines
from tests.factories.published import NOW

MANY = 1_000
RECORDS = """
    INSERT INTO archive.record (matched, kind, business_key, content_hash, department_id, known_from, data)
    SELECT 'none', 'many', decode(md5(n::text), 'hex'), decode(md5(n::text), 'hex'), 2, :now, '{}'
    FROM generate_series(1, :many) n"""
REPORTED = """
    INSERT INTO credit.decision (kind, party, party_kind, record_id, subject_name, department_id, authority, doc_no, doc_key,
        decided_on, status, standard, business_key, content_hash, first_received_at, received_at, batch_id, row_no, change)
    SELECT 'penalty', 'legal', '法人及非法人组织', id, '云汀试例', 2, '云汀市市场监督管理局', 'no ' || id, 'no ' || id, '2026-11-12', 'valid',
        'SGS-2021', business_key, content_hash, :now, :now, 1, id, 'new' FROM archive.record WHERE kind = 'many' RETURNING id"""
SHOWN = """
    INSERT INTO credit.publication (decision_id, version, token, state, kind, party_kind, party_name, party_normal, grams, doc_no,
        doc_key, authority, department_id, decided_on, shown_until, reported_by, made_at, reviewed_by, reviewed_at, published_at,
        first_published_at)
    SELECT id, 1, left(md5(id::text), 22), 'published', kind, party_kind, subject_name, subject_name, '{}', doc_no, doc_key,
        authority, 2, decided_on, '2027-11-12', 'person:1', :now, 'person:2', :now, :now, :now FROM credit.decision"""

READ = "SELECT sum(pg_stat_get_xact_tuples_returned(indexrelid)) FROM pg_index WHERE indrelid = 'credit.publication'::regclass"


def test_a_bulk_that_the_database_has_not_counted_yet_is_not_read_again_for_every_decision(session):
    given = {"now": NOW, "many": MANY}
    session.execute(text(RECORDS), given)
    ids = list(session.scalars(text(REPORTED), given))
    session.execute(text(SHOWN), given)
    session.execute(text("SET LOCAL enable_seqscan = off"))
    before = session.scalar(text(READ))
    found = lines(session, contracts()["credit-china"], ids, now=NOW)
    assert [line.wanted_version for line in found] == [1] * MANY
    assert MANY <= session.scalar(text(READ)) - before <= 3 * MANY
