    'relations', json_build_object(
        'holders', '{"count" : 0, "items" : []}'::json, 'holdings', '{"count" : 0, "items" : []}'::json, 'also', '[]'::json,
        'same_address', {{neighbours address_key}},
        'same_telephone', '{"count" : 0, "more" : false, "items" : []}'::json
    ),
