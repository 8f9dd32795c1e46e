CROSS JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE r.holder) AS holders,
        count(*) FILTER (WHERE NOT r.holder) AS holdings,
        json_agg(r.body ORDER BY array_position('{legal_representative,branch,shareholder,executive}'::text[], r.kind::text),
            r.share DESC NULLS LAST, r.id) FILTER (WHERE r.holder AND r.place <= 200) AS holder_items,
        json_agg(r.body ORDER BY array_position('{branch,shareholder,legal_representative,executive}'::text[], r.kind::text),
            r.share DESC NULLS LAST, r.id) FILTER (WHERE NOT r.holder AND r.place <= 200) AS holding_items,
        array_agg(r.other) FILTER (WHERE r.holder AND r.kind <> 'branch' AND r.other IS NOT NULL AND r.in_force) AS others,
        array_agg(DISTINCT r.department_id) AS departments
    FROM (
        SELECT q.*, CASE WHEN q.place <= 200 THEN json_build_object(
            'id', q.id, 'kind', q.kind, 'subject_id', q.other,
            'name', {{hidden_holder coalesce(CASE WHEN q.holder THEN q.from_name END, {{name_of q.other}})}},
            'of_id', CASE WHEN q.holder THEN q.to_id ELSE q.from_id END, 'share', q.share, 'position', q.position,
            'subscribed', q.subscribed, 'state', {{state q.other}}, 'valid_from', q.valid_from, 'valid_to', q.valid_to,
            'in_force', q.in_force, 'source', {{source q}}) END AS body
        FROM (
            (SELECT r.*, true AS holder, r.from_id AS other, {{in_force r}} AS in_force, row_number() OVER () AS place
             FROM archive.relation r WHERE r.to_id = ANY (subj.ids) AND {{known r}} AND {{begun r}} LIMIT 1001)
            UNION ALL
            (SELECT r.*, false, r.to_id, {{in_force r}}, row_number() OVER ()
             FROM archive.relation r WHERE r.from_id = ANY (subj.ids) AND {{known r}} AND {{begun r}} LIMIT 1001)
        ) q
    ) r
) relating
CROSS JOIN LATERAL (
    SELECT json_object_agg(r.kind, r.count) FILTER (WHERE r.place = 1) AS counts, array_agg(r.department_id) AS departments,
        json_agg(json_build_object(
            'id', r.id, 'subject_id', r.subject_id, 'kind', r.kind, 'matched', r.matched,
            'subject_name', {{hidden_person r.subject_name}}, 'subject_code', r.subject_code, 'doc_no', r.doc_no, 'item', r.item,
            'category', r.category, 'result', {{hidden_text r.result}}, 'authority', r.authority, 'occurred_on', r.occurred_on,
            'amount', r.amount, 'valid_from', r.valid_from, 'valid_to', r.valid_to, 'in_force', {{in_force r}},
            'data', {{hidden_document r.data}}, 'source', {{source r}}, 'withheld', r.marks) ORDER BY r.kind, r.place)
            FILTER (WHERE r.place <= 500) AS items
    FROM (
        SELECT q.*, w.marks, count(*) OVER (PARTITION BY q.kind) AS count, row_number() OVER (
            PARTITION BY q.kind ORDER BY coalesce(q.occurred_on, q.valid_from) DESC NULLS LAST, q.id DESC) AS place
        FROM archive.record q CROSS JOIN LATERAL {{withheld q}} w
        WHERE {{mine q}} AND {{known q}} AND {{begun q}} AND {{begun_at q occurred_on}} AND w.seen IS NOT FALSE
    ) r
) recording
