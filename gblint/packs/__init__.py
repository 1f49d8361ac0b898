"""Rule packs: finding, loading, merging and validating them."""
