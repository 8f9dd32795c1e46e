"""未报发现: decisions that were made and not reported, found from gaps in document numbers and from results at the counter."""
