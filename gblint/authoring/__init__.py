"""What authors of packs work with: a new pack, what is wrong with one, its examples run."""
