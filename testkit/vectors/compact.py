"""Writes the vectors of src/main/resources/coffer/testkit/vectors from what README.md names.

    python3 compact.py WYCHEPROOF_DIR GCM_RSP_DIR

One line is one group or one vector; what is outside Coffer's API stays as its name and its count.
"""

import hashlib
import json
import pathlib
import re
import sys

OUT = pathlib.Path(__file__).parent.parent / "src/main/resources/coffer/testkit/vectors"
RSA_BITS = (2048, 3072, 4096)
OAEP = (("SHA-1", "SHA-1"), ("SHA-256", "SHA-256"))
GROUP_FIELDS = ("keySize", "ivSize", "tagSize", "sha", "mgfSha", "sLen")
TEST_FIELDS = ("key", "iv", "aad", "msg", "label", "ct", "tag", "sig")


def any_group(group):
    return True


def gcm(group):
    return group["ivSize"] == 96 and group["tagSize"] == 128


def hmac(bytes_min):
    def serves(group):
        whole = group["tagSize"] == 8 * bytes_min
        return whole and bytes_min <= group["keySize"] // 8 <= 2 * bytes_min

    return serves


def oaep(group):
    return group["keySize"] in RSA_BITS and (group["sha"], group["mgfSha"]) in OAEP


def pss(group):
    whole = (group["sha"], group["mgfSha"], group["sLen"]) == ("SHA-256", "SHA-256", 32)
    return group["keySize"] in RSA_BITS and whole


def rsa_sha256(group):
    return group["keySize"] in RSA_BITS and group["sha"] == "SHA-256"


USED = {
    "aes_gcm_test": gcm,
    "aes_cbc_pkcs5_test": any_group,
    "hmac_sha256_test": hmac(32),
    "hmac_sha512_test": hmac(64),
    "ecdsa_secp256r1_sha256_test": any_group,
    "ecdsa_secp256k1_sha256_test": any_group,
    "rsa_oaep_2048_sha1_mgf1sha1_test": oaep,
    "rsa_oaep_2048_sha256_mgf1sha256_test": oaep,
    "rsa_oaep_3072_sha256_mgf1sha256_test": oaep,
    "rsa_oaep_4096_sha256_mgf1sha256_test": oaep,
    "rsa_oaep_misc_test": oaep,
    "rsa_pkcs1_2048_test": any_group,
    "rsa_pkcs1_2048_sig_gen_test": rsa_sha256,
    "rsa_pkcs1_3072_sig_gen_test": rsa_sha256,
    "rsa_pkcs1_4096_sig_gen_test": rsa_sha256,
    "rsa_pss_2048_sha256_mgf1_32_test": pss,
    "rsa_pss_3072_sha256_mgf1_32_test": pss,
    "rsa_pss_4096_sha256_mgf1_32_test": pss,
    "rsa_pss_misc_test": pss,
    "rsa_signature_2048_sha256_test": rsa_sha256,
    "rsa_signature_3072_sha256_test": rsa_sha256,
    "rsa_signature_4096_sha256_test": rsa_sha256,
}
FAMILIES = ("aes_gcm_test", "aes_cbc_pkcs5", "hmac_", "ecdsa_", "rsa_")


def parameters(group):
    return "".join(f" {name}={group[name]}" for name in GROUP_FIELDS if name in group)


def wycheproof(folder, name, serves):
    raw = (folder / f"{name}.json").read_bytes()
    source = json.loads(raw)
    left, lines = {}, []
    for group in source["testGroups"]:
        if not serves(group):
            left[parameters(group)] = left.get(parameters(group), 0) + len(group["tests"])
            continue
        key = group.get("privateKeyPkcs8") or group.get("publicKeyDer")
        lines.append("group" + parameters(group) + (f" key={key}" if key else ""))
        for test in group["tests"]:
            fields = "".join(f" {f}={test[f]}" for f in TEST_FIELDS if f in test)
            flags = ",".join(test["flags"]) or "-"
            lines.append(f"{test['tcId']} {test['result']} {flags}{fields}")
    head = [
        f"# C2SP/wycheproof testvectors_v1/{name}.json",
        f"# sha256 {hashlib.sha256(raw).hexdigest()}",
        f"# tests {source['numberOfTests']}",
    ]
    left = [f"left{params} tests={count}" for params, count in left.items()]
    write(f"wycheproof/{name}.txt", head + left + lines)


def cavp(folder, bits):
    name = f"gcmDecrypt{bits}"
    raw = (folder / f"{name}.rsp").read_bytes()
    group, left, lines, count = {}, {}, [], 0
    for block in re.split(r"\r?\n\r?\n+", raw.decode()):
        block = block.strip()
        if block.startswith("[Keylen"):
            group = {k: int(v) for k, v in re.findall(r"\[(\w+) = (\d+)\]", block)}
            if group["IVlen"] == 96 and group["Taglen"] == 128:
                sizes = f"msgSize={group['PTlen']} aadSize={group['AADlen']}"
                lines.append(f"group keySize={bits} ivSize=96 tagSize=128 {sizes}")
        elif block.startswith("Count"):
            count += 1
            if group["IVlen"] != 96 or group["Taglen"] != 128:
                what = f"keySize={bits} ivSize={group['IVlen']} tagSize={group['Taglen']}"
                left[what] = left.get(what, 0) + 1
                continue
            test = dict(re.findall(r"(\w+) = *([0-9a-f]*)", block))
            result = "invalid" if "FAIL" in block else "valid"
            lines.append(
                f"{test['Count']} {result} - key={test['Key']} iv={test['IV']} aad={test['AAD']}"
                f" msg={test.get('PT', '')} ct={test['CT']} tag={test['Tag']}"
            )
    head = [f"# NIST CAVP {name}.rsp", f"# sha256 {hashlib.sha256(raw).hexdigest()}", f"# tests {count}"]
    left = [f"left {what} tests={count}" for what, count in left.items()]
    write(f"nist/{name}.txt", head + left + lines)


def left_out_files(folder):
    names = sorted(p.stem for p in folder.glob("*.json"))
    of_families = [n for n in names if n.startswith(FAMILIES) and n not in USED]
    write("wycheproof/left-out.txt", ["# Files of our algorithms with no group inside Coffer's API"] + of_families)


def write(name, lines):
    path = OUT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")


def main(vectors, rsp):
    for name, serves in USED.items():
        wycheproof(vectors, name, serves)
    left_out_files(vectors)
    for bits in (128, 192, 256):
        cavp(rsp, bits)


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
