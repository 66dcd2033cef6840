"""What the PDF engine makes of a snapshot."""
