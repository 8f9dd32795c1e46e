"""Worked examples printed in the national standards."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from supervision.kernel.crypto import sm2
from supervision.kernel.crypto.algorithms import digest, keyed


def test_sm3_of_abc_is_the_first_example_of_gb_t_32905():
    assert digest("SM3", b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_sm3_of_sixteen_times_abcd_is_the_second_example_of_gb_t_32905():
    assert digest("SM3", b"abcd" * 16).hex() == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"


def test_sm4_block_is_the_first_example_of_gb_t_32907():
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    worker = Cipher(algorithms.SM4(block), modes.ECB()).encryptor()  # noqa: S305  # one block, to compare with the standard
    assert (worker.update(block) + worker.finalize()).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_is_the_example_of_rfc_8998():
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    worker = Cipher(algorithms.SM4(key), modes.GCM(bytes.fromhex("00001234567800000000abcd"))).encryptor()
    worker.authenticate_additional_data(bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
    plain = bytes.fromhex(
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"
    )
    sealed = worker.update(plain) + worker.finalize()
    assert sealed.hex() == (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    )
    assert worker.tag.hex() == "83de3541e4c2b58177e065a9bf7b62ec"


def test_hmac_of_the_sha_family_is_the_example_of_rfc_4231():
    expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    assert keyed("HMAC-SHA-256", b"\x0b" * 20, b"Hi There").hex() == expected


def test_sm2_verifies_the_example_of_gb_t_32918_5():
    secret = bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
    public = sm2.public_key(secret)
    assert public.hex() == (
        "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
        "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
    )
    signature = bytes.fromhex(
        "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
        "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
    )
    assert sm2.verify(public, b"message digest", signature)
    assert not sm2.verify(public, b"message digesT", signature)
