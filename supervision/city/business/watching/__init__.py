"""What was seen since of firms that were told to apply and hold no licence yet: complaints and inspections."""
