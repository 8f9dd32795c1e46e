"""One entry of a list: the verbs that it begins with, ends with, or is made of."""
