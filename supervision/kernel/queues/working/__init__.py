"""Running a job: hold it, claim it, run it, say how it ended."""
