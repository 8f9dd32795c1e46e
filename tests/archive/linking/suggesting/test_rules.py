import pytest

from supervision.archive.linking.suggesting.rules import Side, core, differing, reasons, score


def side(name, **more):
    return Side(name, name, **more)


def test_the_score_is_the_sum_of_its_lines():
    lines = reasons(
        side("云汀岚溪食品厂", code="A1", legal_rep="沈某某"), side("云汀岚溪食品有限公司", code="A2", legal_rep="沈某某")
    )
    assert score(lines) == sum(line.points for line in lines) > 50


def test_everything_equal_is_a_hundred():
    same = side("云汀岚溪食品厂", code="91310115MA1H00004A", legal_rep="沈某某", address="云汀市东区")
    assert score(reasons(same, same)) == 100


def test_another_code_counts_against_and_a_mistyped_one_does_not():
    row = side("云汀岚溪食品厂", code="91310115MA1H00004A")
    far = reasons(row, side("云汀岚溪食品厂", code="91110000600037341L"))
    near = reasons(row, side("云汀岚溪食品厂", code="91310115MA1HO0004A"))
    assert score(far) < score(reasons(row, side("云汀岚溪食品厂"))) < score(near)


def test_a_masked_name_of_a_person_says_nothing():
    lines = reasons(side("云汀甲", legal_rep="沈*某"), side("云汀甲", legal_rep="林某某"))
    assert "法定代表人" not in {line.what for line in lines}


@pytest.mark.parametrize(("name", "rest"), [("云汀岚溪食品有限公司", "云汀岚溪食品"), ("有限公司", "有限公司")])
def test_the_legal_form_does_not_tell_subjects_apart(name, rest):
    assert core(name) == rest


def test_the_differing_characters_are_marked_on_both_sides():
    ours, theirs = differing("云汀禾丰食品", "云汀禾木食品")
    assert [text for marked, text in ours if marked] == ["丰"]
    assert [text for marked, text in theirs if marked] == ["木"]
    assert "".join(text for _, text in ours) == "云汀禾丰食品"
