    'records', json_build_object('counts', coalesce(recording.counts, '{}'::json), 'items', coalesce(recording.items, '[]'::json)),
