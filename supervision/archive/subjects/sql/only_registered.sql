AND NOT EXISTS (SELECT FROM archive.record r WHERE r.subject_id = s.id)
        AND NOT EXISTS (SELECT FROM archive.relation r WHERE r.to_id = s.id)
        AND NOT EXISTS (SELECT FROM archive.relation r WHERE r.from_id = s.id)
        AND NOT EXISTS (SELECT FROM archive.field_conflict c WHERE c.subject_id = s.id)
        AND NOT EXISTS (SELECT FROM archive.fact_report p WHERE p.subject_id = s.id)
        AND NOT EXISTS (SELECT FROM archive.merge m WHERE m.kept_id = s.id OR m.merged_id = s.id)
        AND NOT EXISTS (
            SELECT FROM archive.registration o
            WHERE o.subject_id = s.id AND o.known_to IS NULL AND o.valid_to IS NULL AND o.telephone_key IS NOT NULL)
