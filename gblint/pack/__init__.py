"""The typed model of a rule pack, as it is read, merged and used. It knows no YAML."""
