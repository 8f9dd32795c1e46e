WITH RECURSIVE asked AS (
    SELECT coalesce(
        :subject_id::bigint,
        (SELECT i.subject_id FROM archive.identifier i WHERE i.value = :code AND i.known_to IS NULL
         ORDER BY array_position('{uscc,regno,org,legacy}'::text[], i.kind::text) LIMIT 1),
        (SELECT i.subject_id FROM archive.identifier i WHERE i.value = :code AND i.known_to IS NOT NULL
         ORDER BY i.known_to DESC LIMIT 1)
    ) AS id
),
up (id, depth) AS (
    SELECT s.id, 0 FROM asked JOIN archive.subject s ON s.id = asked.id
    UNION ALL
    SELECT m.kept_id, up.depth + 1 FROM up JOIN archive.merge m ON m.merged_id = up.id AND {{merged m}}
),
down (id) AS (
    (SELECT id FROM up ORDER BY depth DESC LIMIT 1)
    UNION ALL
    SELECT m.merged_id FROM down JOIN archive.merge m ON m.kept_id = down.id AND {{merged m}}
),
grp AS MATERIALIZED (SELECT array_agg(id) AS ids FROM down),
subj AS MATERIALIZED (
    SELECT s.id, s.kind, s.known_from,
        s.kind IN ('individual', 'person') AND NOT :reveal::boolean AS hide_name,
        s.kind = 'person' AND NOT :reveal::boolean AS hide_home
    FROM archive.subject s WHERE s.id = (SELECT id FROM up ORDER BY depth DESC LIMIT 1)
),
logged AS (
    {{log}}
),
reg AS MATERIALIZED (
    SELECT r.*, d.name AS department, coalesce(array_position(:sources::text[], d.code::text), 1000) AS rank,
        {{in_force r}} AS in_force
    FROM (
        SELECT o.* FROM archive.registration o
        WHERE o.subject_id = ANY ((SELECT ids FROM grp)::bigint[]) AND o.known_to IS NULL AND o.valid_to IS NULL
            AND {{known o}} AND {{begun o}}
        UNION ALL
        SELECT c.* FROM archive.registration c
        WHERE c.subject_id = ANY ((SELECT ids FROM grp)::bigint[]) AND (c.known_to IS NOT NULL OR c.valid_to IS NOT NULL)
            AND c.known_from <= :known_at AND {{begun c}}
    ) r JOIN accounts.department d ON d.id = r.department_id
),
best AS MATERIALIZED (
    SELECT b.* FROM reg b WHERE b.in_force AND {{known b}}
    ORDER BY b.rank, b.known_from DESC, b.subject_id = (SELECT id FROM subj) DESC, b.id DESC
),
names AS MATERIALIZED (
    SELECT n.*, {{in_force n}} AND NOT (n.former AND n.valid_to IS NULL) AS current
    FROM archive.name n
    WHERE n.subject_id = ANY ((SELECT ids FROM grp)::bigint[]) AND {{known n}} AND {{begun n}}
),
people AS MATERIALIZED (
    SELECT string_agg(DISTINCT '(?<=' || left(p.name, 1) || ')' || substr(p.name, 2), '|') AS pattern
    FROM (
        SELECT legal_rep AS name FROM reg WHERE (SELECT hide_name FROM subj)
        UNION ALL
        SELECT from_name FROM archive.relation
        WHERE (SELECT hide_name FROM subj) AND to_id = ANY ((SELECT ids FROM grp)::bigint[])
        UNION ALL
        SELECT n.name FROM names n WHERE (SELECT hide_name AND kind = 'person' FROM subj)
    ) p
    WHERE char_length(p.name) BETWEEN 2 AND 30 AND p.name ~ '^[[:alpha:]·]+$'
),
holders AS MATERIALIZED (
    SELECT r.* FROM archive.relation r
    WHERE r.to_id = ANY ((SELECT ids FROM grp)::bigint[]) AND {{known r}} AND {{begun r}}
    ORDER BY r.id LIMIT 1001
),
holdings AS MATERIALIZED (
    SELECT r.* FROM archive.relation r
    WHERE r.from_id = ANY ((SELECT ids FROM grp)::bigint[]) AND {{known r}} AND {{begun r}}
    ORDER BY r.id LIMIT 1001
),
recs AS MATERIALIZED (
    SELECT r.*, {{in_force r}} AS in_force,
        row_number() OVER (PARTITION BY r.kind ORDER BY coalesce(r.occurred_on, r.valid_from) DESC NULLS LAST, r.id DESC) AS place
    FROM archive.record r
    WHERE r.subject_id = ANY ((SELECT ids FROM grp)::bigint[]) AND {{known r}} AND {{begun r}} AND {{begun_at r occurred_on}}
)
SELECT json_build_object(
    'id', subj.id,
    'asked_id', asked.id,
    'kind', subj.kind,
    'name', (SELECT CASE WHEN subj.hide_home THEN {{mask_name n.name}} ELSE n.name END FROM names n
             ORDER BY n.current DESC, n.subject_id = subj.id DESC, n.valid_from DESC NULLS LAST, n.known_from DESC, n.id DESC LIMIT 1),
    'as_of', json_build_object('valid_on', :valid_on::date, 'known_at', CASE WHEN :past::boolean THEN :known_at::timestamptz END),
    'masked', NOT :reveal::boolean,
    'known_since', subj.known_from,
    'members', (SELECT ids FROM grp),
    'identifiers', coalesce((
        SELECT json_agg(json_build_object(
            'id', i.id, 'subject_id', i.subject_id, 'kind', i.kind, 'value', i.value, 'valid_from', i.valid_from,
            'valid_to', i.valid_to, 'in_force', {{in_force i}}, 'source', {{source i}})
            ORDER BY array_position('{uscc,regno,org,legacy}'::text[], i.kind::text), i.id)
        FROM archive.identifier i
        WHERE i.subject_id = ANY ((SELECT ids FROM grp)::bigint[]) AND {{known i}} AND {{begun i}}
    ), '[]'::json),
    'names', coalesce((
        SELECT json_agg(json_build_object(
            'id', n.id, 'subject_id', n.subject_id, 'name', CASE WHEN subj.hide_home THEN {{mask_name n.name}} ELSE n.name END,
            'current', n.current, 'valid_from', n.valid_from, 'valid_to', n.valid_to, 'source', {{source n}})
            ORDER BY n.current DESC, n.valid_from DESC NULLS LAST, n.id DESC)
        FROM names n
    ), '[]'::json),
    'fields', (
        SELECT json_build_object({{fields}}) FROM best
    ),
    'registrations', coalesce((
        SELECT json_agg(json_build_object(
            'id', r.id, 'subject_id', r.subject_id, 'name', r.name, 'code', r.code,
            'legal_rep', CASE WHEN subj.hide_name THEN {{mask_name r.legal_rep}} ELSE r.legal_rep END,
            'type_name', r.type_name, 'industry', r.industry, 'capital', r.capital, 'currency', r.currency,
            'capital_text', r.capital_text, 'scope', r.scope,
            'address', CASE WHEN subj.hide_home THEN {{mask_address r.address}} ELSE r.address END,
            'telephone', CASE WHEN :reveal::boolean THEN r.telephone ELSE {{mask_telephone r.telephone}} END,
            'division', r.division, 'region_name', r.region_name, 'established_on', r.established_on, 'state', r.state,
            'valid_from', r.valid_from, 'valid_to', r.valid_to, 'known_to', CASE WHEN r.known_to <= :known_at THEN r.known_to END,
            'in_force', r.in_force AND {{known r}},
            'source', json_build_object('department_id', r.department_id, 'department', r.department, 'batch_id', r.batch_id,
                'row_no', r.row_no, 'known_from', r.known_from))
            ORDER BY ({{known r}}) DESC, r.in_force DESC, r.rank, r.known_from DESC, r.id DESC)
        FROM reg r
    ), '[]'::json),
    'relations', json_build_object(
        'holders', json_build_object('count', (SELECT count(*) FROM holders), 'items', coalesce((
            SELECT json_agg(json_build_object(
                'id', r.id, 'kind', r.kind, 'subject_id', r.from_id,
                'name', CASE WHEN subj.hide_name AND (o.kind IS NULL OR o.kind = 'person') THEN {{mask_name who.name}} ELSE who.name END,
                'holder_kind', o.kind, 'of_id', r.to_id, 'share', r.share, 'position', r.position, 'subscribed', r.subscribed,
                'state', {{state r.from_id}}, 'valid_from', r.valid_from, 'valid_to', r.valid_to, 'in_force', {{in_force r}},
                'source', {{source r}})
                ORDER BY array_position('{legal_representative,branch,shareholder,executive}'::text[], r.kind::text),
                    r.share DESC NULLS LAST, r.id)
            FROM (SELECT * FROM holders LIMIT 200) r
            LEFT JOIN archive.subject o ON o.id = r.from_id
            CROSS JOIN LATERAL (SELECT coalesce(r.from_name, {{name_of r.from_id}}) AS name) who
        ), '[]'::json)),
        'holdings', json_build_object('count', (SELECT count(*) FROM holdings), 'items', coalesce((
            SELECT json_agg(json_build_object(
                'id', r.id, 'kind', r.kind, 'subject_id', r.to_id, 'name', {{name_of r.to_id}}, 'by_id', r.from_id,
                'share', r.share, 'position', r.position, 'subscribed', r.subscribed, 'state', {{state r.to_id}},
                'valid_from', r.valid_from, 'valid_to', r.valid_to, 'in_force', {{in_force r}}, 'source', {{source r}})
                ORDER BY array_position('{branch,shareholder,legal_representative,executive}'::text[], r.kind::text),
                    r.share DESC NULLS LAST, r.id)
            FROM (SELECT * FROM holdings LIMIT 200) r
        ), '[]'::json)),
        'also', coalesce((
            SELECT json_agg(json_build_object(
                'kind', a.kind, 'through', a.from_id, 'subject_id', a.to_id, 'name', {{name_of a.to_id}}, 'share', a.share,
                'state', {{state a.to_id}}) ORDER BY a.id)
            FROM (
                SELECT r.* FROM archive.relation r
                WHERE r.from_id = ANY ((SELECT array_agg(h.from_id) FROM holders h WHERE h.from_id IS NOT NULL AND h.kind <> 'branch')::bigint[])
                    AND r.to_id <> ALL ((SELECT ids FROM grp)::bigint[]) AND {{known r}} AND {{in_force r}}
                LIMIT 20
            ) a
        ), '[]'::json),
        'same_address', {{neighbours address_key}},
        'same_telephone', {{neighbours telephone_key}}
    ),
    'records', coalesce((
        SELECT json_object_agg(k.kind, k.body) FROM (
            SELECT r.kind, json_build_object('count', count(*), 'items', json_agg(json_build_object(
                'id', r.id, 'subject_id', r.subject_id, 'matched', r.matched,
                'subject_name', CASE WHEN subj.hide_home THEN {{mask_name r.subject_name}} ELSE r.subject_name END,
                'subject_code', r.subject_code, 'doc_no', r.doc_no, 'item', r.item, 'category', r.category, 'result', r.result,
                'authority', r.authority, 'occurred_on', r.occurred_on, 'amount', r.amount, 'valid_from', r.valid_from,
                'valid_to', r.valid_to, 'in_force', r.in_force,
                'data', CASE WHEN :reveal::boolean THEN r.data ELSE r.data - :personal::text[] END, 'source', {{source r}})
                ORDER BY r.place) FILTER (WHERE r.place <= 500)) AS body
            FROM recs r GROUP BY r.kind
        ) k
    ), '{}'::json),
    'timeline', (
        SELECT json_build_object('count', count(*), 'items', coalesce(json_agg(json_build_object(
            'id', e.id, 'subject_id', e.subject_id, 'kind', e.kind, 'occurred_on', e.occurred_on,
            'summary', CASE WHEN subj.hide_name THEN coalesce(regexp_replace(e.summary, (SELECT pattern FROM people), '某某', 'g'), e.summary) ELSE e.summary END,
            'link_kind', e.link_kind, 'link_id', e.link_id, 'source', {{source e}})
            ORDER BY e.place) FILTER (WHERE e.place <= 500), '[]'::json))
        FROM (
            SELECT v.*, row_number() OVER (ORDER BY v.occurred_on DESC NULLS LAST, v.id DESC) AS place FROM archive.event v
            WHERE v.subject_id = ANY ((SELECT ids FROM grp)::bigint[]) AND {{known v}} AND {{begun_at v occurred_on}}
        ) e
    ),
    'conflicts', coalesce((
        SELECT json_agg(json_build_object(
            'id', c.id, 'subject_id', c.subject_id, 'field', c.field,
            'first', json_build_object('department', f.name, 'department_id', f.id, 'value', {{mask_field c.first_value}}),
            'second', json_build_object('department', s.name, 'department_id', s.id, 'value', {{mask_field c.second_value}}),
            'found_at', c.found_at, 'settled_at', CASE WHEN c.settled_at <= :known_at THEN c.settled_at END,
            'settled_by', CASE WHEN c.settled_at <= :known_at THEN c.settled_by END,
            'settled_as', CASE WHEN c.settled_at <= :known_at THEN c.settled_as END)
            ORDER BY c.settled_at IS NOT NULL, c.found_at DESC, c.id)
        FROM archive.field_conflict c
        JOIN accounts.department f ON f.id = c.first_department_id
        JOIN accounts.department s ON s.id = c.second_department_id
        WHERE c.subject_id = ANY ((SELECT ids FROM grp)::bigint[]) AND c.found_at <= :known_at
    ), '[]'::json),
    'reports', coalesce((
        SELECT json_agg(json_build_object(
            'id', p.id, 'field', p.field, 'department', d.name, 'registration_id', p.registration_id, 'record_id', p.record_id,
            'note', p.note, 'reported_at', p.reported_at, 'reported_by', p.reported_by,
            'answered_at', CASE WHEN p.answered_at <= :known_at THEN p.answered_at END,
            'answered_by', CASE WHEN p.answered_at <= :known_at THEN p.answered_by END,
            'answer', CASE WHEN p.answered_at <= :known_at THEN p.answer END) ORDER BY p.id DESC)
        FROM archive.fact_report p JOIN accounts.department d ON d.id = p.department_id
        WHERE p.subject_id = ANY ((SELECT ids FROM grp)::bigint[]) AND p.reported_at <= :known_at
    ), '[]'::json),
    'merges', coalesce((
        SELECT json_agg(json_build_object(
            'id', m.id, 'kept_id', m.kept_id, 'merged_id', m.merged_id, 'name', {{name_of m.merged_id}}, 'reason', m.reason,
            'merged_at', m.merged_at, 'merged_by', m.merged_by,
            'split_at', CASE WHEN m.split_at <= :known_at THEN m.split_at END,
            'split_by', CASE WHEN m.split_at <= :known_at THEN m.split_by END,
            'split_reason', CASE WHEN m.split_at <= :known_at THEN m.split_reason END) ORDER BY m.merged_at DESC, m.id DESC)
        FROM archive.merge m
        WHERE m.id IN (
            SELECT a.id FROM archive.merge a WHERE a.kept_id = ANY ((SELECT ids FROM grp)::bigint[])
            UNION SELECT b.id FROM archive.merge b WHERE b.merged_id = ANY ((SELECT ids FROM grp)::bigint[])
        ) AND m.merged_at <= :known_at
    ), '[]'::json)
)::text
FROM asked, subj
