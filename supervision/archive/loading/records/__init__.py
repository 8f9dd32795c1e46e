"""行政记录: licences, penalties, inspections and whatever else a department reports about a subject."""
