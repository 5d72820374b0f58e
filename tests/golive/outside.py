# SPDX-License-Identifier: Apache-2.0
"""A copy as somebody sees it who has nothing of the installation: the file, and the CAs' certificates."""

import re
import shutil
import subprocess

TOKEN = bytes.fromhex("060b2a864886f70d010910020e")  # id-aa-timeStampToken
OCTETS, SET = 0x04, 0x31
SEAL_NAME = "演示电子证书专用章"


def element(data, at=0):
    """Tag, begin and end of the content of the DER element at a place."""
    length, begin = data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        length, begin = int.from_bytes(data[begin:begin + count], "big"), begin + count
    return data[at], begin, begin + length


def whole(data, at=0):
    return data[at:element(data, at)[2]]


def signature_of(copy):
    """The CMS of the first signature of a PDF, without the padding."""
    ranges = [int(one) for one in re.search(rb"/ByteRange\s*\[([\d\s]+)\]", copy)[1].split()]
    held = copy[ranges[0] + ranges[1]:ranges[2]].strip().strip(b"<>")
    return whole(bytes.fromhex(held.decode()))


def parts_of(cms):
    """@return signature value and timestamp token."""
    at = cms.rindex(TOKEN)
    _, begin, _ = element(cms, at + len(TOKEN))
    token = whole(cms, begin)
    # The signature value stands right before the unsigned attributes, [1].
    for size in range(len(cms)):
        place = at - size
        if cms[place] == 0xA1 and element(cms, place)[2] >= at:
            break
    for back in range(2, 2048):
        tag, begin, end = element(cms, place - back)
        if tag == OCTETS and end == place and begin - (place - back) in (2, 3, 4):
            return cms[begin:end], token
    raise RuntimeError("the CMS has no signature value where it must be")


def certificates_of(cms, place):
    """The leaf of the seal, as the copy carries it."""
    listed = subprocess.run(["openssl", "pkcs7", "-inform", "DER", "-print_certs"], input=cms,
                            capture_output=True, check=True, cwd=place).stdout.decode()
    pems = re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", listed, re.S)
    for pem in pems:
        named = subprocess.run(["openssl", "x509", "-noout", "-subject", "-nameopt", "utf8"],
                               input=pem, text=True, capture_output=True, check=True).stdout
        if SEAL_NAME in named:
            return pem
    raise RuntimeError("the copy does not carry its seal's certificate")


def look_from_outside(going, copy, expect):
    place = going.scratch / "elsewhere"
    place.mkdir()
    (place / "copy.pdf").write_bytes(copy)
    for name, ours in (("root.pem", "root.pem"), ("issuing.pem", "issuing.crt"),
                       ("timestamp-root.pem", "timestamp-root.pem")):
        shutil.copy(going.authorities.file(ours), place / name)
    database = place / "outside"
    database.mkdir()
    subprocess.run(["certutil", "-N", "-d", database, "--empty-password"], check=True)
    subprocess.run(["certutil", "-A", "-d", database, "-n", "root", "-t", "C,C,C", "-i",
                    place / "root.pem"], check=True)
    cms = signature_of(copy)
    value, token = parts_of(cms)
    (place / "signature.bin").write_bytes(value)
    (place / "timestamp.der").write_bytes(token)
    (place / "signer.pem").write_text(certificates_of(cms, place), encoding="ascii")

    told = going.machine.run("outside", place=place)
    expect("No syntax or stream encoding errors" in told, "qpdf has nothing to say")
    expect("Signature is Valid" in told and "Certificate is Trusted" in told and
           "Total document signed" in told,
           "pdfsig trusts the seal by the CA's root alone")
    expect("signer.pem: OK" in told, "openssl builds the chain")
    expect(re.search(r"^VALID +copy.pdf$", told, re.M), "yinxin verify calls it valid, by its seal alone")
    expect("Verification: OK" in told, "openssl verifies the timestamp over the signature")

    # What must not pass: another root, and one byte of the page.
    alone = subprocess.run([going.machine.root / "usr/bin/yinxin", "verify", "--no-register", "--trust",
                            "timestamp-root.pem", "copy.pdf"], cwd=place, capture_output=True, check=False)
    expect(alone.returncode != 0, "without the CA's root nothing is trusted")
    changed = bytearray(copy)
    changed[len(copy) // 3] ^= 1
    (place / "changed.pdf").write_bytes(changed)
    altered = subprocess.run([going.machine.root / "usr/bin/yinxin", "verify", "--no-register", "--trust",
                              "root.pem", "--trust", "timestamp-root.pem", "changed.pdf"], cwd=place,
                             capture_output=True, check=False)
    expect(altered.returncode != 0, "a changed byte shows")
