(
    SELECT g.state FROM archive.registration g
    WHERE g.subject_id = SUBJECT AND g.known_to IS NULL AND g.valid_to IS NULL AND g.state IS NOT NULL LIMIT 1
)
