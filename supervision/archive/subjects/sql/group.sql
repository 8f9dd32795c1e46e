WITH RECURSIVE up (id, depth) AS (
    SELECT s.id, 0 FROM archive.subject s WHERE s.id = :subject_id::bigint
    UNION ALL
    SELECT m.kept_id, up.depth + 1 FROM up JOIN archive.merge m ON m.merged_id = up.id AND {{merged m}}
),
down (id) AS (
    (SELECT id FROM up ORDER BY depth DESC LIMIT 1)
    UNION ALL
    SELECT m.merged_id FROM down JOIN archive.merge m ON m.kept_id = down.id AND {{merged m}}
),
subj AS MATERIALIZED (
    SELECT s.id, s.kind, s.known_from, (SELECT array_agg(down.id) FROM down) AS ids,
        s.kind IN ('individual', 'person') AND NOT :reveal::boolean AS hide_name,
        s.kind = 'person' AND NOT :reveal::boolean AS hide_home
    FROM archive.subject s WHERE s.id = (SELECT id FROM up ORDER BY depth DESC LIMIT 1)
)
