"""申诉: a department says which decisions were counted against it wrongly, and somebody else, elsewhere, decides."""
