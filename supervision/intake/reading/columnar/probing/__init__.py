"""Whether every row of a Parquet file can be decoded, tried where it can do no harm."""
