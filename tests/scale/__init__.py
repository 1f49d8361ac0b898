"""Files elsewhere, and many machines: a server of S3 and a cluster of dask, both on loopback."""
