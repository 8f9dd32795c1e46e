WITH pairs AS (
    SELECT one.subject_id, f.field, one.department_id AS first_department_id, f.value AS first_value,
        two.department_id AS second_department_id, s.value AS second_value, {{same}} AS same
    FROM archive.registration one
    JOIN archive.registration two ON two.subject_id = one.subject_id AND two.department_id > one.department_id
        AND two.known_to IS NULL AND two.valid_to IS NULL
    CROSS JOIN LATERAL {{fields_of one}} AS f (field, value)
    JOIN LATERAL {{fields_of two}} AS s (field, value) ON s.field = f.field
    WHERE one.subject_id = ANY (:subjects) AND one.known_to IS NULL AND one.valid_to IS NULL AND f.value <> '' AND s.value <> ''
)
