"""What a scope touches, put as a sheet will say it: items with their offices, basis and mode of that day."""
