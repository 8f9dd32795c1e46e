"""What a root file says, and whether to believe it."""

import json
from dataclasses import asdict, dataclass

KIND = "supervision audit root"


@dataclass(frozen=True, slots=True)
class Root:
    """The head of the chain at an instant, signed by the platform."""

    at: str
    seq: int
    hash: str
    algorithm: str
    public_key: str = ""
    signature: str = ""


def message(root: Root) -> bytes:
    """Return the bytes that are signed.

    依据: 本平台规定，含类别、时刻、序号、哈希与算法。
    单位: UTF-8 JSON，键按码点排序。
    错误: 不抛出。
    """
    facts = {"kind": KIND, "at": root.at, "seq": root.seq, "hash": root.hash, "algorithm": root.algorithm}
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()


def write(root: Root) -> str:
    """Return the text of a root file.

    依据: 本平台规定。
    单位: JSON 文本。
    错误: 不抛出。
    """
    return json.dumps({"kind": KIND, **asdict(root)}, indent=2, sort_keys=True) + "\n"


def read(text: str) -> Root | None:
    """Return the root that a file holds, or `None` for a file that holds none.

    依据: 本平台规定。
    单位: JSON 文本。
    错误: 不抛出；格式不符返回 None。
    """
    try:
        facts = json.loads(text)
        kind = facts.pop("kind")
        root = Root(**facts)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    shaped = isinstance(root.seq, int) and all(isinstance(value, str) for key, value in facts.items() if key != "seq")
    return root if kind == KIND and shaped else None
