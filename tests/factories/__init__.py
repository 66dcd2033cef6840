"""Small worlds for tests, made by the services that the browser calls."""
