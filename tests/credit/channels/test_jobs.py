"""What goes out over real lines, to a receiver that fails in every way there is: nothing lost, nothing overtaken, both sides equal."""



def test_what_the_portal_shows_reaches_every_receiver_that_is_to_have_it(world, receiver):
    world.shown(doc_no="云汀罚〔2026〕1号")
    world.work()
    assert world.messages() == [("publish", "accepted", 1)]
    for channel in ("credit-china", "province", "legal-base", "gsxt"):
        assert receiver.numbers(channel) == ["云汀罚〔2026〕1号"]
    assert receiver.rows("population-base") == []
    row = receiver.rows()[0]["row"]
    assert list(row)[:4] == ["CF_XDR_MC", "CF_XDR_LB", "CF_XDR_SHXYM", "CF_XDR_GSZC"]
    assert (row["CF_NR_FK"], row["CF_JDRQ"], row["CF_GSJZQ"]) == ("2.500000", "2026/11/12", "2027/11/12")
    assert (world.holding().received, world.holding().received_version) == (True, 1)
