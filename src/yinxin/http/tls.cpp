// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/tls.hpp"

#include <array>
#include <string_view>

#include <openssl/ssl.h>

namespace yinxin::http {
namespace {

namespace ssl = boost::asio::ssl;

constexpr const char* tls12_ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

int choose_protocol(SSL*,
                    const unsigned char** chosen,
                    unsigned char* chosen_length,
                    const unsigned char* offered,
                    unsigned int offered_length,
                    void*) {
    static constexpr std::array<unsigned char, 9> ours{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    unsigned char* found = nullptr;
    const int outcome = SSL_select_next_proto(
        &found, chosen_length, ours.data(), ours.size(), offered, offered_length);
    if (outcome != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

Error wrong(const char* step, const boost::system::error_code& failed) {
    return Error(ErrorCode::config_invalid, std::string("tls: ") + step + ": " + failed.message());
}

}  // namespace

Result<std::shared_ptr<ssl::context>> make_tls_context(const TlsFiles& files) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    boost::system::error_code failed;
    context->set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                             ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                             ssl::context::no_tlsv1_1 | ssl::context::no_compression,
                         failed);
    if (failed) return wrong("options", failed);
    SSL_CTX* native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(
        native,
        SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_cipher_list(native, tls12_ciphers);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
    context->use_certificate_chain_file(files.certificate.string(), failed);
    if (failed) return wrong("certificate", failed);
    context->use_private_key_file(files.private_key.string(), ssl::context::pem, failed);
    if (failed) return wrong("private key", failed);
    if (SSL_CTX_check_private_key(native) != 1) {
        return Error(ErrorCode::config_invalid, "tls: key and certificate do not belong together");
    }
    return context;
}

}  // namespace yinxin::http
