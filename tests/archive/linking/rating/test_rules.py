from supervision.archive.linking.rating.rules import alternatives, distance


def test_the_rarest_pairs_are_asked_two_by_two():
    assert alternatives("云汀岚溪食品有限公司", {"云汀": 0.9, "食品": 0.2}) == (
        ("溪食", "岚溪"),
        ("溪食", "汀岚"),
        ("岚溪", "汀岚"),
    )


def test_among_unknown_pairs_the_end_of_the_name_says_more_than_its_region():
    assert "云汀" not in {gram for chosen in alternatives("云汀岚溪食品", {}) for gram in chosen}


def test_a_short_name_is_asked_by_what_it_has():
    assert alternatives("岚溪", {}) == (("岚溪", "岚溪"),) * 3
    assert alternatives("", {}) == ()


def test_the_same_name_is_nearest_and_no_name_is_farthest():
    assert distance("云汀岚溪食品有限公司", ["云汀禾木有限公司", "云汀岚溪食品有限公司"]) == 30
    assert distance("云汀岚溪食品有限公司", ["云汀岚溪食品商行"]) < distance("云汀岚溪食品有限公司", ["云汀禾木养殖场"])
    assert distance("云汀岚溪食品有限公司", []) == 100
