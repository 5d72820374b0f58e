// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/passkey_check.hpp"

#include "yinxin/crypto/digest.hpp"

#include <boost/json/parse.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;
using signing::AuthenticatorData;

constexpr std::size_t longest_client_data = 4096;

Error refused(std::string why) {
    return Error(ErrorCode::staff_passkey_refused, std::move(why));
}

/// The texts of the collected client data (5.8.1).
Result<json::object> read_client_data(BytesView bytes) {
    if (bytes.size() > longest_client_data) return refused("client data too long");
    boost::system::error_code failure;
    json::parse_options options;
    options.max_depth = 8;
    json::value value = json::parse(as_text(bytes), failure, {}, options);
    if (failure || !value.is_object()) return refused("client data are no JSON");
    return std::move(value.as_object());
}

bool says(const json::object& data, std::string_view name, std::string_view wanted) {
    const json::value* found = data.if_contains(name);
    return found != nullptr && found->is_string() && std::string_view(found->as_string()) == wanted;
}

Result<void> check_client_data(const PasskeyExpectation& expected,
                               BytesView bytes,
                               std::string_view type) {
    YX_TRY(const json::object data, read_client_data(bytes));
    if (!says(data, "type", type)) return refused("type");
    const json::value* challenge = data.if_contains("challenge");
    if (challenge == nullptr || !challenge->is_string() ||
        !equal_constant_time(as_bytes(std::string_view(challenge->as_string())),
                             as_bytes(expected.challenge))) {
        return refused("challenge");
    }
    if (!says(data, "origin", expected.party.origin)) return refused("origin");
    const json::value* crosses = data.if_contains("crossOrigin");
    const bool is_framed = crosses != nullptr && !(crosses->is_bool() && !crosses->as_bool());
    if (is_framed || data.contains("topOrigin")) return refused("inside another site's page");
    return ok();
}

Result<void> check_data(const PasskeyExpectation& expected, const AuthenticatorData& data) {
    if (data.rp_id_hash != crypto::sha256(as_bytes(expected.party.id))) return refused("rp id");
    if (!data.is_user_present) return refused("nobody was present");
    if (!data.is_user_verified) return refused("the person was not verified");
    return ok();
}

}  // namespace

Result<signing::AttestedCredential> check_registration(const PasskeyExpectation& expected,
                                                       BytesView client_data,
                                                       BytesView attestation) {
    YX_CHECK(check_client_data(expected, client_data, "webauthn.create"));
    auto data = signing::read_attestation_object(attestation);
    if (!data) return refused(data.error().detail());
    YX_CHECK(check_data(expected, *data));
    if (!data->credential) return refused("no credential");
    return *std::move(data->credential);
}

Result<std::uint32_t> check_assertion(const PasskeyExpectation& expected,
                                      BytesView public_key,
                                      BytesView client_data,
                                      BytesView authenticator_data,
                                      BytesView signature) {
    YX_CHECK(check_client_data(expected, client_data, "webauthn.get"));
    const auto data = signing::read_authenticator_data(authenticator_data);
    if (!data) return refused(data.error().detail());
    YX_CHECK(check_data(expected, *data));
    YX_TRY(const crypto::PersonalKey key, crypto::PersonalKey::parse(public_key));
    Bytes signed_bytes(authenticator_data.begin(), authenticator_data.end());
    const crypto::Digest32 digest = crypto::sha256(client_data);
    signed_bytes.insert(signed_bytes.end(), digest.begin(), digest.end());
    if (!key.verify(signed_bytes, signature)) return refused("signature");
    return data->sign_count;
}

}  // namespace yinxin::service
