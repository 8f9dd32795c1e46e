"""按事项查: what each department has reported, by kind and by approval item, inspection item, penalty kind or measure."""
