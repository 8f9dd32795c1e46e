"""What stands right beside a word in its own entry: the verbs behind it, the sale before it, the thing it only qualifies."""
