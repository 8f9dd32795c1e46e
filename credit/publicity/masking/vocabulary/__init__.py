"""The words by which addresses and names of persons are recognised."""
