// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/ses_write.hpp"

#include "yinxin/crypto/algorithms.hpp"
#include "yinxin/crypto/der.hpp"
#include "yinxin/signing/ses_read.hpp"

#include <algorithm>

namespace yinxin::signing {
namespace {

namespace der = crypto::der;

constexpr int version_2020 = 4;

Error unreadable(std::string detail) {
    return Error(ErrorCode::certificate_unreadable, std::move(detail));
}

bool signs_with_sm2(const crypto::Signer& key) {
    return key.algorithm() == crypto::SignatureAlgorithm::sm2_sm3;
}

Result<void> check_plan(const SesSealPlan& plan) {
    const bool is_whole = !plan.id.empty() && !plan.name.empty() && !plan.picture.empty() &&
                          !plan.signers.empty() && plan.width_mm > 0 && plan.height_mm > 0;
    if (!is_whole) return Error(ErrorCode::invalid_input, "an electronic seal lacks a part");
    if (plan.picture_type != "ofd" && plan.picture_type != "png") {
        return Error(ErrorCode::invalid_input, "a seal's picture is ofd or png");
    }
    if (plan.not_after < plan.not_before) {
        return Error(ErrorCode::invalid_input, "a seal's dates are reversed");
    }
    return ok();
}

/// SES_ESPropertyInfo: certificates in full, which are compared byte by byte.
Bytes property_of(const SesSealPlan& plan) {
    constexpr int unit_seal = 1;
    constexpr int by_certificate = 1;
    Bytes list;
    for (const crypto::Certificate& signer : plan.signers) {
        const Bytes item = der::octet_string(signer.der());
        list.insert(list.end(), item.begin(), item.end());
    }
    return der::sequence({der::integer(unit_seal),
                          der::utf8_string(plan.name),
                          der::integer(by_certificate),
                          der::sequence({list}),
                          der::generalized_time(plan.created_at),
                          der::generalized_time(plan.not_before),
                          der::generalized_time(plan.not_after)});
}

}  // namespace

Result<Bytes> make_ses_seal(const SesSealPlan& plan,
                            const crypto::Signer& maker,
                            const crypto::Certificate& maker_certificate) {
    YX_CHECK(check_plan(plan));
    if (!signs_with_sm2(maker) ||
        !std::ranges::equal(maker.public_key_spki(), maker_certificate.spki())) {
        return Error(ErrorCode::invalid_input,
                     "the maker's key is not SM2, or not its certificate's");
    }
    const Bytes header = der::sequence(
        {der::ia5_string("ES"), der::integer(version_2020), der::ia5_string(plan.vendor)});
    const Bytes picture = der::sequence({der::ia5_string(plan.picture_type),
                                         der::octet_string(plan.picture),
                                         der::integer(plan.width_mm),
                                         der::integer(plan.height_mm)});
    const Bytes information =
        der::sequence({header, der::ia5_string(plan.id), property_of(plan), picture});
    YX_TRY(const Bytes value, maker.sign(information));
    return der::sequence({information,
                          der::octet_string(maker_certificate.der()),
                          der::oid(crypto::oid::sm2_sm3),
                          der::bit_string(value)});
}

struct SesCredential::State {
    std::shared_ptr<const crypto::Signer> key;
    crypto::Certificate certificate;
    std::vector<crypto::Certificate> chain;
    std::string key_id;
    Bytes seal;
    Instant not_before;
    Instant not_after;
    Bytes before_time;    ///< TBS_Sign: version and seal
    Bytes behind_signed;  ///< SES_Signature: certificate and algorithm
};

Result<SesCredential> SesCredential::create(std::shared_ptr<const crypto::Signer> key,
                                            crypto::Certificate certificate,
                                            std::vector<crypto::Certificate> chain,
                                            Bytes seal) {
    if (!signs_with_sm2(*key)) return unreadable("an OFD is sealed with SM2");
    if (!std::ranges::equal(key->public_key_spki(), certificate.spki())) {
        return unreadable("the certificate is not about this key");
    }
    if (!certificate.may_sign_documents() || certificate.may_sign_timestamps()) {
        return unreadable("the certificate may not sign documents");
    }
    YX_TRY(const SesSeal read, read_ses_seal(seal));
    if (read.version != version_2020) {
        return Error(ErrorCode::malformed, "an electronic seal of another version than 4");
    }
    if (!check_ses_seal(read).empty()) {
        return Error(ErrorCode::signature_wrong, "the seal is not what its maker signed");
    }
    const auto is_own = [&](BytesView listed) {
        return std::ranges::equal(listed, certificate.der());
    };
    if (!std::ranges::any_of(read.certificates, is_own)) {
        return unreadable("the electronic seal names another certificate: have it made again");
    }
    State state{.key = std::move(key),
                .certificate = std::move(certificate),
                .chain = std::move(chain),
                .key_id = {},
                .seal = {},
                .not_before = read.not_before,
                .not_after = read.not_after,
                .before_time = der::concat({der::integer(version_2020), seal}),
                .behind_signed = {}};
    state.key_id = crypto::key_id(*state.key);
    state.behind_signed =
        der::concat({der::octet_string(state.certificate.der()), der::oid(crypto::oid::sm2_sm3)});
    state.seal = std::move(seal);
    return SesCredential(std::make_shared<const State>(std::move(state)));
}

const crypto::Certificate& SesCredential::certificate() const noexcept {
    return state_->certificate;
}
const std::vector<crypto::Certificate>& SesCredential::chain() const noexcept {
    return state_->chain;
}
const std::string& SesCredential::key_id() const noexcept {
    return state_->key_id;
}
BytesView SesCredential::seal() const noexcept {
    return state_->seal;
}
Instant SesCredential::not_before() const noexcept {
    return state_->not_before;
}
Instant SesCredential::not_after() const noexcept {
    return state_->not_after;
}

Result<Bytes> sign_ses(const SesCredential& credential,
                       const crypto::Digest32& data_hash,
                       std::string_view property,
                       const Timestamper* timestamper,
                       Instant now) {
    const SesCredential::State& state = *credential.state_;
    if (now < state.not_before || now > state.not_after) {
        return Error(ErrorCode::certificate_not_current, "the electronic seal is not valid now");
    }
    const Bytes to_sign = der::sequence({state.before_time,
                                         der::generalized_time(now),
                                         der::bit_string(data_hash),
                                         der::ia5_string(property)});
    YX_TRY(const Bytes value, state.key->sign(to_sign));
    Bytes stamp;
    if (timestamper != nullptr) {
        const bool is_national = timestamper->digest() == crypto::DigestAlgorithm::sm3;
        YX_TRY(const Bytes token,
               timestamper->token(is_national ? crypto::sm3(value) : crypto::sha256(value), now));
        stamp = der::context(0, {der::bit_string(token)});
    }
    return der::sequence({to_sign, state.behind_signed, der::bit_string(value), stamp});
}

}  // namespace yinxin::signing
