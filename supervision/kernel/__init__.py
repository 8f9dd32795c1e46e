"""What every slice stands on: nothing here knows a slice of the platform."""
