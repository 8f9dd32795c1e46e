"""Note the refused rows of a chunk: which document each is about, as far as the row says."""

from typing import Final

import numpy as np
import polars as pl
from sqlalchemy import text
from sqlalchemy.orm import Session

from credit.reporting.accepting.features import shaped
from credit.standards.schemas import Table, table_of
from supervision.intake.layouts.schemas import Mapping
from supervision.intake.loading.rules import typed, unpacked
from supervision.intake.models import DIGEST_BYTES, Batch, Chunk, Verdict
from supervision.intake.queries import kind_named
from supervision.kernel.crypto import provider

WRITE: Final = text("""
    INSERT INTO credit.refusal (batch_id, row_no, department_id, kind, doc_key, digest, decided_on, received_at)
    SELECT :batch_id, r.row_no, :department_id, :kind, nullif(r.doc_key, ''), decode(r.digest, 'hex'), r.decided_on, :received_at
    FROM unnest(CAST(:rows AS int[]), CAST(:doc_keys AS text[]), CAST(:digests AS text[]), CAST(:days AS date[]))
        AS r (row_no, doc_key, digest, decided_on)
    ON CONFLICT DO NOTHING RETURNING row_no
""")


def note(session: Session, *, batch_id: int, chunk_no: int) -> int:
    """Note the refused rows of one chunk and return how many were new."""
    batch, chunk = session.get_one(Batch, batch_id), session.get_one(Chunk, (batch_id, chunk_no))
    table = table_of(batch.kind or "")
    raw = unpacked(chunk.raw, provider())
    places = np.flatnonzero(np.frombuffer(chunk.verdicts, dtype=np.uint8) == Verdict.REJECTED)
    digests = [chunk.row_hashes[place * DIGEST_BYTES : (place + 1) * DIGEST_BYTES].hex() for place in places.tolist()]
    refused = _documents(table, raw[places.tolist()], batch)
    values = {
        "batch_id": batch_id,
        "department_id": batch.department_id,
        "kind": table.kind,
        "received_at": chunk.accepted_at,
        "rows": refused["row_no"].to_list(),
        "doc_keys": refused["doc_key"].to_list(),
        "digests": digests,
        "days": refused["decided_on"].to_list(),
    }
    return len(session.execute(WRITE, values).all())


def _documents(table: Table, raw: pl.DataFrame, batch: Batch) -> pl.DataFrame:
    """Return the row, the document's number as numbers are compared, and the day of the decision, as far as they can be read."""
    frame, _findings = typed(raw, kind_named(table.row_kind), Mapping.from_json(batch.mapping))
    return shaped(table, frame).select("row_no", "doc_key", "decided_on")
