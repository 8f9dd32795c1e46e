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
{{relations}}
{{records}}
    'timeline', json_build_object('count', telling.count, 'items', coalesce(telling.items, '[]'::json)),
{{troubles}}
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
{{relating_and_recording}}
CROSS JOIN LATERAL (
    SELECT count(*) AS count, array_agg(e.department_id) AS departments,
        json_agg(json_build_object(
            'id', e.id, 'subject_id', e.subject_id, 'kind', e.kind, 'occurred_on', e.occurred_on,
            'summary', {{hidden_text e.summary}}, 'link_kind', e.link_kind, 'link_id', e.link_id, 'source', {{source e}},
            'withheld', e.marks) ORDER BY e.place)
            FILTER (WHERE e.place <= 500) AS items
    FROM (
        SELECT v.*, w.marks, row_number() OVER (ORDER BY v.occurred_on DESC NULLS LAST, v.id DESC) AS place
        FROM archive.event v LEFT JOIN LATERAL {{withheld_of CASE WHEN v.link_kind = 'record' THEN v.link_id END}} w ON true
        WHERE {{mine v}} AND {{known v}} AND {{begun_at v occurred_on}} AND w.seen IS NOT FALSE
    ) e
) telling
