(
    SELECT json_build_object('count', least(count(*), 20), 'more', count(*) > 20, 'items', coalesce(
        json_agg(json_build_object('subject_id', y.subject_id, 'name', y.name, 'state', y.state)) FILTER (WHERE y.place <= 10),
        '[]'::json))
    FROM (
        SELECT x.subject_id, min(x.name) AS name, min(x.state) AS state, row_number() OVER (ORDER BY x.subject_id) AS place
        FROM (
            SELECT o.subject_id, o.name, o.state FROM archive.registration o
            WHERE o.KEY = ANY (registering.KEYs) AND o.KEY IS NOT NULL AND o.known_to IS NULL AND {{known o}} AND {{in_force o}}
                AND o.subject_id <> ALL (subj.ids)
            {{closed_neighbours KEY}}
            LIMIT 41
        ) x GROUP BY x.subject_id
    ) y
)
