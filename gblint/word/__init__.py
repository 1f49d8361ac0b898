"""What goes back into a Word file: where findings stand in it, comments, and its parts."""
