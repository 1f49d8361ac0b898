"""Document → Report: recognising title, sections, tables and facts by the words of a pack."""
