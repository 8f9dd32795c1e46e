(
    SELECT json_build_object('count', least(count(*), 20), 'more', count(*) > 20, 'items', coalesce(
        json_agg(json_build_object('subject_id', y.subject_id, 'name', y.name, 'state', y.state) ORDER BY y.subject_id)
            FILTER (WHERE y.place <= 10), '[]'::json))
    FROM (
        SELECT x.subject_id, min(x.name) AS name, min(x.state) AS state, row_number() OVER (ORDER BY x.subject_id) AS place
        FROM (
            SELECT o.subject_id, o.name, o.state FROM archive.registration o
            WHERE o.KEY = ANY ((SELECT array_agg(b.KEY) FROM best b WHERE b.KEY IS NOT NULL)::bigint[])
                AND o.KEY IS NOT NULL AND o.known_to IS NULL AND {{known o}} AND {{in_force o}}
                AND o.subject_id <> ALL ((SELECT ids FROM grp)::bigint[])
            UNION ALL
            SELECT c.subject_id, c.name, c.state FROM archive.registration c
            WHERE :past::boolean AND c.KEY = ANY ((SELECT array_agg(b.KEY) FROM best b WHERE b.KEY IS NOT NULL)::bigint[])
                AND c.KEY IS NOT NULL AND c.known_to IS NOT NULL AND {{known c}} AND {{in_force c}}
                AND c.subject_id <> ALL ((SELECT ids FROM grp)::bigint[])
            LIMIT 41
        ) x GROUP BY x.subject_id
    ) y
)
