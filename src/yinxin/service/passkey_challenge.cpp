// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/passkey_challenge.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/service/packed_fields.hpp"
#include "yinxin/service/passkeys.hpp"

namespace yinxin::service {
namespace {

constexpr std::size_t challenge_bytes = 32;

Error refused(std::string why) {
    return Error(ErrorCode::staff_passkey_refused, std::move(why));
}

}  // namespace

MadeChallenge make_challenge(const Services& services, std::string_view place, Instant now) {
    MadeChallenge made;
    made.challenge = crypto::random_token(challenge_bytes);
    made.sealed = to_base64url(services.keys.columns.seal(
        place, pack_fields({made.challenge, std::to_string(epoch_of(now))})));
    return made;
}

Result<std::string> use_challenge(storage::Transaction& transaction,
                                  const Services& services,
                                  std::string_view place,
                                  std::string_view sealed,
                                  Instant now) {
    const auto bytes = parse_base64url(sealed);
    if (!bytes) return refused("challenge unreadable");
    const auto opened = services.keys.columns.open_text(place, *bytes);
    if (!opened) return refused("challenge of another session");
    YX_TRY(const auto fields, unpack_fields(*opened, 2));
    const auto made_at = parse_integer(fields[1]);
    if (!made_at) return refused("challenge unreadable");
    const Instant ends = instant_of(*made_at) + challenge_lasts;
    if (now >= ends) return refused("challenge too old");
    YX_TRY(const bool is_new,
           storage::use_once(transaction, crypto::sha256(as_bytes("passkey:" + fields[0])), ends));
    if (!is_new) return refused("challenge used before");
    return fields[0];
}

Result<Bytes> decode_part(std::string_view text, const char* what) {
    auto bytes = parse_base64url(text);
    if (!bytes) return refused(what);
    return *std::move(bytes);
}

}  // namespace yinxin::service
