"""一数一源: which source is believed first where several describe one subject; dated, with its basis."""
