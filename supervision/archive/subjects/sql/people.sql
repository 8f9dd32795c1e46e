    SELECT string_agg(DISTINCT '(?<=' || left(p.name, 1) || ')' || substr(p.name, 2), '|') AS pattern
    FROM (
        SELECT r.legal_rep AS name FROM archive.registration r
        WHERE subj.hide_name AND {{mine r}} AND r.known_to IS NULL AND r.valid_to IS NULL
        UNION ALL
        SELECT r.legal_rep FROM archive.registration r
        WHERE subj.hide_name AND {{mine r}} AND (r.known_to IS NOT NULL OR r.valid_to IS NOT NULL)
        UNION ALL
        SELECT r.from_name FROM archive.relation r WHERE subj.hide_name AND r.to_id = ANY (subj.ids)
        UNION ALL
        SELECT n.name FROM archive.name n WHERE subj.hide_home AND {{mine n}}
    ) p
    WHERE char_length(p.name) BETWEEN 2 AND 30 AND p.name ~ '^[[:alpha:]·]+$'
