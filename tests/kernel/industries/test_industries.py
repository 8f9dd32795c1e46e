from supervision.kernel import industries


def test_a_class_is_found_with_and_without_the_letter_of_its_section():
    assert industries.industry_name("0111") == "稻谷种植"
    assert industries.industry_name("A0111") == "稻谷种植"
    assert industries.industry_name("A") == "农、林、牧、渔业"
    assert industries.industry_name("9999") is None


def test_the_path_goes_from_the_section_to_the_class():
    assert [node.code for node in industries.path("0111")] == ["A", "01", "011", "0111"]
    assert [node.level for node in industries.path("0111")] == ["门类", "大类", "中类", "小类"]


def test_there_are_twenty_sections_and_every_node_hangs_under_one():
    assert len(industries.children()) == 20
    for node in industries.children("A"):
        assert node.parent == "A"
