"""Reports beside one another: two of one organ, or all of a folder."""
