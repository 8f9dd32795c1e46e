"""How fast the public portal answers with a million decisions on the whole registry: queries of every kind, and single records.

The decisions are invented beside the loaded firms, once for an installation, and kept. They stand for records that were reported,
reviewed and published over three years; a part of them is past its last day, as on any day.
"""

import random
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks import world
from benchmarks.archive import measured, served
from benchmarks.harness import Benchmark, Figure, Ground
from benchmarks.http_load import LoadResult, together
from supervision.kernel.db import reading, transaction
from supervision.kernel.servers import addresses, postgres
from supervision.kernel.servers.supervise import own_command
from supervision.kernel.settings import Settings

DECISIONS = 1_000_000
PORT, ROUNDS, PATHS = 8197, 3, 6_000
SEED = 20261122
OFFICES = """
    INSERT INTO accounts.department (id, code, name, short_name, division, level, parent_id, path)
    SELECT 900000 + n, 'portal-' || n, '测量单位' || n, '测量单位' || n, lpad((990100 + n % 16)::text, 6, '0'), 'city', NULL,
        '/' || 900000 + n || '/'
    FROM generate_series(1, 40) AS n ON CONFLICT DO NOTHING
"""
CHOSEN = """
    CREATE TEMP TABLE chosen AS
    SELECT row_number() OVER () AS n, found.* FROM (
        SELECT name.subject_id, name.name, name.normal, name.grams, identifier.value AS code
        FROM archive.name JOIN archive.identifier ON identifier.subject_id = name.subject_id AND identifier.kind = 'uscc'
            AND identifier.known_to IS NULL
        WHERE NOT name.former AND name.known_to IS NULL ORDER BY md5(name.subject_id::text) LIMIT :decisions
    ) AS found
"""
PLAN = """
    CREATE TEMP TABLE planned AS
    SELECT chosen.*, md5('portal' || n)::uuid AS key, CASE WHEN n % 5 < 3 THEN 'licence' ELSE 'penalty' END AS kind,
        900001 + (hashint8(n) & 1023) % 40 AS office, current_date - ((hashint8(n + 7) & 65535) % 1000)::int AS decided_on,
        CASE WHEN n % 5 < 3 THEN '测审许〔2026〕第' || n || '号' ELSE '测市监处罚〔2026〕' || n || '号' END AS doc_no
    FROM chosen
"""
RECORDS = """
    INSERT INTO archive.record (subject_id, matched, kind, business_key, content_hash, department_id, known_from, data)
    SELECT subject_id, 'code', 'portal-' || kind, uuid_send(key), uuid_send(key), office, now(), '{}' FROM planned
"""
REPORTED = """
    INSERT INTO credit.decision (kind, party, party_kind, record_id, subject_id, subject_name, subject_code, department_id,
        authority, doc_no, doc_key, category, decided_on, content, facts, basis, status, standard, business_key, content_hash,
        first_received_at, received_at, batch_id, row_no, change)
    SELECT planned.kind, 'legal', '法人及非法人组织', record.id, planned.subject_id, planned.name, planned.code, office,
        '测量单位' || office - 900000, planned.doc_no, regexp_replace(planned.doc_no, '[〔〕]', '', 'g'),
        CASE planned.kind WHEN 'licence' THEN '普通' ELSE '罚款' END, planned.decided_on, :content, :facts, :basis, 'valid',
        'SGS-2021', uuid_send(key), uuid_send(key), now(), now(), (SELECT min(id) FROM intake.batch), planned.n, 'new'
    FROM planned JOIN archive.record ON record.business_key = uuid_send(key) AND record.kind = 'portal-' || planned.kind
"""
PUBLISHED = """
    INSERT INTO credit.publication (decision_id, version, token, state, kind, subject_id, party_kind, party_name, party_normal,
        party_code, grams, doc_no, doc_key, title, category, authority, department_id, division, decided_on, amount, content, facts,
        basis, severity, shown_until, period_rule, publish_by, reported_by, made_at, reviewed_by, reviewed_at, published_at,
        first_published_at)
    SELECT decision.id, 1, rtrim(translate(encode(uuid_send(planned.key), 'base64'), '+/', '-_'), '='), 'published', planned.kind,
        planned.subject_id, decision.party_kind, planned.name, planned.normal, planned.code, planned.grams, planned.doc_no,
        decision.doc_key, '测量用决定', decision.category, decision.authority, office, department.division, planned.decided_on,
        CASE planned.kind WHEN 'penalty' THEN (n % 90 + 1) / 10.0 END, decision.content, decision.facts, decision.basis,
        CASE planned.kind WHEN 'penalty' THEN 'general' END,
        CASE planned.kind WHEN 'penalty' THEN (planned.decided_on + interval '1 year')::date END, 'NDRC36-GENERAL@1',
        planned.decided_on + 9, 'person:901', now(), 'person:902', now(), at, at
    FROM planned JOIN credit.decision ON decision.business_key = uuid_send(key)
    JOIN accounts.department ON department.id = office
    CROSS JOIN LATERAL (SELECT planned.decided_on + interval '3 days' + (n % 28800) * interval '1 second' AS at) AS published
"""
FACTS = (
    "经查，当事人于二〇二六年三月至五月间经营的定量包装食品标签标注净含量与实测不符，现场检查笔录、检验报告、询问笔录为证。" * 3
)
TEXTS = {
    "content": "责令改正上述违法行为，罚款贰万伍仟元整。",
    "facts": FACTS,
    "basis": "《中华人民共和国计量法》第二十八条、《定量包装商品计量监督管理办法》第十八条",
}
NAMES = "SELECT party_name, party_normal, party_code, doc_no, token FROM credit.publication WHERE id = ANY (:ids)"


def run(ground: Ground) -> Iterator[Figure]:
    """Measure the portal of the large installation."""
    settings = world.installation(ground, world.LARGE)
    files = world.source(ground, world.LARGE)
    with world.running(settings):
        world.ensure_loaded(settings, files)
        ensure_published(settings, DECISIONS)
        yield from figures(settings)


def ensure_published(settings: Settings, decisions: int) -> None:
    """Invent decisions on the loaded firms unless they are there, and gather statistics as after any load."""
    with reading() as session:
        there = session.scalar(text("SELECT count(*) FROM archive.record WHERE kind LIKE 'portal-%'")) or 0
    if there < decisions:
        with transaction() as session:
            _invent(session, decisions)
    with addresses.postgres_server(settings).connect(postgres.DATABASE) as connection:
        for table in ("credit.publication", "credit.decision", "archive.record"):
            connection.execute(f"VACUUM ANALYZE {table}")


def _invent(session: Session, decisions: int) -> None:
    session.execute(text("DELETE FROM credit.publication WHERE reported_by = 'person:901'"))
    session.execute(text("DELETE FROM credit.decision WHERE authority LIKE '测量单位%'"))
    session.execute(text("DELETE FROM archive.record WHERE kind LIKE 'portal-%'"))
    session.execute(text(OFFICES))
    session.execute(text(CHOSEN), {"decisions": decisions})
    for statement in (PLAN, RECORDS):
        session.execute(text(statement))
    session.execute(text("ANALYZE planned"))
    session.execute(text(REPORTED), TEXTS)
    session.execute(text(PUBLISHED))


def figures(settings: Settings) -> Iterator[Figure]:
    """Ask for lists and for records in turns over sixteen connections."""
    queries, details = _paths()
    with served(own_command("web"), settings, PORT):
        rounds = [(measured(queries, PORT, {}), measured(details, PORT, {})) for _ in range(ROUNDS)]
    for name, results in zip(("query", "detail"), zip(*rounds, strict=True), strict=True):
        yield from _told(name, together(results))


def _told(name: str, result: LoadResult) -> Iterator[Figure]:
    told = f"{result.rate:.0f} pages/s of {result.mean_body:.0f} bytes, median {result.quantile_ms(0.5):.1f} ms"
    yield Figure(f"portal.{name}_p99_ms", result.quantile_ms(0.99), "ms", told, len(result.latencies))


def _paths() -> tuple[Sequence[str], Sequence[str]]:
    """Return addresses of lists, a third of them by pieces of names, and of records that are shown; the same ones each time."""
    chance = random.Random(SEED)  # noqa: S311 - a choice that can be repeated
    with reading() as session:
        shown = text(
            "SELECT id FROM credit.publication WHERE state = 'published' AND (shown_until IS NULL OR shown_until >= current_date)"
            " ORDER BY md5(token) LIMIT :most"
        )
        ids = list(session.scalars(shown, {"most": PATHS}))
        rows = session.execute(text(NAMES), {"ids": ids}).all()
        at = session.scalars(
            text("SELECT published_at FROM credit.publication ORDER BY published_at LIMIT 50 OFFSET 1000")
        ).all()
    found = [_query(chance, row, at) for row in rows]
    return found, [f"/publicity/{row.token}" for row in rows]


def _query(chance: random.Random, row: object, at: Sequence[object]) -> str:
    name, code, doc_no = (str(getattr(row, field)) for field in ("party_normal", "party_code", "doc_no"))
    size = min(chance.choice((2, 3, 4, 6)), len(name))
    start = chance.randint(0, len(name) - size)
    moment = chance.choice(at)
    micros = int(moment.timestamp() * 1_000_000)  # type: ignore[attr-defined]  # an instant of the database
    each = (
        f"q={quote(name[start : start + size])}",
        f"q={quote(name)}",
        f"q={code}",
        f"q={quote(doc_no)}",
        f"kind=penalty&department={900000 + chance.randint(1, 40)}",
        f"district={990100 + chance.randint(0, 15)}&at=a{micros}.{chance.randint(1, 10**6)}",
    )
    return f"/publicity?{chance.choice((*each, each[0]))}"


BENCHMARKS = (Benchmark("portal", run, order=60),)
