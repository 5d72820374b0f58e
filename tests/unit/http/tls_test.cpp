// SPDX-License-Identifier: Apache-2.0
#include "unit/http/support/test_server.hpp"

#include "yinxin/base/files.hpp"

#include <cstdlib>
#include <filesystem>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

namespace yinxin::http {
namespace {

using testing::HasSubstr;

/// A key and a self-signed certificate for it, as PEM files in a directory of the test's own.
class Credentials {
  public:
    Credentials() {
        std::string pattern = (std::filesystem::temp_directory_path() / "yx-tls-XXXXXX").string();
        directory_ = ::mkdtemp(pattern.data());
        renew("first");
    }
    ~Credentials() { std::filesystem::remove_all(directory_); }

    [[nodiscard]] TlsFiles files() const {
        return {directory_ / "certificate.pem", directory_ / "key.pem"};
    }

    void renew(const std::string& common_name) {
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* certificate = X509_new();
        X509_set_version(certificate, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_NAME* name = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(name,
                                   "CN",
                                   MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>(common_name.c_str()),
                                   -1,
                                   -1,
                                   0);
        X509_set_issuer_name(certificate, name);
        X509_set_pubkey(certificate, key);
        X509_sign(certificate, key, EVP_sha256());
        write(files().certificate, [&](BIO* out) { PEM_write_bio_X509(out, certificate); });
        write(files().private_key, [&](BIO* out) {
            PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
        });
        X509_free(certificate);
        EVP_PKEY_free(key);
    }

  private:
    template <class Print>
    static void write(const std::filesystem::path& path, Print print) {
        BIO* out = BIO_new(BIO_s_mem());
        print(out);
        char* data = nullptr;
        const long size = BIO_get_mem_data(out, &data);
        const std::string_view text(data, static_cast<std::size_t>(size));
        ASSERT_TRUE(write_file_durably(path, as_bytes(text)));
        BIO_free(out);
    }

    std::filesystem::path directory_;
};

struct TlsAnswer {
    bool is_connected = false;
    std::string version;
    std::string peer;  ///< common name of the server's certificate
    std::string alpn;
    std::string response;
};

TlsAnswer ask_tls(std::uint16_t port, int most_version = TLS1_3_VERSION, int least = 0) {
    TlsAnswer answer;
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, least);
    SSL_CTX_set_max_proto_version(context, most_version);
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    timeval wait{10, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address);
    SSL* ssl = SSL_new(context);
    const std::string offered = "\x02h2\x08http/1.1";
    SSL_set_alpn_protos(ssl,
                        reinterpret_cast<const unsigned char*>(offered.data()),
                        static_cast<unsigned>(offered.size()));
    SSL_set_fd(ssl, socket);
    answer.is_connected = SSL_connect(ssl) == 1;
    if (answer.is_connected) {
        answer.version = SSL_get_version(ssl);
        X509* certificate = SSL_get1_peer_certificate(ssl);
        std::array<char, 64> name{};
        X509_NAME_get_text_by_NID(
            X509_get_subject_name(certificate), NID_commonName, name.data(), name.size());
        answer.peer = name.data();
        X509_free(certificate);
        const unsigned char* protocol = nullptr;
        unsigned length = 0;
        SSL_get0_alpn_selected(ssl, &protocol, &length);
        answer.alpn.assign(reinterpret_cast<const char*>(protocol), length);
        const std::string request = "GET /client HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
        SSL_write(ssl, request.data(), static_cast<int>(request.size()));
        std::array<char, 4096> some{};
        int count = 0;
        while ((count = SSL_read(ssl, some.data(), some.size())) > 0) {
            answer.response.append(some.data(), static_cast<std::size_t>(count));
        }
        SSL_shutdown(ssl);
    }
    SSL_free(ssl);
    ::close(socket);
    SSL_CTX_free(context);
    return answer;
}

ServerOptions tls_options(const Credentials& credentials) {
    ServerOptions options = TestServer::fast_options();
    options.tls = credentials.files();
    return options;
}

TEST(Tls, serves_with_hsts_and_secure_cookies) {
    const Credentials credentials;
    const TestServer server(tls_options(credentials));
    const TlsAnswer answer = ask_tls(server.port());
    ASSERT_TRUE(answer.is_connected);
    EXPECT_EQ(answer.version, "TLSv1.3");
    EXPECT_EQ(answer.alpn, "http/1.1");
    EXPECT_THAT(answer.response, HasSubstr("127.0.0.1 secure zh-CN"));
    EXPECT_THAT(answer.response,
                HasSubstr("Strict-Transport-Security: max-age=31536000; includeSubDomains"));
}

TEST(Tls, speaks_1_2_and_nothing_older) {
    const Credentials credentials;
    const TestServer server(tls_options(credentials));
    EXPECT_EQ(ask_tls(server.port(), TLS1_2_VERSION).version, "TLSv1.2");
    EXPECT_FALSE(ask_tls(server.port(), TLS1_1_VERSION, TLS1_VERSION).is_connected);
}

TEST(Tls, a_new_certificate_is_served_after_reload_and_a_bad_one_never) {
    Credentials credentials;
    TestServer server(tls_options(credentials));
    EXPECT_EQ(ask_tls(server.port()).peer, "first");
    credentials.renew("second");
    EXPECT_EQ(ask_tls(server.port()).peer, "first");
    ASSERT_TRUE(server.server.reload_certificate());
    EXPECT_EQ(ask_tls(server.port()).peer, "second");
    ASSERT_TRUE(write_file_durably(credentials.files().certificate, as_bytes("nonsense")));
    EXPECT_FALSE(server.server.reload_certificate());
    EXPECT_EQ(ask_tls(server.port()).peer, "second");
}

TEST(Tls, a_certificate_without_its_key_does_not_start) {
    const Credentials one;
    const Credentials other;
    ServerOptions options = tls_options(one);
    options.tls->private_key = other.files().private_key;
    EXPECT_THROW(TestServer server(options), std::runtime_error);
}

TEST(Tls, plain_http_on_the_tls_port_is_closed) {
    const Credentials credentials;
    const TestServer server(tls_options(credentials));
    RawClient client(server.port());
    client.send("GET /client HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(client.receive().status, 0);
}

TEST(Tls, an_unfinished_handshake_is_closed_after_its_deadline) {
    const Credentials credentials;
    const TestServer server(tls_options(credentials));
    RawClient client(server.port());
    client.send("\x16\x03\x01");
    EXPECT_TRUE(client.is_closed_by_server());
}

}  // namespace
}  // namespace yinxin::http
