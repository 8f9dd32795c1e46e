import pytest

from supervision.kernel.crypto import keys
from supervision.kernel.crypto.errors import KeyReadableByOthers, KeysMissing, KeyUnknown, ValueTampered
from supervision.kernel.crypto.provider import SoftwareProvider, verify_with


@pytest.fixture
def directory(tmp_path):
    keys.load_or_create(tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
def provider(directory):
    return SoftwareProvider(keys.load(directory))


def test_what_was_encrypted_comes_back_and_never_looks_the_same_twice(provider):
    first, second = (provider.encrypt("resident", b"11010519491231002X") for _ in range(2))
    assert first != second
    assert b"1949" not in first
    assert provider.decrypt("resident", first) == provider.decrypt("resident", second) == b"11010519491231002X"


def test_a_value_opens_for_its_own_purpose_only(provider):
    with pytest.raises(ValueTampered):
        provider.decrypt("bank", provider.encrypt("resident", b"x"))


@pytest.mark.parametrize("algorithm", keys.CHOICES[keys.ENCRYPT])
def test_any_changed_byte_is_refused(directory, algorithm):
    keys.create(directory, keys.ENCRYPT, algorithm=algorithm)
    provider = SoftwareProvider(keys.load(directory))
    sealed = provider.encrypt("resident", b"11010519491231002X")
    for position in range(len(sealed)):
        changed = sealed[:position] + bytes([sealed[position] ^ 1]) + sealed[position + 1 :]
        with pytest.raises((ValueTampered, KeyUnknown)):
            provider.decrypt("resident", changed)


def test_after_a_rotation_old_values_still_open_and_old_hashes_are_still_found(directory, provider):
    sealed, hashed = provider.encrypt("resident", b"x"), provider.keyed_hash("resident", b"x")
    keys.create(directory, keys.ENCRYPT, algorithm="AES-256-GCM")
    keys.create(directory, keys.HASH)
    rotated = SoftwareProvider(keys.load(directory))
    assert rotated.decrypt("resident", sealed) == b"x"
    assert rotated.encrypt("resident", b"x")[0] == 3
    assert rotated.keyed_hash("resident", b"x") != hashed
    assert hashed in rotated.keyed_hashes("resident", b"x")


def test_a_keyed_hash_depends_on_key_and_purpose(provider, tmp_path):
    other = SoftwareProvider(keys.load_or_create(tmp_path / "other"))
    hashes = {provider.keyed_hash("a", b"x"), provider.keyed_hash("b", b"x"), other.keyed_hash("a", b"x")}
    assert len(hashes) == 3
    assert provider.keyed_hash("a", b"x") in hashes


@pytest.mark.parametrize("algorithm", keys.CHOICES[keys.SIGN])
def test_a_signature_holds_for_its_message_and_its_key(directory, algorithm, tmp_path):
    keys.create(directory, keys.SIGN, algorithm=algorithm)
    provider = SoftwareProvider(keys.load(directory))
    signature = provider.sign(b"root")
    assert provider.verify(b"root", signature)
    assert verify_with(provider.public_key(signature), b"root", signature)
    assert not provider.verify(b"rooT", signature)
    stranger = SoftwareProvider(keys.load_or_create(tmp_path / "stranger"))
    assert not verify_with(stranger.public_key(stranger.sign(b"root")), b"root", signature)


def test_a_digest_says_which_algorithm_made_it(provider):
    assert provider.digest(b"abc")[0] == 33
    assert provider.digest(b"abc", "SHA-256")[0] == 34


def test_a_named_directory_without_keys_is_refused_and_stays_empty(tmp_path):
    with pytest.raises(KeysMissing):
        SoftwareProvider(keys.load(tmp_path)).encrypt("resident", b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_others_may_read_is_refused(directory):
    next(directory.glob("*.key")).chmod(0o644)
    with pytest.raises(KeyReadableByOthers):
        keys.load(directory)


def test_a_second_process_keeps_the_key_of_the_first(directory):
    before = keys.load(directory).active(keys.HASH).secret
    keys.create(directory, keys.HASH, number=1)
    assert keys.load(directory).active(keys.HASH).secret == before
