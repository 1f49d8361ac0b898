"""What pdftotext makes of printed reports: what is read of it is right, the rest is said."""
