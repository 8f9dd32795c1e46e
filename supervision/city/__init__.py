"""云汀市: an invented city for trying things out, made anew in the same way each time.

Every name, number and decision is invented; its divisions (9901xx) are used by no real place. It enters through the same
doors as everything else: accounts and intake. May import everything below it and is imported by the composition root alone.
"""
