"""A fuzzer: the fixtures, changed in many ways, must give findings or a clear refusal."""
