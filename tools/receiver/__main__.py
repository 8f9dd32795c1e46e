"""`python -m tools.receiver --port 8600 --secret-file key`: a receiver for all channels, under `/<channel>`.

Prints its port when it listens. `POST /control {"fault": "down"}` changes how it behaves; `GET /control` shows what it holds.
"""

import argparse
from pathlib import Path

from tools.receiver.server import FAULTS, Receiver


def main() -> None:
    """Listen until stopped."""
    parser = argparse.ArgumentParser(description="双公示接收方模拟器")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8600)
    parser.add_argument("--fault", choices=FAULTS, default="none")
    parser.add_argument("--secret-file", type=Path, required=True, help="与平台共享的密钥")
    parser.add_argument("--folder", type=Path, help="保存收到的数据，重启后仍在；不给则只在内存")
    given = parser.parse_args()
    secret = given.secret_file.read_text(encoding="utf-8").strip()
    server = Receiver(given.host, given.port, secret=secret, fault=given.fault, folder=given.folder)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
