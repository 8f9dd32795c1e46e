{{head}}
{{log}}
SELECT json_build_object(
    'id', subj.id,
    'kind', subj.kind,
    'name', naming.name,
    'as_of', json_build_object('valid_on', :valid_on::date, 'known_at', CASE WHEN :past::boolean THEN :known_at::timestamptz END),
    'masked', NOT :reveal::boolean,
    'known_since', subj.known_from,
    'members', subj.ids,
    'identifiers', coalesce(identifying.items, '[]'::json),
    'names', coalesce(naming.items, '[]'::json),
    'fields', json_build_object({{fields}}),
    'registrations', coalesce(registering.items, '[]'::json),
    'relations', json_build_object(
        'holders', json_build_object('count', relating.holders, 'items', coalesce(relating.holder_items, '[]'::json)),
        'holdings', json_build_object('count', relating.holdings, 'items', coalesce(relating.holding_items, '[]'::json)),
        'also', coalesce((
            SELECT json_agg(json_build_object(
                'kind', a.kind, 'through', a.from_id, 'subject_id', a.to_id, 'name', {{name_of a.to_id}}, 'share', a.share,
                'state', {{state a.to_id}}) ORDER BY a.id)
            FROM (
                SELECT r.* FROM archive.relation r
                WHERE r.from_id = ANY (relating.others) AND r.to_id <> ALL (subj.ids) AND {{known r}} AND {{in_force r}}
                LIMIT 20
            ) a
        ), '[]'::json),
        'same_address', {{neighbours address_key}},
        'same_telephone', {{neighbours telephone_key}}
    ),
    'records', json_build_object('counts', coalesce(recording.counts, '{}'::json), 'items', coalesce(recording.items, '[]'::json)),
    'timeline', json_build_object('count', telling.count, 'items', coalesce(telling.items, '[]'::json)),
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
    'reports', coalesce((
        SELECT json_agg(json_build_object(
            'id', p.id, 'field', p.field, 'department_id', p.department_id, 'registration_id', p.registration_id,
            'record_id', p.record_id, 'note', p.note, 'reported_at', p.reported_at, 'reported_by', p.reported_by,
            'answered_at', CASE WHEN p.answered_at <= :known_at THEN p.answered_at END,
            'answered_by', CASE WHEN p.answered_at <= :known_at THEN p.answered_by END,
            'answer', CASE WHEN p.answered_at <= :known_at THEN p.answer END) ORDER BY p.id DESC)
        FROM archive.fact_report p WHERE {{mine p}} AND p.reported_at <= :known_at
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
    'departments', (
        SELECT json_object_agg(d.id, d.name) FROM accounts.department d
        WHERE d.id = ANY (registering.departments || naming.departments || relating.departments || recording.departments
            || telling.departments || identifying.departments)
    )
)::text
FROM subj
CROSS JOIN LATERAL (
    SELECT
        json_agg(json_build_object(
            'id', r.id, 'subject_id', r.subject_id, 'name', r.name, 'code', r.code,
            'legal_rep', {{hidden_name r.legal_rep}},
            'type_name', r.type_name, 'industry', r.industry, 'capital', r.capital, 'currency', r.currency,
            'capital_text', r.capital_text, 'scope', r.scope, 'address', {{hidden_home r.address}},
            'telephone', CASE WHEN :reveal::boolean THEN r.telephone ELSE {{mask_telephone r.telephone}} END,
            'division', r.division, 'region_name', r.region_name, 'established_on', r.established_on, 'state', r.state,
            'valid_from', r.valid_from, 'valid_to', r.valid_to, 'known_to', CASE WHEN r.known_to <= :known_at THEN r.known_to END,
            'in_force', r.good, 'source', {{source r}})) AS items,
        array_agg(r.department_id) AS departments,
        array_agg(r.address_key) FILTER (WHERE r.good AND r.address_key IS NOT NULL) AS address_keys,
        array_agg(r.telephone_key) FILTER (WHERE r.good AND r.telephone_key IS NOT NULL) AS telephone_keys,
        {{best}}
    FROM (
        SELECT q.*, {{in_force q}} AND {{known q}} AS good
        FROM (
            SELECT o.* FROM archive.registration o
            WHERE {{mine o}} AND o.known_to IS NULL AND o.valid_to IS NULL AND {{known o}} AND {{begun o}}
            UNION ALL
            SELECT c.* FROM archive.registration c
            WHERE {{mine c}} AND (c.known_to IS NOT NULL OR c.valid_to IS NOT NULL) AND c.known_from <= :known_at AND {{begun c}}
        ) q
        ORDER BY good DESC, {{rank q.department_id}}, q.known_from DESC, q.subject_id = subj.id DESC, q.id DESC
    ) r
) registering
CROSS JOIN LATERAL (
    SELECT
        json_agg(json_build_object(
            'id', i.id, 'subject_id', i.subject_id, 'kind', i.kind, 'value', i.value, 'valid_from', i.valid_from,
            'valid_to', i.valid_to, 'in_force', {{in_force i}}, 'source', {{source i}})
            ORDER BY array_position('{uscc,regno,org,legacy}'::text[], i.kind::text), i.id) AS items,
        array_agg(i.department_id) AS departments
    FROM archive.identifier i WHERE {{mine i}} AND {{known i}} AND {{begun i}}
) identifying
CROSS JOIN LATERAL (
    SELECT
        json_agg(json_build_object(
            'id', n.id, 'subject_id', n.subject_id, 'name', n.shown, 'current', n.current, 'valid_from', n.valid_from,
            'valid_to', n.valid_to, 'source', {{source n}})) AS items,
        (array_agg(n.shown))[1] AS name,
        array_agg(n.department_id) AS departments
    FROM (
        SELECT m.*, {{in_force m}} AND NOT (m.former AND m.valid_to IS NULL) AS current, {{hidden_person m.name}} AS shown
        FROM archive.name m WHERE {{mine m}} AND {{known m}} AND {{begun m}}
        ORDER BY current DESC, m.subject_id = subj.id DESC, m.valid_from DESC NULLS LAST, m.known_from DESC, m.id DESC
    ) n
) naming
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
    SELECT json_object_agg(r.kind, r.count) FILTER (WHERE r.place = 1) AS counts, array_agg(DISTINCT r.department_id) AS departments,
        json_agg(json_build_object(
            'id', r.id, 'subject_id', r.subject_id, 'kind', r.kind, 'matched', r.matched,
            'subject_name', {{hidden_person r.subject_name}}, 'subject_code', r.subject_code, 'doc_no', r.doc_no, 'item', r.item,
            'category', r.category, 'result', r.result, 'authority', r.authority, 'occurred_on', r.occurred_on,
            'amount', r.amount, 'valid_from', r.valid_from, 'valid_to', r.valid_to, 'in_force', {{in_force r}},
            'data', CASE WHEN :reveal::boolean THEN r.data ELSE r.data - :personal::text[] END, 'source', {{source r}}))
            FILTER (WHERE r.place <= 500) AS items
    FROM (
        SELECT q.*, count(*) OVER (PARTITION BY q.kind) AS count, row_number() OVER (
            PARTITION BY q.kind ORDER BY coalesce(q.occurred_on, q.valid_from) DESC NULLS LAST, q.id DESC) AS place
        FROM archive.record q WHERE {{mine q}} AND {{known q}} AND {{begun q}} AND {{begun_at q occurred_on}}
    ) r
) recording
CROSS JOIN LATERAL (
    SELECT count(*) AS count, array_agg(DISTINCT e.department_id) AS departments,
        json_agg(json_build_object(
            'id', e.id, 'subject_id', e.subject_id, 'kind', e.kind, 'occurred_on', e.occurred_on,
            'summary', {{hidden_people e.summary}}, 'link_kind', e.link_kind, 'link_id', e.link_id, 'source', {{source e}}))
            FILTER (WHERE e.place <= 500) AS items
    FROM (
        SELECT v.*, row_number() OVER (ORDER BY v.occurred_on DESC NULLS LAST, v.id DESC) AS place FROM archive.event v
        WHERE {{mine v}} AND {{known v}} AND {{begun_at v occurred_on}}
    ) e
) telling
