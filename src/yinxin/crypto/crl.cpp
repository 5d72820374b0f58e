// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/files.hpp"
#include "yinxin/crypto/algorithms.hpp"
#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/x509.hpp"
#include "yinxin/crypto/x509_state.hpp"

#include <algorithm>

#include <climits>
#include <openssl/x509v3.h>

namespace yinxin::crypto {
namespace {

constexpr std::string_view pem_kind = "X509 CRL";
constexpr std::string_view reason_code = "2.5.29.21";
constexpr std::string_view crl_number = "2.5.29.20";
/// RFC 5280 section 5.2.3.
constexpr std::size_t longest_number = 20;

Error unreadable(std::string detail) {
    return Error(ErrorCode::certificate_unreadable, "revocation list: " + std::move(detail));
}

/// One Extension: identifier, whether it is critical, and the content of its OCTET STRING.
struct Extension {
    std::string identifier;
    bool is_critical = false;
    BytesView value;
};

Result<Extension> next_extension(der::Reader& list) {
    YX_TRY(der::Reader fields, list.enter(der::tag::sequence));
    Extension extension;
    YX_TRY(extension.identifier, fields.next_oid());
    YX_TRY(const auto critical, fields.next_if(der::tag::boolean));
    extension.is_critical = critical && critical->content[0] != 0;
    YX_TRY(extension.value, fields.next_octets());
    YX_CHECK(fields.expect_end());
    return extension;
}

Result<Revocation> next_revocation(der::Reader& list) {
    YX_TRY(der::Reader fields, list.enter(der::tag::sequence));
    YX_TRY(const der::Element serial, fields.next(der::tag::integer));
    YX_TRY(const der::Element date, fields.next());
    Revocation revocation;
    revocation.serial.assign(serial.whole.begin(), serial.whole.end());
    YX_TRY(revocation.at, der::parse_time(date));
    if (fields.at_end()) return revocation;
    YX_TRY(der::Reader extensions, fields.enter(der::tag::sequence));
    while (!extensions.at_end()) {
        YX_TRY(const Extension extension, next_extension(extensions));
        if (extension.is_critical) return unreadable("critical entry extension");
        if (extension.identifier != reason_code) continue;
        YX_TRY(const der::Element reason, der::parse_single(extension.value));
        YX_TRY(const std::int64_t number, der::parse_integer(reason.content));
        revocation.reason = static_cast<RevocationReason>(number);
    }
    return revocation;
}

Result<Bytes> number_in(BytesView value) {
    YX_TRY(const der::Element number, der::parse_single(value));
    if (number.tag != der::tag::integer || number.content.empty()) return unreadable("list number");
    if ((number.content[0] & 0x80U) != 0) return unreadable("negative list number");
    const BytesView digits = number.content.subspan(number.content[0] == 0 ? 1 : 0);
    if (digits.size() > longest_number) return unreadable("list number too long");
    return Bytes(digits.begin(), digits.end());
}

Result<void> read_tbs(Crl::State& state, der::Reader tbs) {
    YX_CHECK(tbs.next_if(der::tag::integer));
    YX_CHECK(tbs.next(der::tag::sequence));
    YX_TRY(const der::Element issuer, tbs.next(der::tag::sequence));
    state.issuer = issuer.whole;
    YX_TRY(const der::Element this_update, tbs.next());
    YX_TRY(state.this_update, der::parse_time(this_update));
    if (tbs.next_is(der::tag::utc_time) || tbs.next_is(der::tag::generalized_time)) {
        YX_TRY(const der::Element next_update, tbs.next());
        YX_TRY(state.next_update, der::parse_time(next_update));
    }
    if (tbs.next_is(der::tag::sequence)) {
        YX_TRY(der::Reader revoked, tbs.enter(der::tag::sequence));
        while (!revoked.at_end()) {
            YX_TRY(Revocation revocation, next_revocation(revoked));
            std::string serial(as_text(revocation.serial));
            state.revoked.emplace(std::move(serial), std::move(revocation));
        }
    }
    if (tbs.next_is(der::tag::context(0))) {
        YX_TRY(der::Reader wrapped, tbs.enter(der::tag::context(0)));
        YX_TRY(der::Reader extensions, wrapped.enter(der::tag::sequence));
        while (!extensions.at_end()) {
            YX_TRY(const Extension extension, next_extension(extensions));
            // Delta, indirect and partial lists mark themselves by critical extensions.
            if (extension.is_critical) return unreadable("critical " + extension.identifier);
            if (extension.identifier == crl_number) {
                YX_TRY(state.number, number_in(extension.value));
            }
        }
    }
    return tbs.expect_end();
}

Result<void> read_list(Crl::State& state) {
    YX_CHECK(der::check_nesting(state.der));
    YX_TRY(const der::Element whole, der::parse_single(state.der));
    if (whole.tag != der::tag::sequence) return unreadable("not a sequence");
    der::Reader outer(whole.content);
    YX_TRY(const der::Element tbs, outer.next(der::tag::sequence));
    state.tbs = tbs.whole;
    YX_TRY(der::Reader algorithm, outer.enter(der::tag::sequence));
    YX_TRY(state.signature_oid, algorithm.next_oid());
    YX_TRY(const der::Element signature, outer.next(der::tag::bit_string));
    if (signature.content[0] != 0) return unreadable("signature is not whole bytes");
    state.signature = signature.content.subspan(1);
    YX_CHECK(outer.expect_end());
    return read_tbs(state, der::Reader(tbs.content));
}

}  // namespace

Result<Crl> Crl::parse_der(BytesView der) {
    if (der.size() > INT_MAX) return unreadable("too long");
    auto state = std::make_shared<State>();
    state->der.assign(der.begin(), der.end());
    if (const auto read = read_list(*state); !read) return unreadable(read.error().detail());
    const unsigned char* position = state->der.data();
    state->crl.reset(d2i_X509_CRL(nullptr, &position, static_cast<long>(state->der.size())));
    if (state->crl == nullptr) return unreadable(drain_openssl_errors());
    state->fingerprint = sha256(state->der);
    return Crl(std::move(state));
}

Result<Crl> Crl::parse_pem(std::string_view pem) {
    const std::vector<Bytes> blocks = pem_blocks(pem, pem_kind);
    if (blocks.empty()) return unreadable("none in the PEM text");
    return parse_der(blocks.front());
}

const Bytes& Crl::der() const noexcept {
    return state_->der;
}
std::string Crl::pem() const {
    return to_pem(state_->der, pem_kind);
}
BytesView Crl::issuer_der() const noexcept {
    return state_->issuer;
}
Instant Crl::this_update() const noexcept {
    return state_->this_update;
}
std::optional<Instant> Crl::next_update() const noexcept {
    return state_->next_update;
}
bool Crl::is_fresh(Instant at) const noexcept {
    return this_update() <= at && next_update() && at <= *next_update();
}
const std::optional<Bytes>& Crl::number() const noexcept {
    return state_->number;
}
const Digest32& Crl::fingerprint() const noexcept {
    return state_->fingerprint;
}

std::vector<Revocation> Crl::revocations() const {
    std::vector<Revocation> all;
    all.reserve(state_->revoked.size());
    for (const auto& [serial, revocation] : state_->revoked) {
        all.push_back(revocation);
    }
    std::ranges::sort(all, {}, [](const Revocation& r) { return std::pair(r.at, r.serial); });
    return all;
}

std::optional<Revocation> Crl::find(BytesView serial_der) const {
    const auto found = state_->revoked.find(std::string(as_text(serial_der)));
    if (found == state_->revoked.end()) return std::nullopt;
    return found->second;
}

bool Crl::is_signed_by(const Certificate& issuer) const {
    if (!std::ranges::equal(issuer.subject_der(), state_->issuer)) return false;
    const std::uint32_t usage = X509_get_key_usage(issuer.state().x509.get());
    if ((usage & KU_CRL_SIGN) == 0) return false;
    if (state_->signature_oid == oid::sm2_sm3) {
        // The library cannot be told the distinguishing id for a list: check it ourselves.
        const Result<PublicKey>& key = issuer.public_key();
        return key && key->algorithm() == SignatureAlgorithm::sm2_sm3 &&
               key->verify(state_->tbs, state_->signature).has_value();
    }
    const KeyHandle key(X509_get_pubkey(issuer.state().x509.get()));
    const bool is_right = key != nullptr && X509_CRL_verify(state_->crl.get(), key.get()) == 1;
    ERR_clear_error();
    return is_right;
}

Result<Crl> load_crl(const std::filesystem::path& path) {
    YX_TRY(const Bytes content, read_file(path));
    if (!content.empty() && content.front() == der::tag::sequence) return Crl::parse_der(content);
    return Crl::parse_pem(as_text(content));
}

}  // namespace yinxin::crypto
