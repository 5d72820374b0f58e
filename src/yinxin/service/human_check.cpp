// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/human_check.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/storage/sql.hpp"

#include <bit>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;

constexpr std::size_t nonce_bytes = 16;
constexpr std::size_t most_work = 20;  ///< characters

/// The challenge is "expiry.bits.nonce.mac"; the MAC covers whose it is as well.
crypto::Digest32 mac_of(const storage::DataKeys& keys,
                        std::string_view owner,
                        std::string_view signed_part) {
    return keys.tokens.derive("yinxin human check")
        .of(as_bytes(std::string(owner) + ':' + std::string(signed_part)));
}

int number_in(const crypto::Digest32& mac, std::size_t at) {
    return 1 + mac[at] % 9;
}

unsigned leading_zero_bits(const crypto::Digest32& digest) {
    unsigned bits = 0;
    for (const std::uint8_t byte : digest) {
        bits += static_cast<unsigned>(std::countl_zero(byte));
        if (byte != 0) break;
    }
    return bits;
}

bool is_worked(const HumanAnswer& answer, std::int64_t bits) {
    if (answer.work.empty() || answer.work.size() > most_work) return false;
    const std::string worked = answer.challenge + ':' + answer.work;
    return leading_zero_bits(crypto::sha256(as_bytes(worked))) >= bits;
}

/// The number that ends at the next point; cuts it off.
std::optional<std::int64_t> next_number(std::string_view& text) {
    const std::size_t end = text.find('.');
    if (end == std::string_view::npos) return std::nullopt;
    const auto number = parse_integer(text.substr(0, end));
    text.remove_prefix(end + 1);
    if (!number) return std::nullopt;
    return *number;
}

}  // namespace

HumanChallenge new_human_challenge(const storage::DataKeys& keys,
                                   std::string_view owner,
                                   unsigned bits,
                                   Instant now) {
    const Instant expires_at = now + human_check_life;
    std::string text = std::to_string(expires_at.time_since_epoch().count()) + '.' +
                       std::to_string(bits) + '.' + crypto::random_token(nonce_bytes);
    const crypto::Digest32 mac = mac_of(keys, owner, text);
    return {text + '.' + to_hex(mac), bits, number_in(mac, 0), number_in(mac, 1)};
}

HumanChallenge new_human_challenge(const storage::DataKeys& keys, AccountId account, Instant now) {
    return new_human_challenge(keys, account.str(), human_work_bits, now);
}

Result<HumanProof> check_human(const storage::DataKeys& keys,
                               std::string_view owner,
                               const HumanAnswer& answer,
                               Instant now) {
    const Error failed = Error(ErrorCode::human_check_failed).with("field", "answer");
    const std::size_t end = answer.challenge.rfind('.');
    if (end == std::string::npos) return failed;
    const std::string signed_part = answer.challenge.substr(0, end);
    const crypto::Digest32 mac = mac_of(keys, owner, signed_part);
    const std::string written = answer.challenge.substr(end + 1);
    if (!equal_constant_time(as_bytes(to_hex(mac)), as_bytes(written))) return failed;
    std::string_view rest = signed_part;
    const auto expiry = next_number(rest);
    const auto bits = next_number(rest);
    if (!expiry || !bits || now.time_since_epoch().count() >= *expiry) return failed;
    if (is_worked(answer, *bits)) return HumanProof::work;
    const auto sum = parse_integer(trim(answer.answer));
    if (sum == number_in(mac, 0) + number_in(mac, 1)) return HumanProof::question;
    return failed;
}

Result<HumanProof> check_human(const storage::DataKeys& keys,
                               AccountId account,
                               const HumanAnswer& answer,
                               Instant now) {
    return check_human(keys, account.str(), answer, now);
}

Result<void> use_human_challenge(storage::Transaction& transaction,
                                 const std::string& challenge,
                                 Instant now) {
    YX_TRY(const std::int64_t used,
           transaction.execute(
               sql::human_check::use, crypto::sha256(as_bytes(challenge)), now + human_check_life));
    if (used == 1) return ok();
    return Error(ErrorCode::human_check_failed).with("field", "answer");
}

Result<std::int64_t> forget_old_human_checks(storage::Transaction& transaction, Instant now) {
    return transaction.execute(sql::human_check::delete_old, now);
}

}  // namespace yinxin::service
