"""Showing an answer: the scope with its words marked, each item with its words and its offices."""
