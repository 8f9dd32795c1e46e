            UNION ALL
            SELECT c.subject_id, c.name, c.state FROM archive.registration c
            WHERE :past::boolean AND c.KEY = ANY (registering.KEYs) AND c.KEY IS NOT NULL AND c.known_to IS NOT NULL
                AND {{known c}} AND {{in_force c}} AND c.subject_id <> ALL (subj.ids)
