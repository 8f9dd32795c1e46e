"""Two thousand market subjects with names of their own, and the relations between them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import numpy as np

from supervision.city.features import pick, random_uscc, some_day
from supervision.city.schemas import LAST_DAY, Firm, chance, words

COMPANIES = 1500
SHOPS = 400
COOPERATIVES = 100
RENAMED = 40
PARENTS, BRANCHES = slice(60, 96), slice(1300, 1336)
STATES = ("存续", "存续", "存续", "存续", "存续", "存续", "存续", "存续", "存续", "歇业", "吊销，未注销", "注销")
CAPITALS = (10, 50, 100, 100, 200, 300, 500, 500, 1000, 2000, 5000)


def firms() -> list[Firm]:
    """Return every subject of the city, the same ones each time."""
    dice = chance("firms")
    brands = _brands(dice)
    found = [_company(dice, next(brands)) for _ in range(COMPANIES)]
    found[BRANCHES] = [_branch(parent, firm) for parent, firm in zip(found[PARENTS], found[BRANCHES], strict=True)]
    found += [_shop(dice, next(brands)) for _ in range(SHOPS)]
    found += [_cooperative(dice, next(brands)) for _ in range(COOPERATIVES)]
    return [
        replace(firm, later_name=_later(firm, next(brands))) if place < RENAMED else firm for place, firm in enumerate(found)
    ]


@cache
def people() -> list[str]:
    """Return the names of those who hold offices and shares; the character in the middle says that nobody is meant."""
    city = words("city")
    return [f"{surname}某{given}" for surname, given in product(city["surnames"], city["given"])]


def _brands(dice: np.random.Generator) -> Iterator[str]:
    """Give brand names in a random order, none twice."""
    city = words("city")
    pairs = [first + second for first, second in product(city["brand_first"], city["brand_second"]) if first != second]
    for place in dice.permutation(len(pairs) * 2):
        yield pairs[place % len(pairs)] if place < len(pairs) else f"新{pairs[place % len(pairs)]}"


def _place(dice: np.random.Generator) -> dict[str, Any]:
    city = words("city")
    district = city["districts"][int(dice.integers(0, len(city["districts"])))]
    address = f"{city['city']['name']}{district['name']}{pick(dice, city['streets'])}{dice.integers(1, 300)}号"
    return {
        "division": district["code"],
        "district": district["name"],
        "address": f"{address}{dice.integers(1, 20)}层" if dice.random() < 0.5 else address,  # noqa: PLR2004  # every other one
        "telephone": f"0990-{dice.integers(2_000_000, 8_999_999)}",
        "legal_rep": pick(dice, people()),
        "established_on": some_day(dice, last=date(2025, 12, 31)),
        "state": pick(dice, list(STATES)),
    }


def _company(dice: np.random.Generator, brand: str) -> Firm:
    city = words("city")
    place = _place(dice)
    trade = city["trades"][int(dice.integers(0, len(city["trades"])))]
    form = pick(dice, city["companies"])
    return Firm(
        code=random_uscc(dice, "91", place["division"]),
        name=f"云汀{brand}{trade['word']}{form}",
        kind="enterprise",
        type_name="股份有限公司（非上市）" if form.startswith("股份") else "有限责任公司（自然人投资或控股）",
        industry=trade["industry"],
        scope=trade["scope"],
        trade=trade["word"],
        capital=int(CAPITALS[int(dice.integers(0, len(CAPITALS)))]),
        **place,
    )


def _branch(parent: Firm, firm: Firm) -> Firm:
    """Make a company the branch of another, where it stands and no older than the parent."""
    return replace(
        firm,
        name=f"{parent.name}{firm.district}分公司",
        type_name="股份有限公司分公司（非上市）" if parent.type_name.startswith("股份") else "有限责任公司分公司",
        industry=parent.industry,
        scope=parent.scope,
        trade=parent.trade,
        capital=0,
        established_on=max(parent.established_on, firm.established_on),
        parent=parent.code,
    )


def _shop(dice: np.random.Generator, brand: str) -> Firm:
    place = _place(dice)
    shop = pick(dice, words("city")["shops"])
    return Firm(
        code=random_uscc(dice, "92", place["division"]),
        name=f"{place['district']}{brand}{shop}",
        kind="individual",
        type_name="个体工商户",
        industry="6210" if shop in {"小吃店", "面馆", "茶室"} else "5219",
        scope=f"{shop}经营",
        trade=shop,
        capital=int(dice.integers(1, 20)),
        **place,
    )


def _cooperative(dice: np.random.Generator, brand: str) -> Firm:
    place = _place(dice)
    return Firm(
        code=random_uscc(dice, "93", place["division"]),
        name=f"{place['district']}{brand}蔬菜种植专业合作社",
        kind="organisation",
        type_name="农民专业合作社",
        industry="0141",
        scope="组织成员种植、销售蔬菜",
        trade="农业发展",
        capital=int(dice.integers(20, 300)),
        **place,
    )


def _later(firm: Firm, brand: str) -> str:
    return f"云汀{brand}{firm.name[4:]}" if firm.established_on < LAST_DAY else firm.name
