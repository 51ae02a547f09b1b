"""Writes nist/hmac.txt: the NIST examples for HMAC, and vectors of CAVP's HMAC.rsp.

    python3 nist_hmac.py

A key of an example is 00 01 02 …, so its length says it; every tag is computed again and compared.
"""

import hmac
import pathlib

OUT = pathlib.Path(__file__).parent.parent / "src/main/resources/coffer/testkit/vectors/nist/hmac.txt"
EXAMPLES = (
    # SHA, key bytes, message, the first bytes of the tag
    (256, 64, "Sample message for keylen=blocklen", "8bb9a1db9806f20df7f77b82138c7914"),
    (256, 32, "Sample message for keylen<blocklen", "a28cf43130ee696a98f1"),
    (512, 128, "Sample message for keylen=blocklen", "fc25e240658ca785b7a8"),
    (512, 64, "Sample message for keylen<blocklen", "fd44c18bda0bb0a6ce0e"),
)
CAVP = (
    # SHA, Count, Key, Msg, Mac
    (
        256,
        33,
        "5448998f9d8f98534addf0c8ba631c496bf8a8006cbb46ad15fa1fa2f55367120c19348c3afa90c3",
        "1c4396f7b7f9228e832a13692002ba2aff439dcb7fddbfd456c022d133ee8903a2d482562fdaa493ce3916d77a0c5144"
        "1dab26f6b0340238a36a71f87fc3e179cabca9482b704971ce69f3f20ab64b70413d6c2908532b2a888a9fc224cae136"
        "5da410b6f2e298904b63b4a41726321835a4774dd063c211cfc8b5166c2d11a2",
        "7e8cba9dd9f06ebdd7f92e0f1a67c7f4df52693c212bdd84f67370b351533c6c",
    ),
    (
        256,
        120,
        "992868504d2564c4fb47bcbd4ae482d8fb0e8e56d7b81864e61986a0e25682da"
        "eb5b50177c095edc9e971da95c3210c376e723365ac33d1b4f391817f4c35124",
        "ed4f269a8851eb3154771516b27228155200778049b2dc1963f3ac32ba46ea1387cfbb9c39151a2cc406cdc13c3c9860"
        "a27eb0b7fe8a7201ad11552afd041e33f70e53d97c62f17194b66117028fa9071cc0e04bd92de4972cd54f719010a694"
        "e414d4977abed7ca6b90ba612df6c3d467cded85032598a48546804f9cf2ecfe",
        "2f8321f416b9bb249f113b13fc12d70e1668dc332839c10daa5717896cb70ddf",
    ),
    (
        512,
        62,
        "662ca8f53b97edd9bbd43b1f9e4ea49f2ac14417faee257aff93608bc49a85abf6913def235a2e76c2241ffa749a5da4"
        "89595d25c6a8a2026563e12f5e3964e0e518ac9c34e45a938a6f503174a613f34b08737afe5d6fde11a45344e64d23b3"
        "3ca83c23",
        "0c057a2b56cb7e651c6339e4c91a1a72d51af2a646de9dfd77e9e42c18b8a2b576f526b9fcedd90dfa442090a6e784bb"
        "614311793bb5fb39b8418842d586294746f1ea3c02320d6801ecf2ba44b13b60172d2d9693a158bc66947aacd7c5a14a"
        "0463905d6e80649db8c4770cac5e858a7f400da4568cfaae08498311265b50e5",
        "c0d6e13c5746369d49bef107cfc9a465627691320b8203233359e6a49659025a"
        "c96a6db6c4d460224f6aa1cb7a6b8df311e066f6109bd466cd9aee3058dbc5f0",
    ),
)


def vector(identity, sha, key, message, tag):
    whole = hmac.new(key, message, f"sha{sha}").hexdigest()
    assert whole.startswith(tag), identity
    return f"{identity} valid - key={key.hex()} msg={message.hex()} tag={whole}"


def main():
    lines = ["# NIST: the examples for HMAC, and of CAVP's HMAC.rsp some with whole tags"]
    lines.append(f"# tests {len(EXAMPLES) + len(CAVP)}")
    for sha in (256, 512):
        lines.append(f"group sha=SHA-{sha}")
        for of, size, text, tag in EXAMPLES:
            if of == sha:
                lines.append(vector(f"example-{size}", sha, bytes(range(size)), text.encode(), tag))
        for of, count, key, message, tag in CAVP:
            if of == sha:
                lines.append(vector(f"cavp-{count}", sha, bytes.fromhex(key), bytes.fromhex(message), tag))
    OUT.write_text("\n".join(lines) + "\n")


main()
