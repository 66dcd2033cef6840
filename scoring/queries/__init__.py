"""Reading scoring tables, sheets and rankings."""
