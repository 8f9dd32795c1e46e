"""A receiver of 双公示 data, as a higher platform may be: it knows the interface and the standard, and nothing of the sender.

It shares no code with the platform, so that a mistake on one side is seen by the other.
"""
