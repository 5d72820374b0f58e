// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only: owners of OpenSSL's objects.

#include "yinxin/base/error.hpp"
#include "yinxin/base/free_with.hpp"

#include <memory>
#include <string>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

namespace yinxin::crypto {

template <class T, auto function>
using Handle = std::unique_ptr<T, FreeWith<function>>;

using BioHandle = Handle<BIO, BIO_free_all>;
using CipherContext = Handle<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using CrlHandle = Handle<X509_CRL, X509_CRL_free>;
using DigestContext = Handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using KeyContext = Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using KeyHandle = Handle<EVP_PKEY, EVP_PKEY_free>;
using X509Handle = Handle<X509, X509_free>;

/// The distinguishing id of SM2 when parties agreed on none (GB/T 35276 clause 10).
inline constexpr std::string_view sm2_default_id = "1234567812345678";

/// The library's fetched digests, looked up once per process.
[[nodiscard]] const EVP_MD* sha256_method();
[[nodiscard]] const EVP_MD* sm3_method();

/// Empties the thread's OpenSSL error queue and tells what was last in it, for logs.
inline std::string drain_openssl_errors() {
    const unsigned long last = ERR_peek_last_error();
    ERR_clear_error();
    if (last == 0) return "no reason given";
    const char* reason = ERR_reason_error_string(last);
    return reason != nullptr ? reason : "reason " + std::to_string(ERR_GET_REASON(last));
}

}  // namespace yinxin::crypto
