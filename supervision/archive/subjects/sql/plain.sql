WITH subj AS MATERIALIZED (
    SELECT s.id, s.kind, s.known_from, ARRAY[s.id] AS ids
    FROM archive.subject s
    WHERE s.id = :subject_id::bigint AND s.merged_into IS NULL AND (s.kind IN ('enterprise', 'organisation') OR :reveal::boolean)
        AND NOT EXISTS (SELECT FROM archive.merge m WHERE m.kept_id = s.id AND m.split_at IS NULL)
)
