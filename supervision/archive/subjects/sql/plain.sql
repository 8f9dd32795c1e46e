WITH subj AS MATERIALIZED (
    SELECT s.id, s.kind, s.known_from, ARRAY[s.id] AS ids
    FROM archive.subject s
    WHERE s.id = coalesce(:subject_id::bigint, (
            SELECT i.subject_id FROM archive.identifier i WHERE i.value = :code AND i.known_to IS NULL
            ORDER BY i.kind DESC LIMIT 1))
        AND s.merged_into IS NULL
        AND (s.kind IN ('enterprise', 'organisation') OR :reveal::boolean)
        AND NOT EXISTS (SELECT FROM archive.merge m WHERE m.kept_id = s.id AND m.split_at IS NULL)
)
