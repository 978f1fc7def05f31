"""Many reports on many machines: inputs cut into shards, each read by itself and kept as a Parquet file."""
