"""The common ground (综合监管): kernel, accounts, intake, archive and the web shell.

Slices, each importing only what stands before it: kernel, accounts, intake, archive, duties; web beside them.
"""
