"""What a passphrase sealed opens with it alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.kernel.crypto import passphrase
from supervision.kernel.crypto.errors import ValueTampered
from supervision.kernel.crypto.passphrase import is_sealed, seal, unseal

PLAIN = "十行数据".encode() * 10
with pytest.MonkeyPatch.context() as patch:
    patch.setitem(passphrase.DERIVATIONS, 1, (1, 64, 1))
    SEALED = seal("口令 Pässphrase", PLAIN, purpose="a")


@pytest.fixture(autouse=True, scope="module")
def cheap():
    """The cost of a key is not what these tests are about."""
    with pytest.MonkeyPatch.context() as quick:
        quick.setitem(passphrase.DERIVATIONS, 1, (1, 64, 1))
        yield


def test_the_passphrase_opens_what_it_sealed_however_its_accents_are_typed():
    assert is_sealed(SEALED)
    assert not is_sealed(PLAIN)
    assert unseal("口令 Pa\u0308ssphrase", SEALED, purpose="a") == PLAIN
    assert seal("口令 Pässphrase", PLAIN, purpose="a") != SEALED


@pytest.mark.parametrize(
    ("secret", "sealed", "purpose"),
    [
        ("口令", SEALED, "a"),
        ("口令 Pässphrase", SEALED, "b"),
        ("口令 Pässphrase", SEALED[:20], "a"),
        ("口令 Pässphrase", SEALED[:30], "a"),
        ("口令 Pässphrase", b"", "a"),
    ],
    ids=["another passphrase", "another purpose", "cut in its head", "cut behind it", "nothing"],
)
def test_anything_else_opens_nothing(secret: str, sealed: bytes, purpose: str):
    with pytest.raises(ValueTampered):
        unseal(secret, sealed, purpose=purpose)


@settings(max_examples=200, deadline=None)
@given(at=st.integers(0, len(SEALED) - 1), bit=st.integers(1, 255))
def test_any_changed_byte_opens_nothing(at: int, bit: int):
    with pytest.raises(ValueTampered):
        unseal("口令 Pässphrase", SEALED[:at] + bytes([SEALED[at] ^ bit]) + SEALED[at + 1 :], purpose="a")
