import pytest

from supervision.kernel import crypto
from supervision.kernel.crypto.errors import KeysMissing


@pytest.fixture(autouse=True)
def from_the_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    crypto.join(None)
    yield
    crypto.join(None)


def test_the_embedded_default_makes_its_keys_for_its_owner_only(tmp_path):
    crypto.provider().encrypt("resident", b"x")
    files = list((tmp_path / "keys").iterdir())
    assert len(files) == 3
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_beside_a_real_database_no_key_is_made_by_itself(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    for protect in (crypto.provider().encrypt, crypto.provider().keyed_hash, crypto.provider().keyed_hashes):
        with pytest.raises(KeysMissing, match="supervision keys create"):
            protect("resident", b"x")
    assert not (tmp_path / "keys").exists()
