{{pairs}}
UPDATE archive.field_conflict c SET settled_at = :now, settled_by = 'platform',
    settled_as = CASE WHEN coalesce(p.same, true) THEN '来源已一致' ELSE '来源已更新' END
FROM archive.field_conflict o
LEFT JOIN pairs p ON p.subject_id = o.subject_id AND p.field = o.field
    AND p.first_department_id = o.first_department_id AND p.second_department_id = o.second_department_id
WHERE c.id = o.id AND o.subject_id = ANY (:subjects) AND o.settled_at IS NULL
    AND (coalesce(p.same, true) OR p.first_value <> o.first_value OR p.second_value <> o.second_value)
