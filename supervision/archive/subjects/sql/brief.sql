WITH subj AS MATERIALIZED (
    SELECT min(whole.id) AS id, min(whole.body) AS body
    FROM (
        SELECT s.id, format(
            '{"id": %s, "kind": "%s", "name": %s, "as_of": {"valid_on": null, "known_at": null}, "masked": %s, "known_since": %s,'
            ' "members": [%s], "identifiers": [%s], "names": [%s], "fields": %s, "registrations": [%s],'
            ' "relations": {"holders": {"count": 0, "items": []}, "holdings": {"count": 0, "items": []}, "also": [],'
            ' "same_address": {"count": %s, "more": %s, "items": %s},'
            ' "same_telephone": {"count": 0, "more": false, "items": []}},'
            ' "records": {"counts": {}, "items": []}, "timeline": {"count": 1, "items": [%s]},'
            ' "conflicts": [], "halves": [], "reports": [], "merges": [], "departments": {"%s": %s}}',
            s.id, s.kind, to_json(n.name), to_json(NOT :reveal::boolean), to_json(s.known_from), s.id,
            json_build_object(
                'id', i.id, 'subject_id', s.id, 'kind', i.kind, 'value', i.value, 'valid_from', i.valid_from,
                'valid_to', i.valid_to, 'in_force', {{in_force i}}, 'source', {{source i}}),
            json_build_object(
                'id', n.id, 'subject_id', s.id, 'name', n.name, 'current', true, 'valid_from', n.valid_from,
                'valid_to', n.valid_to, 'source', {{source n}}),
            json_build_object({{standing}}),
            json_build_object(
                'id', r.id, 'subject_id', s.id, 'name', r.name, 'code', r.code, 'legal_rep', {{hidden_name r.legal_rep}},
                'type_name', r.type_name, 'industry', r.industry, 'capital', r.capital, 'currency', r.currency,
                'capital_text', r.capital_text, 'scope', r.scope, 'address', r.address, 'telephone', NULL,
                'division', r.division, 'region_name', r.region_name, 'established_on', r.established_on, 'state', r.state,
                'valid_from', r.valid_from, 'valid_to', NULL, 'known_to', NULL, 'in_force', true, 'source', {{source r}}),
            near.count, to_json(near.more), near.items,
            json_build_object(
                'id', e.id, 'subject_id', s.id, 'kind', e.kind, 'occurred_on', e.occurred_on, 'summary', e.summary,
                'link_kind', e.link_kind, 'link_id', e.link_id, 'source', {{source e}}, 'withheld', NULL),
            d.id, to_json(d.name)) AS body,
            n.department_id = r.department_id AND i.department_id = r.department_id AND e.department_id = r.department_id
                AND (r.valid_from IS NULL OR r.valid_from <= :judged_on) AND r.telephone IS NULL AND r.telephone_key IS NULL
                AND NOT n.former AND {{in_force n}} AND near.once AND e.link_kind IS DISTINCT FROM 'record' AND (:reveal::boolean OR e.summary !~ {{number}})
                AND (:reveal::boolean OR s.kind <> 'individual' OR r.legal_rep IS NULL OR strpos(e.summary, substr(r.legal_rep, 2)) = 0)
                AS simple
        FROM archive.subject s
        JOIN archive.registration r ON r.subject_id = s.id AND r.known_to IS NULL AND r.valid_to IS NULL
        JOIN archive.name n ON n.subject_id = s.id AND n.known_to IS NULL
        JOIN archive.identifier i ON i.subject_id = s.id AND i.known_to IS NULL
        JOIN archive.event e ON e.subject_id = s.id AND e.known_to IS NULL
        JOIN accounts.department d ON d.id = r.department_id
        CROSS JOIN LATERAL (
            SELECT least(count(*), 20) AS count, count(*) > 20 AS more,
                coalesce(array_to_json((array_agg(
                    json_build_object('subject_id', o.subject_id, 'name', o.name, 'state', o.state) ORDER BY o.subject_id)
                )[:10]), '[]'::json) AS items,
                count(*) = count(DISTINCT o.subject_id) AS once
            FROM (
                SELECT o.subject_id, o.name, o.state FROM archive.registration o
                WHERE o.address_key = r.address_key AND o.known_to IS NULL AND {{in_force o}} AND o.subject_id <> s.id
                LIMIT 41
            ) o
        ) near
        WHERE s.id = coalesce(:subject_id::bigint, (
                SELECT i.subject_id FROM archive.identifier i WHERE i.value = :code AND i.known_to IS NULL
                ORDER BY i.kind DESC LIMIT 1))
            AND s.merged_into IS NULL
            AND (s.kind <> 'person' OR :reveal::boolean)
            AND NOT EXISTS (
                SELECT FROM archive.record o WHERE o.subject_id = s.id
                UNION ALL SELECT FROM archive.relation o WHERE o.to_id = s.id
                UNION ALL SELECT FROM archive.relation o WHERE o.from_id = s.id
                UNION ALL SELECT FROM archive.registration o
                WHERE o.subject_id = s.id AND (o.known_to IS NOT NULL OR o.valid_to IS NOT NULL)
                UNION ALL SELECT FROM archive.field_conflict o WHERE o.subject_id = s.id
                UNION ALL SELECT FROM archive.fact_report o WHERE o.subject_id = s.id
                UNION ALL SELECT FROM archive.merge o WHERE o.kept_id = s.id
                UNION ALL SELECT FROM archive.merge o WHERE o.merged_id = s.id
            )
    ) whole
    HAVING count(*) = 1 AND bool_and(whole.simple)
){{log}}
SELECT subj.body FROM subj
