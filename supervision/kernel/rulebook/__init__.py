"""Rules as dated data (规则库): chosen by date, then place, then channel, then rank."""
