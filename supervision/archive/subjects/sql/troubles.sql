    'conflicts', coalesce((
        SELECT json_agg(json_build_object(
            'id', c.id, 'subject_id', c.subject_id, 'field', c.field,
            'first', json_build_object('department_id', c.first_department_id, 'value', {{mask_field c.first_value}}),
            'second', json_build_object('department_id', c.second_department_id, 'value', {{mask_field c.second_value}}),
            'found_at', c.found_at, 'settled_at', CASE WHEN c.settled_at <= :known_at THEN c.settled_at END,
            'settled_by', CASE WHEN c.settled_at <= :known_at THEN c.settled_by END,
            'settled_as', CASE WHEN c.settled_at <= :known_at THEN c.settled_as END)
            ORDER BY coalesce(c.settled_at <= :known_at, false), c.found_at DESC, c.id)
        FROM archive.field_conflict c WHERE {{mine c}} AND c.found_at <= :known_at
    ), '[]'::json),
{{halves}}
    'reports', coalesce((
        SELECT json_agg(json_build_object(
            'id', p.id, 'field', p.field, 'department_id', p.department_id, 'registration_id', p.registration_id,
            'record_id', p.record_id, 'note', CASE WHEN p.mine THEN p.note END, 'reported_at', p.reported_at,
            'reported_by', CASE WHEN p.mine THEN p.reported_by END,
            'answered_at', CASE WHEN p.answered_at <= :known_at THEN p.answered_at END,
            'answered_by', CASE WHEN p.mine AND p.answered_at <= :known_at THEN p.answered_by END,
            'answer', CASE WHEN p.mine AND p.answered_at <= :known_at THEN p.answer END) ORDER BY p.id DESC)
        FROM (
            SELECT q.*, q.reported_by = :reading OR EXISTS (
                SELECT FROM accounts.department d, unnest(:paths::text[], :divisions::text[]) AS scope (path, division)
                WHERE d.id = q.department_id AND starts_with(d.path, scope.path)
                    AND (scope.division = '' OR starts_with(d.division, scope.division))) AS mine
            FROM archive.fact_report q LEFT JOIN LATERAL {{withheld_of q.record_id}} w ON true
            WHERE {{mine q}} AND q.reported_at <= :known_at AND w.seen IS NOT FALSE
        ) p
    ), '[]'::json),
    'merges', coalesce((
        SELECT json_agg(json_build_object(
            'id', m.id, 'kept_id', m.kept_id, 'merged_id', m.merged_id, 'reason', m.reason,
            'merged_at', m.merged_at, 'merged_by', m.merged_by,
            'split_at', CASE WHEN m.split_at <= :known_at THEN m.split_at END,
            'split_by', CASE WHEN m.split_at <= :known_at THEN m.split_by END,
            'split_reason', CASE WHEN m.split_at <= :known_at THEN m.split_reason END) ORDER BY m.merged_at DESC, m.id DESC)
        FROM archive.merge m
        WHERE (m.kept_id = ANY (subj.ids) OR m.merged_id = ANY (subj.ids)) AND m.merged_at <= :known_at
    ), '[]'::json),
