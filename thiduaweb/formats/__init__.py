"""Our own locale formats (FORMAT_MODULE_PATH): Django's `vi` has no date input formats and falls back to US ones."""
