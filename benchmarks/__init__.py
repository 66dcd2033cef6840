"""Measurements, each printed beside a floor measured in the same run; only the ratios count."""
