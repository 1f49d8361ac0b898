"""Writers: results → text, one file per output format."""
