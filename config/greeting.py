"""Say where the system is and who can log in, once it answers (called by bin/run)."""

import os
import sys
import time
import urllib.error
import urllib.request

WAIT_SECONDS = 60


def answers(address: str) -> bool:
    """Wait until the health page answers, at most WAIT_SECONDS."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as response:  # noqa: S310 -- our own http address
                return response.status == 200
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def main(address: str) -> None:
    """Print the address and the demo accounts, or what failed."""
    if not answers(address):
        print(f"户户清 did not answer at {address} within {WAIT_SECONDS} s; see access.log and error.log in APP_HOME")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415 -- only after the settings are named

    django.setup()
    from reports.demo.accounts import greeting  # noqa: PLC0415

    print(f"\n户户清  {address}\n{greeting()}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
