"""双告知: the applicant is told before, the approval departments after registration. Stands on licensing."""
