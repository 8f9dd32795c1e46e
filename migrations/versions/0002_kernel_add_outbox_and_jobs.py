"""kernel add outbox and jobs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = postgresql.TIMESTAMP(timezone=True)
OPEN = "state IN ('queued', 'running')"

# The application may neither create nor drop tables; these two functions run as the owner and do nothing else.
PREPARE = """
CREATE FUNCTION kernel.outbox_prepare(at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kernel, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
    since timestamptz := date_trunc('week', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
    until timestamptz := since + interval '7 days';
    suffix text := to_char(since AT TIME ZONE 'UTC', '"p"IYYY"w"IW');
    parent text;
    taken boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('kernel.outbox_prepare'));
    FOREACH parent IN ARRAY ARRAY['outbox_event', 'outbox_delivery'] LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM kernel.%I WHERE created_at >= $1 AND created_at < $2)',
                       parent || '_default') INTO taken USING since, until;
        IF to_regclass(format('kernel.%I', parent || '_' || suffix)) IS NULL AND NOT taken THEN
            EXECUTE format('CREATE TABLE kernel.%I PARTITION OF kernel.%I FOR VALUES FROM (%L) TO (%L)',
                           parent || '_' || suffix, parent, since, until);
        END IF;
    END LOOP;
END $$
"""

PRUNE = """
CREATE FUNCTION kernel.outbox_prune(before timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kernel, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
    part record;
    since timestamptz;
    busy boolean;
    dropped integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('kernel.outbox_prepare'));
    FOR part IN SELECT substring(relname FROM 'p[0-9]{4}w[0-9]{2}$') AS suffix FROM pg_class
                WHERE relnamespace = 'kernel'::regnamespace AND relname ~ '^outbox_event_p[0-9]{4}w[0-9]{2}$' LOOP
        since := to_date(substring(part.suffix FROM 2), 'IYYY"w"IW')::timestamp AT TIME ZONE 'UTC';
        CONTINUE WHEN since + interval '7 days' > before;
        SELECT EXISTS (SELECT 1 FROM kernel.outbox_delivery WHERE created_at >= since AND created_at < since + interval '7 days'
                       AND delivered_at IS NULL AND given_up_at IS NULL) INTO busy;
        CONTINUE WHEN busy;
        EXECUTE format('DROP TABLE IF EXISTS kernel.%I', 'outbox_delivery_' || part.suffix);
        EXECUTE format('DROP TABLE kernel.%I', 'outbox_event_' || part.suffix);
        dropped := dropped + 1;
    END LOOP;
    DELETE FROM kernel.outbox_event_default AS event WHERE created_at < before AND NOT EXISTS (
        SELECT 1 FROM kernel.outbox_delivery AS delivery WHERE delivery.event_id = event.id
        AND delivery.created_at = event.created_at AND delivery.delivered_at IS NULL AND delivery.given_up_at IS NULL);
    DELETE FROM kernel.outbox_delivery_default WHERE created_at < before
        AND (delivered_at IS NOT NULL OR given_up_at IS NOT NULL);
    RETURN dropped;
END $$
"""


def upgrade() -> None:
    op.execute("CREATE SEQUENCE kernel.outbox_event_id_seq AS bigint")
    _create_outbox()
    for parent in ("outbox_event", "outbox_delivery"):
        op.execute(f"CREATE TABLE kernel.{parent}_default PARTITION OF kernel.{parent} DEFAULT")
    op.execute(PREPARE)
    op.execute(PRUNE)
    _create_job()


def _create_outbox() -> None:
    op.create_table(
        "outbox_event",
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("id", sa.BigInteger(), server_default=sa.text("nextval('kernel.outbox_event_id_seq')"), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("created_at", "id", name="pk_outbox_event"),
        schema="kernel",
        postgresql_partition_by="RANGE (created_at)",
    )
    op.create_table(
        "outbox_delivery",
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("subscriber", sa.String(120), nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("delivered_at", INSTANT),
        sa.Column("parked_at", INSTANT),
        sa.Column("given_up_at", INSTANT),
        sa.Column("given_up_by", sa.String(120)),
        sa.Column("last_error", sa.Text()),
        sa.PrimaryKeyConstraint("created_at", "event_id", "subscriber", name="pk_outbox_delivery"),
        sa.CheckConstraint("delivered_at IS NULL OR parked_at IS NULL", name="delivered_or_parked"),
        sa.CheckConstraint("given_up_at IS NULL OR parked_at IS NOT NULL", name="only_parked_is_given_up"),
        sa.CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        schema="kernel",
        postgresql_partition_by="RANGE (created_at)",
    )
    op.create_index(
        "ix_outbox_delivery_due",
        "outbox_delivery",
        ["next_attempt_at", "event_id"],
        schema="kernel",
        postgresql_where=sa.text("delivered_at IS NULL AND parked_at IS NULL"),
    )
    op.create_index(
        "ix_outbox_delivery_parked",
        "outbox_delivery",
        ["parked_at"],
        schema="kernel",
        postgresql_where=sa.text("parked_at IS NOT NULL AND given_up_at IS NULL"),
    )


def _create_job() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("queue", sa.String(40), server_default="default", nullable=False),
        sa.Column("arguments", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.String(12), server_default="queued", nullable=False),
        sa.Column("done", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("total", sa.BigInteger()),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("result", postgresql.JSONB()),
        sa.Column("error", sa.Text()),
        sa.Column("reference", sa.String(32)),
        sa.Column("requested_by", sa.String(120), nullable=False),
        sa.Column("department_id", sa.Integer()),
        sa.Column("unique_key", sa.String(200)),
        sa.Column("scheduled_for", INSTANT),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("interruptions", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("started_at", INSTANT),
        sa.Column("heartbeat_at", INSTANT),
        sa.Column("cancel_asked_at", INSTANT),
        sa.Column("finished_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.CheckConstraint("state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')", name="state_known"),
        sa.CheckConstraint("done >= 0 AND (total IS NULL OR total >= 0)", name="progress_not_negative"),
        sa.CheckConstraint(
            "(finished_at IS NOT NULL) = (state IN ('succeeded', 'failed', 'cancelled'))", name="ended_has_a_time"
        ),
        sa.CheckConstraint(
            "state <> 'running' OR (started_at IS NOT NULL AND heartbeat_at IS NOT NULL)", name="running_has_a_pulse"
        ),
        sa.CheckConstraint("(error IS NOT NULL) = (state = 'failed')", name="failed_says_why"),
        schema="kernel",
    )
    for name, columns, where in (
        ("uq_job_unique_key", ["unique_key"], OPEN),
        ("uq_job_tick", ["kind", "scheduled_for"], "scheduled_for IS NOT NULL"),
        ("ix_job_open", ["state", "id"], OPEN),
    ):
        unique = name.startswith("uq")
        op.create_index(name, "job", columns, schema="kernel", unique=unique, postgresql_where=sa.text(where))
    op.create_index("ix_job_department", "job", ["department_id", "id"], schema="kernel")


def downgrade() -> None:
    op.drop_table("job", schema="kernel")
    op.execute("DROP FUNCTION kernel.outbox_prune(timestamptz)")
    op.execute("DROP FUNCTION kernel.outbox_prepare(timestamptz)")
    op.drop_table("outbox_delivery", schema="kernel")
    op.drop_table("outbox_event", schema="kernel")
    op.execute("DROP SEQUENCE kernel.outbox_event_id_seq")
