"""到对方主机去: a name is resolved, every address is held against the allowed networks, and the connection goes to that very address."""
