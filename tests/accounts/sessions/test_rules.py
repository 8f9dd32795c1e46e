import pytest

from supervision.accounts.sessions.rules import safe_next


@pytest.mark.parametrize("target", ["/", "/archive/12", "/search?q=%E7%A6%BE&page=2", "/archive/12#tab", "/accounts/users"])
def test_one_returns_to_a_page_of_ours(target):
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "archive",
        "//evil.example/",
        "/\\evil.example",
        "/a\\b",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\n/evil.example",
        "/\t/evil.example",
        "/sign-in?next=/sign-in",
        "/sign-out",
        "//[",
    ],
)
def test_anything_else_leads_to_the_front_page(target):
    assert safe_next(target) == "/"
