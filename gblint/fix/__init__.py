"""`gblint fix`: corrections of findings, written into the file and looked at again."""
