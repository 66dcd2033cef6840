"""Writing scoring tables, sheets and rankings."""
