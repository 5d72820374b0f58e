# SPDX-License-Identifier: Apache-2.0
"""check_inventory.py finds an algorithm that the inventory of cryptography leaves out."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class CheckInventory(unittest.TestCase):
    def check(self, source, inventory):
        with tempfile.TemporaryDirectory() as scratch:
            tree = pathlib.Path(scratch)
            (tree / "src/yinxin/crypto").mkdir(parents=True)
            (tree / "docs").mkdir()
            (tree / "src/yinxin/crypto/some.cpp").write_text(source, "utf-8")
            (tree / "docs/cryptography.md").write_text(inventory, "utf-8")
            return subprocess.run([sys.executable, "-B", ROOT / "tools/check_inventory.py", tree],
                                  capture_output=True, text=True, check=False)

    def test_what_stands_in_the_inventory_passes(self):
        for source in ("EVP_sha256();", 'fetch("SM3")', 'EVP_CIPHER_fetch(nullptr, "SM4-CTR", nullptr)',
                       "crypto_pwhash_ALG_ARGON2ID13", "EVP_aes_256_cbc()"):
            done = self.check(source, "SHA-256, SM3, SM4-CTR, Argon2id, AES-256-CBC")
            self.assertEqual(done.returncode, 0, source + done.stdout)

    def test_what_does_not_is_named_with_its_file(self):
        for source, name in (("EVP_sha1()", "SHA-1"), ("&EVP_md5", "MD5"), ('fetch("SHA3-256")', "SHA3-256"),
                             ("EVP_des_ede3_cbc()", "DES-EDE3-CBC")):
            done = self.check(source, "SHA-256, SHA-1024, HMAC-MD5x")
            self.assertEqual(done.returncode, 1, source)
            self.assertIn(f"src/yinxin/crypto/some.cpp: {name} is not", done.stdout)

    def test_sources_without_any_are_suspicious(self):
        self.assertEqual(self.check("int main() {}", "SHA-256").returncode, 1)


if __name__ == "__main__":
    unittest.main()
