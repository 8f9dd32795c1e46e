"""Items as texts and texts as items, one way the inverse of the other: forms and workbooks speak alike."""
