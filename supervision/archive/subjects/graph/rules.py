"""Where the nodes of a small relation graph stand."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from supervision.archive.subjects.showing.rules import HELD, RELATIONS, share_text

MOST: Final = 14
WIDTH: Final = 760
HEIGHT: Final = 460
LINE: Final = 9


@dataclass(frozen=True, slots=True)
class Node:
    """A point with its name in lines, its link, and what leads to it."""

    x: float
    y: float
    name: str
    lines: tuple[str, ...]
    href: str | None
    word: str
    outward: bool
    shown: str

    @property
    def middle(self) -> tuple[float, float]:
        return round(0.56 * self.x + 0.22 * WIDTH, 1), round(0.56 * self.y + 0.22 * HEIGHT, 1)


@dataclass(frozen=True, slots=True)
class Graph:
    """The drawing: the centre, the nodes around it, and how many did not fit."""

    name: str
    lines: tuple[str, ...]
    nodes: tuple[Node, ...]
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT


def drawn(archive: Mapping[str, Any]) -> Graph:
    """Return the graph of an archive: holders above, holdings and neighbours below, at most fourteen of them.

    依据: 关系图至多 15 个节点，路径用文字写出。
    单位: SVG 坐标。
    错误: 无。
    """
    name = archive["name"] or "名称未知"
    links = _links(archive, name)
    shown = links[:MOST]
    nodes = tuple(_placed(place, len(shown), link) for place, link in enumerate(shown))
    return Graph(name, in_lines(name), nodes, len(links) - len(shown))


def _links(archive: Mapping[str, Any], name: str) -> list[tuple[str, int | None, str, bool, str]]:
    relations = archive["relations"]
    links = [_holder(item, name) for item in relations["holders"]["items"] if item["in_force"]]
    links += [_holding(item, name) for item in relations["holdings"]["items"] if item["in_force"]]
    for key, word in (("same_address", "同一住所"), ("same_telephone", "同一电话")):
        links += [
            (item["name"] or "名称未知", item["subject_id"], word, True, f"{name} 与 {item['name']} {word}")
            for item in relations[key]["items"]
        ]
    return links


def _holder(item: Mapping[str, Any], name: str) -> tuple[str, int | None, str, bool, str]:
    word = " ".join(part for part in (RELATIONS[item["kind"]], share_text(item["share"]), item["position"]) if part)
    other = item["name"] or "名称未知"
    return other, item["subject_id"], word, False, f"{other} → {word} → {name}"


def _holding(item: Mapping[str, Any], name: str) -> tuple[str, int | None, str, bool, str]:
    word = " ".join(part for part in (HELD[item["kind"]], share_text(item["share"])) if part)
    other = item["name"] or "名称未知"
    return other, item["subject_id"], word, True, f"{name} → {word} → {other}"


def _placed(place: int, count: int, link: tuple[str, int | None, str, bool, str]) -> Node:
    name, subject_id, word, outward, shown = link
    angle = 2 * math.pi * place / max(count, 1) - math.pi / 2
    x = round(WIDTH / 2 + 290 * math.cos(angle), 1)
    y = round(HEIGHT / 2 + 180 * math.sin(angle), 1)
    href = f"/archive/{subject_id}" if subject_id else None
    return Node(x, y, name, in_lines(name), href, word, outward, shown)


def in_lines(name: str) -> tuple[str, ...]:
    """Return a name in at most two lines that fit a node; the whole name stands in the table below.

    依据: 图中文字不小于 13 像素。
    单位: 汉字。
    错误: 无。
    """
    if len(name) <= LINE:
        return (name,)
    rest = name[LINE : 2 * LINE]
    return (name[:LINE], rest if len(name) <= 2 * LINE else rest[:-1] + "…")
