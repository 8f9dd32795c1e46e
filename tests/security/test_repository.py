"""Nothing secret is kept beside the code."""

import re
import subprocess

from supervision.kernel.settings import PROJECT

SECRETS = {
    "private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "key of a system": re.compile(rb"\bsk_[A-Za-z0-9_-]{40,}"),
    "address with a password": re.compile(
        rb"(?:postgres(?:ql)?|redis)(?:\+\w+)?://\w+:[^@\s{}<>$]{3,}@(?!localhost|db\b|host\b)"
    ),
    "cloud key": re.compile(rb"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
}


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True)
    return [name for name in listed.stdout.decode().split("\0") if name]


def test_no_file_holds_a_secret():
    found = [
        f"{name}: {what}"
        for name in tracked()
        if (PROJECT / name).is_file() and (content := (PROJECT / name).read_bytes())
        for what, pattern in SECRETS.items()
        if pattern.search(content)
    ]
    assert found == []


def test_the_state_folder_and_local_settings_are_not_kept():
    assert [name for name in tracked() if name.startswith(("var/", ".env")) or name.endswith((".pem", ".key"))] == []
