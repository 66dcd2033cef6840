"""The arithmetic of scoring: pure functions of Decimal and frozen dataclasses; no database, no clock, no settings."""
