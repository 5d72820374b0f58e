// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/staff_sessions.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/staff.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::StaffId;
using storage::Reader;
using storage::Transaction;

constexpr std::size_t token_bytes = 32;
constexpr std::chrono::seconds seen_resolution{60};

crypto::Digest32 hash_of(const Secret& token) {
    return crypto::sha256(token.expose_bytes());
}

/// Members stand in the order of sql/staff_session/find.sql.
struct SessionRow {
    StaffId staff;
    std::string login_name;
    Bytes name_sealed;
    std::string issuer_id;
    Instant created_at;
    Instant seen_at;
    std::optional<Instant> confirmed_at;
};
/// Members stand in the order of sql/staff_session/list.sql.
struct LineRow {
    Bytes token_hash;
    Instant created_at;
    Instant seen_at;
    std::string address;
    std::string device;
};

Result<StaffFacts> read_session(Reader& reader,
                                const Services& services,
                                const crypto::Digest32& token_hash,
                                Instant now) {
    YX_TRY(const auto row, reader.maybe<SessionRow>(sql::staff_session::find, token_hash));
    if (!row || now >= row->created_at + staff_absolute || now >= row->seen_at + staff_idle) {
        return Error(ErrorCode::staff_session_over);
    }
    StaffFacts facts;
    facts.actor.id = row->staff;
    facts.actor.issuer_id = row->issuer_id;
    storage::StaffRow named;
    named.id = row->staff;
    named.name_sealed = row->name_sealed;
    YX_TRY(facts.actor.name, storage::open_staff_name(services.keys, named));
    YX_TRY(facts.actor.roles, storage::list_roles(reader, row->staff));
    facts.login_name = row->login_name;
    facts.created_at = row->created_at;
    facts.seen_at = row->seen_at;
    facts.confirmed_at = row->confirmed_at;
    return facts;
}

}  // namespace

Result<Secret> start_staff_session(
    Transaction& transaction, StaffId staff, FactorShown shown, const Origin& origin, Instant now) {
    Secret token(crypto::random_token(token_bytes));
    std::optional<Instant> confirmed_at;
    if (shown == FactorShown::both) confirmed_at = now;
    YX_CHECK(transaction.execute(sql::staff_session::insert,
                                 hash_of(token),
                                 staff,
                                 now,
                                 confirmed_at,
                                 origin.address,
                                 kept_device(origin.device)));
    if (shown == FactorShown::both) {
        YX_CHECK(transaction.execute(sql::staff::set_last_login, staff, now));
    }
    return token;
}

Result<Secret> confirm_staff_session(Transaction& transaction, const Secret& token, Instant now) {
    Secret renewed(crypto::random_token(token_bytes));
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::staff_session::confirm, hash_of(token), hash_of(renewed), now));
    if (changed == 0) return Error(ErrorCode::staff_session_over);
    return renewed;
}

Task<Result<StaffFacts>> find_staff_session(Services& services, Secret token) {
    const Instant now = services.clock.now();
    const crypto::Digest32 token_hash = hash_of(token);
    auto read = [&services, token_hash, now](Reader& reader) {
        return read_session(reader, services, token_hash, now);
    };
    auto found = co_await services.store.read(read);
    if (!found) co_return std::move(found).error();
    if (now >= found->seen_at + seen_resolution) {
        auto touch = [token_hash, now](Transaction& transaction) {
            return transaction.execute(sql::staff_session::touch, token_hash, now);
        };
        const auto touched = co_await services.store.write(touch);
        // A full disk must not log people out; the session then ends earlier, never later.
        if (!touched) log::warning("staff_session.touch_failed");
        if (touched) found->seen_at = now;
    }
    co_return found;
}

Task<Result<void>> end_staff_session(Services& services, Secret token) {
    const Instant now = services.clock.now();
    const crypto::Digest32 token_hash = hash_of(token);
    auto end = [token_hash, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const auto staff, transaction.maybe<StaffId>(sql::staff_session::end, token_hash));
        if (!staff) return ok();
        return audit_staff(
            transaction, domain::EventKind::staff_logged_out, *staff, "staff:" + staff->str(), now);
    };
    co_return co_await services.store.write(end);
}

Task<Result<std::int64_t>> end_other_staff_sessions(Services& services,
                                                    StaffId staff,
                                                    Secret token) {
    auto end = [staff, token_hash = hash_of(token)](Transaction& transaction) {
        return transaction.execute(sql::staff_session::end_others, staff, token_hash);
    };
    co_return co_await services.store.write(end);
}

Result<std::vector<SessionLine>> list_staff_sessions(Reader& reader,
                                                     StaffId staff,
                                                     const Secret& token,
                                                     Instant now) {
    YX_TRY(const auto rows,
           reader.all<LineRow>(
               sql::staff_session::list, staff, now - staff_absolute, now - staff_idle));
    const crypto::Digest32 own = hash_of(token);
    std::vector<SessionLine> lines;
    for (const LineRow& row : rows) {
        const bool is_this_one = std::ranges::equal(row.token_hash, own);
        lines.push_back({row.created_at, row.seen_at, row.device, is_this_one});
    }
    return lines;
}

Result<std::int64_t> forget_dead_staff_sessions(Transaction& transaction, Instant now) {
    return transaction.execute(
        sql::staff_session::delete_dead, now - staff_absolute, now - staff_idle);
}

}  // namespace yinxin::service
