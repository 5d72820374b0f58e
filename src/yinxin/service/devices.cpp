// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/devices.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using storage::Transaction;

constexpr std::size_t mark_bytes = 24;

std::string signature_of(const storage::DataKeys& keys, std::string_view value) {
    return to_hex(keys.index.of("device-mark", value));
}

std::string make_mark(const storage::DataKeys& keys) {
    const std::string value = crypto::random_token(mark_bytes);
    return value + "." + signature_of(keys, value);
}

/// Only what we gave out counts: nobody chooses a mark for somebody else's browser to share.
bool is_ours(const storage::DataKeys& keys, const std::string& mark) {
    const auto dot = mark.find('.');
    if (dot == std::string::npos) return false;
    return equal_constant_time(as_bytes(mark.substr(dot + 1)),
                               as_bytes(signature_of(keys, mark.substr(0, dot))));
}

crypto::Digest32 device_index(const storage::DataKeys& keys,
                              AccountId account,
                              const std::string& mark) {
    return keys.index.of("account-device:" + account.str(), mark);
}

Result<void> tell_of_new(Transaction& transaction,
                         const Services& services,
                         const storage::AccountRow& account,
                         Instant now) {
    YX_TRY(const storage::AccountIdentity identity, storage::open_identity(services.keys, account));
    YX_TRY(const Language language, message_language(transaction, account.account));
    YX_CHECK(queue_message(
        transaction, services, identity.mobile, Message{"new_device", {}, language}, now));
    return audit_account(transaction, domain::EventKind::device_new, account.account, now);
}

}  // namespace

Result<void> recognise_device(Transaction& transaction,
                              const Services& services,
                              const storage::AccountRow& before,
                              const Origin& origin,
                              LoggedIn& in,
                              Instant now) {
    in.device_mark =
        is_ours(services.keys, origin.device_mark) ? origin.device_mark : make_mark(services.keys);
    const AccountId account = before.account;
    const crypto::Digest32 index = device_index(services.keys, account, in.device_mark);
    YX_TRY(const auto known, transaction.maybe<Instant>(sql::account_device::find, account, index));
    Instant trusted_from = known.value_or(now);
    if (known) {
        YX_CHECK(transaction.execute(sql::account_device::touch, account, index, now));
    } else {
        YX_TRY(const auto devices,
               transaction.one<std::int64_t>(sql::account_device::count, account));
        // Forgotten after a long time away is not the same as never seen.
        const bool was_away =
            before.last_login_at && now >= *before.last_login_at + device_remembered;
        const bool is_first = devices == 0 && !was_away;
        if (!is_first) trusted_from = now + device_settles;
        YX_CHECK(
            transaction.execute(sql::account_device::insert, account, index, now, trusted_from));
        if (!is_first) YX_CHECK(tell_of_new(transaction, services, before, now));
    }
    YX_CHECK(transaction.execute(
        sql::session::set_device, crypto::sha256(in.token.expose_bytes()), index, trusted_from));
    return ok();
}

Result<std::optional<crypto::Digest32>> find_known_device(storage::Reader& reader,
                                                          const storage::DataKeys& keys,
                                                          AccountId account,
                                                          const std::string& mark) {
    if (!is_ours(keys, mark)) return std::optional<crypto::Digest32>();
    const crypto::Digest32 index = device_index(keys, account, mark);
    YX_TRY(const auto known, reader.maybe<Instant>(sql::account_device::find, account, index));
    return known ? std::optional(index) : std::nullopt;
}

bool needs_step_up(const SessionFacts& facts, Instant now) noexcept {
    const bool is_new = facts.trusted_from && now < *facts.trusted_from;
    return is_new && now >= facts.created_at + session_is_fresh;
}

Result<std::vector<KnownDevice>> list_known_devices(storage::Reader& reader,
                                                    AccountId account,
                                                    int most) {
    return reader.all<KnownDevice>(sql::account_device::list, account, most);
}

Result<std::int64_t> forget_old_devices(Transaction& transaction, Instant now) {
    return transaction.execute(sql::account_device::delete_old, now - device_remembered);
}

}  // namespace yinxin::service
