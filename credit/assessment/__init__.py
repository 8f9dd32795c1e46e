"""考核: what each department reported, how well and how soon, with the records behind every figure and a public method."""
