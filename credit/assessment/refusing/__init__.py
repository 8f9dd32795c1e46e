"""退回行: what was reported and did not pass is noted by its document, so that it counts once however often it comes."""
