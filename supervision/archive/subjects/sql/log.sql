held AS MATERIALIZED (
    SELECT pg_advisory_xact_lock_shared(:lock::bigint), set_config('synchronous_commit', 'off', true)
),
logged AS (
    INSERT INTO kernel.access_log (at, actor, action, object_kind, object_id, purpose, case_number, department_id, address)
    SELECT :at::timestamptz, :actor, 'read', 'archive', subj.id::text, :purpose, :case_number, :department_id::int, :address
    FROM subj, held
)
