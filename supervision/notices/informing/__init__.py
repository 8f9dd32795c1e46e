"""告知与承诺: the applicant reads what to apply for and signs."""
