"""持股和任职: who owns and leads the firms of the city, with a ring, a hub and firms behind one door."""
