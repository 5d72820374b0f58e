// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/sessions.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/domain/notice.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/account_closing.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/notices.hpp"
#include "yinxin/storage/organisations.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using storage::Reader;
using storage::Transaction;

constexpr std::size_t token_bytes = 32;
constexpr std::size_t max_device_bytes = 200;
constexpr std::chrono::seconds seen_resolution{60};
constexpr std::chrono::minutes fresh_code_login{10};

crypto::Digest32 hash_of(const Secret& token) {
    return crypto::sha256(token.expose_bytes());
}

struct SessionRow {
    AccountId account;
    LoginProof proof;
    Instant created_at;
    Instant seen_at;
    std::optional<domain::OrganisationId> acting_organisation;
    std::optional<Bytes> acting_purpose;
    std::optional<CivilDay> acting_shown_from;
    std::optional<std::string> provider;
    std::optional<Instant> trusted_from;
    std::optional<Instant> confirmed_at;
};

struct Standing {
    std::string login_name;
    bool has_stated_person;
    std::optional<int> agreed_version;  ///< of the service notice
    std::optional<int> agreed_privacy;  ///< version of the privacy notice
};

struct LineRow {
    Bytes token_hash;
    Instant created_at;
    Instant seen_at;
    std::string device;
    std::string address;
    std::optional<Instant> trusted_from;
};

/// What names a session in a form: whoever reads the page learns nothing that opens it.
std::string id_of(const storage::DataKeys& keys, BytesView token_hash) {
    return to_hex(keys.index.of("session-line", to_hex(token_hash)));
}

/// Without a service notice nobody can have agreed: what lies behind it stays closed. A privacy
/// notice is asked for once there is one.
Result<void> read_consent(Reader& reader,
                          const Standing& standing,
                          SessionFacts& facts,
                          Instant now) {
    YX_TRY(const auto service,
           reader.maybe<int>(sql::notice::find_version_in_force, storage::service_notice, now));
    YX_TRY(const auto privacy,
           reader.maybe<int>(sql::notice::find_version_in_force, storage::privacy_notice, now));
    const bool has_service = service && !domain::needs_consent(standing.agreed_version, *service);
    const bool has_privacy = !privacy || !domain::needs_consent(standing.agreed_privacy, *privacy);
    facts.has_agreed = has_service && has_privacy;
    facts.has_agreed_before = standing.agreed_version.has_value() && !facts.has_agreed;
    return ok();
}

/// Whoever is no member any more acts for himself, whatever the session says.
Result<std::optional<ActingFor>> read_acting(Reader& reader,
                                             const storage::DataKeys& keys,
                                             const SessionRow& row) {
    if (!row.acting_organisation || !row.acting_purpose) return std::optional<ActingFor>();
    YX_TRY(auto member, storage::find_membership(reader, *row.acting_organisation, row.account));
    if (!member) return std::optional<ActingFor>();
    YX_TRY(std::string purpose,
           keys.columns.open_text(storage::personal_columns::session_purpose(row.account),
                                  *row.acting_purpose));
    return std::optional(ActingFor{member->organisation,
                                   std::move(member->name),
                                   member->standing,
                                   member->organisation_class,
                                   std::move(purpose),
                                   row.acting_shown_from});
}

Result<SessionFacts> read_session(Reader& reader,
                                  const storage::DataKeys& keys,
                                  const config::Session& limits,
                                  const crypto::Digest32& token_hash,
                                  Instant now) {
    YX_TRY(const auto row, reader.maybe<SessionRow>(sql::session::find, token_hash));
    if (!row || now >= row->created_at + limits.absolute || now >= row->seen_at + limits.idle) {
        return Error(ErrorCode::session_expired);
    }
    // Not joined: a session is found by its token, its account by number, and on a cluster the two
    // stand on different nodes.
    YX_TRY(auto standing,
           reader.maybe<Standing>(sql::account::find_standing,
                                  row->account,
                                  storage::service_notice,
                                  storage::privacy_notice));
    if (!standing) return Error(ErrorCode::session_expired);
    SessionFacts facts;
    facts.account = row->account;
    facts.account_name = std::move(standing->login_name);
    facts.proof = row->provider ? LoginProof::provider : row->proof;
    facts.created_at = row->created_at;
    facts.seen_at = row->seen_at;
    facts.trusted_from = row->trusted_from;
    facts.confirmed_at = row->confirmed_at;
    facts.has_stated_person = standing->has_stated_person;
    YX_TRY(const int slots, reader.one<int>(sql::organisation_member::has_slot, row->account));
    facts.may_act = slots != 0;
    YX_TRY(facts.acting, read_acting(reader, keys, *row));
    YX_CHECK(read_consent(reader, *standing, facts, now));
    YX_TRY(facts.holders, storage::list_bound_holders(reader, row->account));
    return facts;
}

}  // namespace

std::string kept_device(std::string text) {
    if (text.size() <= max_device_bytes) return text;
    std::size_t end = max_device_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    text.resize(end);
    return text;
}

bool SessionFacts::needs_current_password(Instant now) const noexcept {
    return proof == LoginProof::password || now >= created_at + fresh_code_login;
}

Result<LoggedIn> start_session(Transaction& transaction,
                               AccountId account,
                               LoginProof proof,
                               const Origin& origin,
                               Instant now) {
    YX_CHECK(pass_closing(transaction, account, now));
    Secret token(crypto::random_token(token_bytes));
    YX_CHECK(transaction.execute(sql::session::insert,
                                 hash_of(token),
                                 account,
                                 proof,
                                 now,
                                 origin.address,
                                 kept_device(origin.device)));
    YX_CHECK(transaction.execute(sql::account::set_last_login, account, now));
    return LoggedIn{account, std::move(token)};
}

Result<LoggedIn> start_provider_session(Transaction& transaction,
                                        AccountId account,
                                        const ProviderSession& at,
                                        const Origin& origin,
                                        Instant now) {
    YX_CHECK(pass_closing(transaction, account, now));
    Secret token(crypto::random_token(token_bytes));
    YX_CHECK(transaction.execute(sql::session::begin_by_provider,
                                 hash_of(token),
                                 account,
                                 now,
                                 origin.address,
                                 kept_device(origin.device),
                                 at.provider,
                                 at.index));
    YX_CHECK(transaction.execute(sql::account::set_last_login, account, now));
    return LoggedIn{account, std::move(token)};
}

Task<Result<SessionFacts>> find_session(Services& services, Secret token) {
    const Instant now = services.clock.now();
    const crypto::Digest32 token_hash = hash_of(token);
    auto read = [&services, token_hash, now](Reader& reader) {
        return read_session(reader, services.keys, services.settings.session, token_hash, now);
    };
    auto found = co_await services.store.read(read);
    if (!found) co_return std::move(found).error();
    if (now >= found->seen_at + seen_resolution) {
        auto touch = [token_hash, now](Transaction& transaction) {
            return transaction.execute(sql::session::touch, token_hash, now);
        };
        const auto touched = co_await services.store.write(touch);
        // A full disk must not log people out; the session then ends earlier, never later.
        if (!touched) log::warning("session.touch_failed");
        if (touched) found->seen_at = now;
    }
    co_return found;
}

Task<Result<Secret>> renew_session(Services& services, Secret token) {
    Secret renewed(crypto::random_token(token_bytes));
    // A row is moved, never re-keyed: a token is what its row stands by.
    auto renew = [before = hash_of(token),
                  after = hash_of(renewed)](Transaction& transaction) -> Result<void> {
        YX_CHECK(transaction.execute(sql::session::copy, before, after));
        YX_TRY(const auto moved, transaction.maybe<AccountId>(sql::session::end, before));
        if (!moved) return Error(ErrorCode::session_expired);
        return ok();
    };
    YX_CO_CHECK(co_await services.store.write(renew));
    co_return renewed;
}

Task<Result<void>> end_session(Services& services, Secret token) {
    const Instant now = services.clock.now();
    const crypto::Digest32 token_hash = hash_of(token);
    auto end = [token_hash, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const auto account, transaction.maybe<AccountId>(sql::session::end, token_hash));
        if (!account) return ok();
        return audit_account(transaction, domain::EventKind::logged_out, *account, now);
    };
    co_return co_await services.store.write(end);
}

Task<Result<std::int64_t>> end_other_sessions(Services& services, AccountId account, Secret token) {
    const Instant now = services.clock.now();
    const crypto::Digest32 token_hash = hash_of(token);
    auto end = [account, token_hash, now](Transaction& transaction) -> Result<std::int64_t> {
        YX_TRY(const std::int64_t ended,
               transaction.execute(sql::session::delete_others, account, token_hash));
        YX_CHECK(audit_account(transaction,
                               domain::EventKind::logged_out,
                               account,
                               now,
                               {{"other_sessions", std::to_string(ended)}}));
        return ended;
    };
    co_return co_await services.store.write(end);
}

Task<Result<void>> end_session_named(Services& services, AccountId account, std::string id) {
    const Instant now = services.clock.now();
    auto end = [&services, account, id, now](Transaction& transaction) -> Result<void> {
        const config::Session& limits = services.settings.session;
        YX_TRY(
            const std::vector<LineRow> rows,
            transaction.all<LineRow>(
                sql::session::list_for_account, account, now - limits.absolute, now - limits.idle));
        const auto found = std::ranges::find_if(
            rows, [&](const LineRow& row) { return id_of(services.keys, row.token_hash) == id; });
        // It may just have ended by itself, or in another window; another account's looks the same.
        if (found == rows.end()) return Error(ErrorCode::not_found, "session");
        YX_CHECK(transaction.maybe<AccountId>(sql::session::end, found->token_hash));
        return audit_account(
            transaction, domain::EventKind::logged_out, account, now, {{"other_sessions", "1"}});
    };
    co_return co_await services.store.write(end);
}

Result<std::vector<SessionLine>> list_sessions(Reader& reader,
                                               const storage::DataKeys& keys,
                                               const config::Session& limits,
                                               AccountId account,
                                               const Secret& token,
                                               Instant now) {
    YX_TRY(const std::vector<LineRow> rows,
           reader.all<LineRow>(
               sql::session::list_for_account, account, now - limits.absolute, now - limits.idle));
    const crypto::Digest32 own = hash_of(token);
    std::vector<SessionLine> lines;
    lines.reserve(rows.size());
    for (const LineRow& row : rows) {
        lines.push_back({row.created_at,
                         row.seen_at,
                         row.device,
                         std::ranges::equal(row.token_hash, own),
                         row.address,
                         id_of(keys, row.token_hash),
                         row.trusted_from && now < *row.trusted_from});
    }
    return lines;
}

Result<std::int64_t> forget_dead_sessions(Transaction& transaction,
                                          const config::Session& limits,
                                          Instant now) {
    return transaction.execute(sql::session::delete_dead, now - limits.absolute, now - limits.idle);
}

}  // namespace yinxin::service
