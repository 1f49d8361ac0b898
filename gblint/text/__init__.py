"""Chinese text as such: comparable forms, numerals, display width, sentences, patterns."""
