{{pairs}}
INSERT INTO archive.field_conflict
    (subject_id, field, first_department_id, first_value, second_department_id, second_value, found_at)
SELECT p.subject_id, p.field, p.first_department_id, p.first_value, p.second_department_id, p.second_value, :now
FROM pairs p
WHERE NOT p.same AND NOT EXISTS (
    SELECT FROM archive.field_conflict k
    WHERE k.subject_id = p.subject_id AND k.field = p.field AND k.first_department_id = p.first_department_id
        AND k.second_department_id = p.second_department_id AND k.first_value = p.first_value
        AND k.second_value = p.second_value AND (k.settled_at IS NULL OR k.settled_by <> 'platform')
)
