    'conflicts', '[]'::json, 'halves', '[]'::json, 'reports', '[]'::json, 'merges', '[]'::json,
