import re

from supervision.web.navigation import nearest


def lines(page):
    nav = re.search(r'<nav class="sidenav".*?</nav>', page, re.DOTALL)[0]
    return re.findall(r"<h2>(.*?)</h2>", nav), re.findall(r'<a href="([^"]+)"( aria-current="page")?>.*?</svg>([^<]+)', nav)


def test_the_navigation_shows_what_the_person_may_do_in_the_order_of_the_work(as_):
    headings, links = lines(as_("clerk").get("/probe").get_data(as_text=True))
    assert headings == ["今天", "审批与告知", "另外"]
    assert [label for _, _, label in links] == ["工作台", "试探件", "别处"]


def test_who_lacks_the_right_does_not_see_the_line(as_):
    headings, links = lines(as_("reader").get("/probe/under/it").get_data(as_text=True))
    assert headings == ["今天", "另外"]
    assert "/probe" not in [href for href, _, _ in links]


def test_the_line_of_the_page_is_marked_and_counts_have_commas(as_):
    page = as_("clerk").get("/probe").get_data(as_text=True)
    assert [href for href, current, _ in lines(page)[1] if current] == ["/probe"]
    assert '<span class="count">1,204</span>' in page


def test_a_detail_marks_the_nearest_list():
    assert nearest(["/", "/a", "/a/b"], "/a/b/7") == "/a/b"
    assert nearest(["/", "/a"], "/ab") is None
    assert nearest(["/", "/a"], "/") == "/"


def test_the_bell_counts_what_waits(as_):
    assert "提醒，3 条未读" in as_("clerk").get("/probe").get_data(as_text=True)
    assert "提醒" not in as_("reader").get("/probe/under/it").get_data(as_text=True)


def test_the_first_page_shows_the_panels_and_what_is_open(as_):
    page = as_("clerk").get("/").get_data(as_text=True)
    assert "给沈某某看的内容" in page
    assert "市交通运输局 · 收件岗" in page
    assert "给陆某某看的内容" not in as_("reader").get("/").get_data(as_text=True)


def test_the_telephone_has_a_bar_within_reach_of_the_thumb(as_):
    page = as_("clerk").get("/").get_data(as_text=True)
    bar = re.search(r'<nav class="bottombar".*?</nav>', page, re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', bar)[0] == "/"
    assert "/menu" in bar


def test_the_telephone_finds_every_line_on_one_page(as_):
    page = as_("clerk").get("/menu").get_data(as_text=True)
    main = re.search(r"<main.*?</main>", page, re.DOTALL)[0]
    assert [word for word in ("工作台", "试探件", "别处") if word in main] == ["工作台", "试探件", "别处"]
