    'halves', coalesce((
        SELECT json_agg(json_build_object(
            'field', c.field,
            'first', json_build_object('subject_id', c.first_id, 'department_id', c.first_department_id, 'value', {{mask_field c.first_value}}),
            'second', json_build_object('subject_id', c.second_id, 'department_id', c.second_department_id, 'value', {{mask_field c.second_value}}))
            ORDER BY c.field, c.first_id, c.second_id)
        FROM (
            WITH version AS (
                SELECT o.* FROM archive.registration o
                WHERE cardinality(subj.ids) > 1 AND {{mine o}} AND o.known_to IS NULL AND o.valid_to IS NULL
                    AND {{known o}} AND {{in_force o}}
                UNION ALL
                SELECT q.* FROM archive.registration q
                WHERE cardinality(subj.ids) > 1 AND {{mine q}} AND (q.known_to IS NOT NULL OR q.valid_to IS NOT NULL)
                    AND {{known q}} AND {{in_force q}}
            )
            SELECT DISTINCT ON (f.field, one.subject_id, two.subject_id) f.field, one.subject_id AS first_id,
                one.department_id AS first_department_id, f.value AS first_value, two.subject_id AS second_id,
                two.department_id AS second_department_id, s.value AS second_value
            FROM version one
            JOIN version two ON two.subject_id > one.subject_id
            CROSS JOIN LATERAL {{compared one}} AS f (field, value)
            JOIN LATERAL {{compared two}} AS s (field, value) ON s.field = f.field
            WHERE f.value <> '' AND s.value <> '' AND NOT ({{same}})
            ORDER BY f.field, one.subject_id, two.subject_id, {{rank one.department_id}}, {{rank two.department_id}},
                one.known_from DESC, two.known_from DESC
        ) c
    ), '[]'::json),
