"""Ask the web process of this container for /healthz; exit 0 when it answers 200, 1 otherwise."""

import http.client
import os
import sys


def main() -> int:
    """Ask as a proxy would, so that neither the allowed hosts nor the redirection to https stand in the way."""
    host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0]
    headers = {"Host": host, "X-Forwarded-Proto": "https"}
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("THIDUA_PORT", "8000")), timeout=5)
    try:
        connection.request("GET", "/healthz", headers=headers)
        return 0 if connection.getresponse().status == http.client.OK else 1
    except (OSError, http.client.HTTPException):
        return 1


if __name__ == "__main__":
    sys.exit(main())
