"""What the tests lean on: the strict client, strict templates, queries counted, races, browsers."""
