"""The settings of the web server that is measured: the product's, with the floor beside its addresses."""

from thiduaweb.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
