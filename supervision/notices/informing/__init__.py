"""告知: what an applicant is told at registration, on a sheet that anybody can check, and what the applicant undertakes."""
