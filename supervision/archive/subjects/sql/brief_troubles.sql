    'conflicts', '[]'::json, 'reports', '[]'::json, 'merges', '[]'::json,
