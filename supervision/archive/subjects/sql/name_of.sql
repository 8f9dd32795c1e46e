(
    SELECT n.name FROM archive.name n WHERE n.subject_id = SUBJECT AND {{known n}}
    ORDER BY ({{in_force n}} AND NOT (n.former AND n.valid_to IS NULL)) DESC, n.valid_from DESC NULLS LAST, n.id DESC LIMIT 1
)
