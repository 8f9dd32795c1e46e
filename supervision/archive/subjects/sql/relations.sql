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
