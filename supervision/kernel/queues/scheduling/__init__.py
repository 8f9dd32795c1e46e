"""What starts by the clock: the timetable, the sweep over jobs, and the delivery of events."""
