# SPDX-License-Identifier: Apache-2.0
"""Reads the one-time code a gateway would have sent. There is no gateway yet, and no command opens a
queued message either: this does it behind the program's back, with the key of the data, as nobody who
runs an installation can or should. It goes away with the first gateway."""

import ctypes
import hashlib
import hmac
import re
from pathlib import Path

HEADER, NONCE, TAG = 5, 12, 16
SET_TAG = 0x11  # EVP_CTRL_AEAD_SET_TAG
libcrypto = ctypes.CDLL("libcrypto.so.3")
for name in ("EVP_CIPHER_CTX_new", "EVP_aes_256_gcm"):
    getattr(libcrypto, name).restype = ctypes.c_void_p


def column_key(data):
    """HKDF-SHA256 of the key file, as storage::DataKeys derives it."""
    master = bytes.fromhex(Path(data, "keys/data.key").read_text(encoding="ascii").strip())
    extracted = hmac.new(b"yinxin/v1", master, hashlib.sha256).digest()
    return hmac.new(extracted, b"yinxin column 1\x01", hashlib.sha256).digest()


def opened(key, context, sealed):
    """crypto::KeyRing::open, AES-256-GCM."""
    header, nonce = sealed[:HEADER], sealed[HEADER:HEADER + NONCE]
    body, tag = sealed[HEADER + NONCE:-TAG], sealed[-TAG:]
    associated = header + context.encode()
    cipher = ctypes.c_void_p(libcrypto.EVP_CIPHER_CTX_new())
    plain, count = ctypes.create_string_buffer(len(body) + 1), ctypes.c_int()
    method = ctypes.c_void_p(libcrypto.EVP_aes_256_gcm())
    steps = (libcrypto.EVP_DecryptInit_ex(cipher, method, None, key, nonce),
             libcrypto.EVP_DecryptUpdate(cipher, None, ctypes.byref(count), associated,
                                         len(associated)),
             libcrypto.EVP_DecryptUpdate(cipher, plain, ctypes.byref(count), body, len(body)),
             libcrypto.EVP_CIPHER_CTX_ctrl(cipher, SET_TAG, TAG, tag),
             libcrypto.EVP_DecryptFinal_ex(cipher, ctypes.create_string_buffer(TAG),
                                           ctypes.byref(count)))
    libcrypto.EVP_CIPHER_CTX_free(cipher)
    if steps != (1, 1, 1, 1, 1):
        raise RuntimeError("the message is sealed for another place")
    return plain.raw[:len(body)].decode()


def newest_code(register, data):
    """@return the code of the message queued last."""
    number, sealed = register.rows("SELECT message_id, parameters_sealed FROM message"
                                   " WHERE state = 'queued' ORDER BY message_id DESC LIMIT 1")[0]
    if isinstance(sealed, str):
        sealed = bytes.fromhex(sealed.removeprefix("\\x"))
    told = opened(column_key(data), f"message.parameters:{number}", sealed)
    return re.search(r"4:code6:(\d{6})", told)[1]
