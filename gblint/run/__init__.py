"""Many files: which they are, by what settings, in which processes, and what is known of them."""
