// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/files.hpp"
#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/key_operation.hpp"
#include "yinxin/crypto/x509.hpp"
#include "yinxin/crypto/x509_state.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <climits>
#include <openssl/x509v3.h>

namespace yinxin::crypto {
namespace {

constexpr std::string_view pem_kind = "CERTIFICATE";

Error unreadable(std::string detail) {
    return Error(ErrorCode::certificate_unreadable, std::move(detail));
}

std::string common_name_in(const X509_NAME* name) {
    const int index = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (index < 0) return {};
    unsigned char* utf8 = nullptr;
    const int length =
        ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
    if (length < 0) return {};
    std::string text(utf8, utf8 + length);
    OPENSSL_free(utf8);
    return text;
}

bool has_only_critical_timestamping(X509* x509) {
    const int index = X509_get_ext_by_NID(x509, NID_ext_key_usage, -1);
    if (index < 0 || X509_EXTENSION_get_critical(X509_get_ext(x509, index)) != 1) return false;
    return X509_get_extended_key_usage(x509) == XKU_TIMESTAMP;
}

/// Whether the extended key usage, where there is one, lets the key sign documents: certificates
/// for servers, time or code of the same CA are no seals.
bool permits_documents(X509* x509) {
    constexpr std::array<std::string_view, 5> purposes{
        "2.5.29.37.0",              // any
        "1.3.6.1.5.5.7.3.4",        // mail
        "1.3.6.1.5.5.7.3.36",       // documents, RFC 9336
        "1.3.6.1.4.1.311.10.3.12",  // documents, Microsoft's
        "1.2.840.113583.1.1.5",     // documents, Adobe's
    };
    const std::unique_ptr<EXTENDED_KEY_USAGE, decltype(&EXTENDED_KEY_USAGE_free)> listed(
        static_cast<EXTENDED_KEY_USAGE*>(
            X509_get_ext_d2i(x509, NID_ext_key_usage, nullptr, nullptr)),
        &EXTENDED_KEY_USAGE_free);
    if (listed == nullptr) return true;
    for (int i = 0; i < sk_ASN1_OBJECT_num(listed.get()); ++i) {
        std::array<char, 80> dotted{};
        OBJ_obj2txt(dotted.data(),
                    static_cast<int>(dotted.size()),
                    sk_ASN1_OBJECT_value(listed.get(), i),
                    1);
        if (std::ranges::find(purposes, std::string_view(dotted.data())) != purposes.end()) {
            return true;
        }
    }
    return false;
}

/// Finds the fields whose received bytes matter: names and serial numbers are compared, the key is
/// hashed, and none of it is ever encoded again.
Result<void> slice(Certificate::State& state) {
    YX_CHECK(der::check_nesting(state.der));
    YX_TRY(const der::Element whole, der::parse_single(state.der));
    der::Reader outer(whole.content);
    YX_TRY(der::Reader tbs, outer.enter(der::tag::sequence));
    YX_CHECK(tbs.next_if(der::tag::context(0)));
    YX_TRY(const der::Element serial, tbs.next(der::tag::integer));
    YX_CHECK(tbs.next(der::tag::sequence));
    YX_TRY(const der::Element issuer, tbs.next(der::tag::sequence));
    YX_TRY(der::Reader validity, tbs.enter(der::tag::sequence));
    YX_TRY(const der::Element not_before, validity.next());
    YX_TRY(const der::Element not_after, validity.next());
    YX_CHECK(validity.expect_end());
    YX_TRY(const der::Element subject, tbs.next(der::tag::sequence));
    YX_TRY(const der::Element spki, tbs.next(der::tag::sequence));
    YX_TRY(state.not_before, der::parse_time(not_before));
    YX_TRY(state.not_after, der::parse_time(not_after));
    state.serial = serial.whole;
    state.issuer = issuer.whole;
    state.subject = subject.whole;
    state.spki = spki.whole;
    return ok();
}

Result<PublicKey> public_key_of(X509* x509, BytesView spki) {
    KeyHandle key(X509_get_pubkey(x509));
    if (key == nullptr) return Error(ErrorCode::unsupported, drain_openssl_errors());
    YX_TRY(const SignatureAlgorithm algorithm, algorithm_of(*key));
    return PublicKey(std::make_shared<const PublicKey::State>(
        Bytes(spki.begin(), spki.end()), std::move(key), algorithm));
}

/// SM2 signatures cover the signer's distinguishing id, which a certificate does not carry.
void set_distinguishing_id(X509* x509) {
    if (X509_get_signature_nid(x509) != NID_SM2_with_SM3) return;
    ASN1_OCTET_STRING* id = ASN1_OCTET_STRING_new();
    ASN1_OCTET_STRING_set(id,
                          reinterpret_cast<const unsigned char*>(sm2_default_id.data()),
                          static_cast<int>(sm2_default_id.size()));
    X509_set0_distinguishing_id(x509, id);
}

/// Certificates read lately. Every signature brings its chain along, mostly the same few; reading
/// one costs more than verifying with it (the library decodes the key through its providers).
class CertificatesReadLately {
  public:
    using Entry = std::shared_ptr<const Certificate::State>;

    [[nodiscard]] Entry find(const Digest32& fingerprint) {
        const std::scoped_lock lock(mutex_);
        const auto found = entries_.find(fingerprint);
        return found == entries_.end() ? nullptr : found->second;
    }

    void keep(Entry entry) {
        if (entry->der.size() > longest) return;
        const std::scoped_lock lock(mutex_);
        if (entries_.size() >= most) entries_.clear();
        entries_.insert_or_assign(entry->fingerprint, std::move(entry));
    }

  private:
    // At most 2 MiB of encodings, whatever strangers send.
    static constexpr std::size_t most = 512;
    static constexpr std::size_t longest = 4096;

    std::mutex mutex_;
    std::map<Digest32, Entry> entries_;  // guarded by mutex_
};

CertificatesReadLately& read_lately() {
    static CertificatesReadLately certificates;
    return certificates;
}

Result<std::shared_ptr<const Certificate::State>> read_certificate(BytesView der,
                                                                   const Digest32& fingerprint) {
    if (der.size() > INT_MAX) return unreadable("certificate too long");
    const unsigned char* position = der.data();
    X509Handle x509(d2i_X509(nullptr, &position, static_cast<long>(der.size())));
    if (x509 == nullptr || position != der.data() + der.size()) {
        return unreadable(drain_openssl_errors());
    }
    // Computes and caches what the extensions say; afterwards the object is only read.
    X509_check_purpose(x509.get(), -1, 0);
    if ((X509_get_extension_flags(x509.get()) & EXFLAG_INVALID) != 0) {
        ERR_clear_error();
        return unreadable("invalid extension");
    }
    set_distinguishing_id(x509.get());
    auto state = std::make_shared<Certificate::State>(
        Result<PublicKey>(Error(ErrorCode::unsupported, "no key read")));
    state->der.assign(der.begin(), der.end());
    if (const auto sliced = slice(*state); !sliced) return unreadable(sliced.error().detail());
    state->public_key = public_key_of(x509.get(), state->spki);
    state->common_name = common_name_in(X509_get_subject_name(x509.get()));
    state->issuer_common_name = common_name_in(X509_get_issuer_name(x509.get()));
    state->fingerprint = fingerprint;
    state->is_ca = X509_check_ca(x509.get()) == 1;
    // UINT32_MAX when the extension is absent.
    const std::uint32_t usage = X509_get_key_usage(x509.get());
    const bool may_sign = (usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
    state->may_sign_documents = may_sign && permits_documents(x509.get());
    state->may_sign_timestamps = may_sign && has_only_critical_timestamping(x509.get());
    state->x509 = std::move(x509);
    return std::shared_ptr<const Certificate::State>(std::move(state));
}

}  // namespace

Result<Certificate> Certificate::parse_der(BytesView der) {
    const Digest32 fingerprint = sha256(der);
    if (auto known = read_lately().find(fingerprint)) return Certificate(std::move(known));
    YX_TRY(auto state, read_certificate(der, fingerprint));
    read_lately().keep(state);
    return Certificate(std::move(state));
}

Result<Certificate> Certificate::parse_pem(std::string_view pem) {
    const std::vector<Bytes> blocks = pem_blocks(pem, pem_kind);
    if (blocks.empty()) return unreadable("no certificate in the PEM text");
    return parse_der(blocks.front());
}

const Bytes& Certificate::der() const noexcept {
    return state_->der;
}
std::string Certificate::pem() const {
    return to_pem(state_->der, pem_kind);
}
const std::string& Certificate::common_name() const noexcept {
    return state_->common_name;
}
const std::string& Certificate::issuer_common_name() const noexcept {
    return state_->issuer_common_name;
}
BytesView Certificate::subject_der() const noexcept {
    return state_->subject;
}
BytesView Certificate::issuer_der() const noexcept {
    return state_->issuer;
}
BytesView Certificate::serial_der() const noexcept {
    return state_->serial;
}
BytesView Certificate::spki() const noexcept {
    return state_->spki;
}
const Result<PublicKey>& Certificate::public_key() const noexcept {
    return state_->public_key;
}
Instant Certificate::not_before() const noexcept {
    return state_->not_before;
}
Instant Certificate::not_after() const noexcept {
    return state_->not_after;
}
bool Certificate::is_ca() const noexcept {
    return state_->is_ca;
}
bool Certificate::is_self_issued() const noexcept {
    return std::ranges::equal(state_->subject, state_->issuer);
}
bool Certificate::may_sign_documents() const noexcept {
    return state_->may_sign_documents;
}
bool Certificate::may_sign_timestamps() const noexcept {
    return state_->may_sign_timestamps;
}
const Digest32& Certificate::fingerprint() const noexcept {
    return state_->fingerprint;
}

Result<std::vector<Certificate>> parse_pem_certificates(std::string_view pem) {
    std::vector<Certificate> certificates;
    for (const Bytes& block : pem_blocks(pem, pem_kind)) {
        YX_TRY(Certificate certificate, Certificate::parse_der(block));
        certificates.push_back(std::move(certificate));
    }
    if (certificates.empty()) return unreadable("no certificate in the PEM text");
    return certificates;
}

Result<std::vector<Certificate>> load_certificates(const std::filesystem::path& path) {
    YX_TRY(const Bytes content, read_file(path));
    if (!content.empty() && content.front() == der::tag::sequence) {
        YX_TRY(Certificate certificate, Certificate::parse_der(content));
        return std::vector<Certificate>{std::move(certificate)};
    }
    return parse_pem_certificates(as_text(content));
}

}  // namespace yinxin::crypto
