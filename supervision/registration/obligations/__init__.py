"""退回登记机关: scope that a firm must change because its licence is gone, with the 30-day clock."""
