"""Web processes add up their requests in one folder, as `supervision up` gives them."""

import os
import subprocess
import sys
from pathlib import Path

from supervision.kernel.settings import PROJECT

OBSERVE = "from supervision.kernel.health.metrics import REQUESTS; REQUESTS.labels('GET', '/x', '200').observe(0.1)"
TELL = "from prometheus_client import generate_latest; from supervision.kernel.health import metrics; print(generate_latest(metrics._requests()).decode())"


def process(code: str, folder: Path) -> str:
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder)}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_the_numbers_of_all_processes_add_up(tmp_path):
    for _ in range(3):
        process(OBSERVE, tmp_path)
    assert 'supervision_request_seconds_count{method="GET",route="/x",status="200"} 3.0' in process(TELL, tmp_path)
