"""SM2 signatures with the point arithmetic of gmssl.

Only its arithmetic: the library draws its nonce from a generator that is not for secrets, and strips leading
digits of some public keys, so both are done here.

依据: GB/T 32918.2。
"""

import secrets

from gmssl.sm2 import CryptSM2, default_ecc_table

from supervision.kernel.crypto.errors import ValueTampered

ORDER = int(default_ecc_table["n"], 16)
FIELD = int(default_ecc_table["p"], 16)
A = int(default_ecc_table["a"], 16)
B = int(default_ecc_table["b"], 16)
HALF = 32


def new_secret() -> bytes:
    """Return a private key drawn from the system's generator: 1 ≤ d ≤ n - 2."""
    return (secrets.randbelow(ORDER - 2) + 1).to_bytes(HALF, "big")


def public_key(secret: bytes) -> bytes:
    """Return the 64 bytes x‖y of the public point."""
    return bytes.fromhex(_worker("", "")._kg(int.from_bytes(secret, "big"), default_ecc_table["g"]))  # noqa: SLF001  # the library has no public name for scalar multiplication


def sign(secret: bytes, message: bytes) -> bytes:
    """Return the 64 bytes r‖s over SM3(Z‖message)."""
    worker = _worker(secret.hex(), public_key(secret).hex())
    while True:
        nonce = (secrets.randbelow(ORDER - 1) + 1).to_bytes(HALF, "big").hex()
        signature = worker.sign_with_sm3(message, nonce)
        if signature is not None:
            return bytes.fromhex(signature)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature over a message belongs to a public key."""
    if len(signature) != 2 * HALF:
        return False
    r, s = int.from_bytes(signature[:HALF], "big"), int.from_bytes(signature[HALF:], "big")
    if not (0 < r < ORDER and 0 < s < ORDER):
        return False
    _refuse_point_off_the_curve(public)
    return bool(_worker("", public.hex()).verify_with_sm3(signature.hex(), message))


def _refuse_point_off_the_curve(public: bytes) -> None:
    x, y = int.from_bytes(public[:HALF], "big"), int.from_bytes(public[HALF:], "big")
    if len(public) != 2 * HALF or (y * y - (x * x * x + A * x + B)) % FIELD:
        raise ValueTampered


def _worker(secret: str, public: str) -> CryptSM2:
    worker = CryptSM2(private_key=secret, public_key="")
    worker.public_key = public
    return worker
