"""Container health check: exit 0 when the web server, its database and its broker answer."""

import os
import sys
import urllib.request

# /healthz is not redirected to https, but the host name must be one the settings allow.
host = os.environ["ALLOWED_HOSTS"].split(",")[0]
request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": host})
try:
    with urllib.request.urlopen(request, timeout=8) as response:
        sys.exit(response.status != 200)
except OSError as error:
    sys.exit(str(error))
