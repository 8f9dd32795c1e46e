    'records', '{"counts" : {}, "items" : []}'::json,
