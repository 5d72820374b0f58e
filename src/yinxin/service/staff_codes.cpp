// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/staff_codes.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/crypto/totp.hpp"
#include "yinxin/service/login_attempts.hpp"
#include "yinxin/service/password_policy.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/service/staff_confirmation.hpp"
#include "yinxin/service/staff_login.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/staff_keys.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::EventKind;
using domain::StaffActor;
using domain::StaffId;
using storage::InvitationKind;
using storage::OpenInvitation;
using storage::Reader;
using storage::StaffRow;
using storage::Transaction;

constexpr std::string_view code_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t code_length = 16;
constexpr std::size_t code_group = 4;
/// 80 bits cannot be guessed; this keeps the log of those who try short.
constexpr Allowance tries_per_address{20, std::chrono::hours(1)};

crypto::Digest32 invitation_hash(const Secret& code) {
    std::string spelled;
    for (const char c : to_upper_ascii(code.expose())) {
        if (c != '-' && c != ' ') spelled += c;
    }
    return crypto::sha256(as_bytes("invitation:" + spelled));
}

std::string grouped(const std::string& code) {
    std::string out;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (i > 0 && i % code_group == 0) out += '-';
        out += code[i];
    }
    return out;
}

Result<std::vector<std::string>> put_recovery_codes(Transaction& transaction,
                                                    const storage::DataKeys& keys,
                                                    StaffId staff) {
    YX_CHECK(transaction.execute(sql::staff_factor::delete_recovery_codes, staff));
    std::vector<std::string> codes;
    for (int i = 0; i < recovery_codes; ++i) {
        codes.push_back(make_recovery_code());
        YX_CHECK(transaction.execute(sql::staff_factor::insert_recovery_code,
                                     staff,
                                     recovery_code_hash(keys, staff, codes.back())));
    }
    return codes;
}

/// @error staff.invitation_over
Result<OpenInvitation> load_invitation(Reader& reader,
                                       const Services& services,
                                       const crypto::Digest32& code_hash,
                                       Instant now) {
    YX_TRY(auto open, storage::find_invitation(reader, services.keys, code_hash, now));
    if (!open) return Error(ErrorCode::staff_invitation_over);
    return *std::move(open);
}

Result<InvitationFacts> describe(Reader& reader,
                                 const Services& services,
                                 const OpenInvitation& open) {
    YX_TRY(const StaffRow row, storage::find_staff(reader, open.staff));
    InvitationFacts facts;
    facts.login_name = row.login_name;
    YX_TRY(facts.name, storage::open_staff_name(services.keys, row));
    YX_TRY(facts.roles, storage::list_roles(reader, open.staff));
    facts.is_recovery = open.kind == InvitationKind::recover;
    facts.totp_secret = open.totp_secret;
    return facts;
}

/// What was proved before the transaction that lets the person in.
struct Proved {
    crypto::Digest32 code_hash{};
    OpenInvitation open;
    std::string password_hash;
    std::int64_t step = 0;
};

Result<Accepted> let_in(Transaction& transaction,
                        const Services& services,
                        const Proved& proved,
                        const Origin& origin,
                        Instant now) {
    const StaffId staff = proved.open.staff;
    YX_CHECK(storage::activate_staff(transaction,
                                     services.keys,
                                     proved.code_hash,
                                     staff,
                                     {proved.password_hash, proved.open.totp_secret, proved.step},
                                     now));
    YX_CHECK(transaction.execute(sql::staff_session::end_all, staff));
    YX_CHECK(transaction.execute(sql::staff_factor::delete_passkeys, staff));
    YX_CHECK(transaction.execute(sql::staff_key::remove_all, staff));
    // Whoever was locked out by somebody else's tries is in again.
    YX_TRY(const StaffRow row, storage::find_staff(transaction, staff));
    YX_CHECK(forgive_attempts(transaction, staff_name_index(services.keys, row.login_name)));
    YX_CHECK(forgive_attempts(transaction, factor_index(services.keys, staff)));
    Accepted accepted;
    YX_TRY(accepted.recovery_codes, put_recovery_codes(transaction, services.keys, staff));
    YX_TRY(accepted.token, start_staff_session(transaction, staff, FactorShown::both, origin, now));
    YX_CHECK(audit_staff(transaction,
                         EventKind::staff_enrolled,
                         staff,
                         "staff:" + staff.str(),
                         now,
                         {{"kind", std::string(domain::key(proved.open.kind))}}));
    return accepted;
}

}  // namespace

Result<Invited> make_invitation(Transaction& transaction,
                                const storage::DataKeys& keys,
                                const InvitationWish& wish,
                                Instant now) {
    Invited invited;
    invited.staff = wish.staff;
    invited.code = Secret(grouped(crypto::random_text(code_alphabet, code_length)));
    invited.expires_at = now + invitation_lasts;
    YX_CHECK(storage::insert_invitation(transaction,
                                        keys,
                                        invitation_hash(invited.code),
                                        {wish.staff,
                                         wish.kind,
                                         crypto::make_totp_secret(),
                                         wish.made_by,
                                         now,
                                         invited.expires_at}));
    return invited;
}

Task<Result<InvitationFacts>> find_open_invitation(Services& services, Secret code, Origin origin) {
    const Instant now = services.clock.now();
    const crypto::Digest32 code_hash = invitation_hash(code);
    // The facts, or none: a try that failed stays counted and in the audit.
    auto run = [&services, origin, code_hash, now](
                   Transaction& transaction) -> Result<std::optional<InvitationFacts>> {
        YX_TRY(const auto open,
               storage::find_invitation(transaction, services.keys, code_hash, now));
        if (!open) {
            // A right code counts for nothing: each person asks three times with it, and a whole
            // office comes from one address.
            YX_CHECK(take_allowance(transaction,
                                    services.keys,
                                    "staff-invitation/address",
                                    counted_address(origin.address),
                                    tries_per_address,
                                    now));
            YX_CHECK(audit_staff_refused(transaction, {}, "unknown_invitation", now));
            return std::optional<InvitationFacts>();
        }
        YX_TRY(InvitationFacts facts, describe(transaction, services, *open));
        return std::optional(std::move(facts));
    };
    auto found = co_await services.store.write(run);
    if (!found) co_return std::move(found).error();
    if (!*found) co_return Error(ErrorCode::staff_invitation_over);
    co_return **std::move(found);
}

Task<Result<Accepted>> accept_invitation(
    Services& services, Secret code, Secret password, std::string totp, Origin origin) {
    const Instant now = services.clock.now();
    Proved proved;
    proved.code_hash = invitation_hash(code);
    auto read = [&services, hash = proved.code_hash, now](
                    Reader& reader) -> Result<std::pair<OpenInvitation, InvitationFacts>> {
        YX_TRY(OpenInvitation open, load_invitation(reader, services, hash, now));
        YX_TRY(InvitationFacts facts, describe(reader, services, open));
        return std::pair(std::move(open), std::move(facts));
    };
    auto found = co_await services.store.read(read);
    if (!found) co_return std::move(found).error();
    proved.open = found->first;
    PasswordOwner owner;
    owner.login_name = found->second.login_name;
    owner.name = domain::PersonName{found->second.name};
    YX_CO_CHECK(check_new_password(password, owner));
    const auto step = crypto::match_totp(proved.open.totp_secret, totp, 0, now);
    if (!step) co_return Error(ErrorCode::staff_code_wrong);
    proved.step = *step;
    auto hash = co_await hash_on_pool(services, std::move(password));
    if (!hash) co_return std::move(hash).error();
    proved.password_hash = *std::move(hash);
    auto run = [&services, proved, origin, now](Transaction& transaction) {
        return let_in(transaction, services, proved, origin, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<std::vector<std::string>>> renew_recovery_codes(Services& services, StaffActor actor) {
    const Instant now = services.clock.now();
    auto run =
        [&services, actor, now](Transaction& transaction) -> Result<std::vector<std::string>> {
        YX_TRY(auto codes, put_recovery_codes(transaction, services.keys, actor.id));
        YX_CHECK(audit_factor(transaction, actor, {{"factor", "recovery_codes"}}, now));
        return codes;
    };
    co_return co_await services.store.write(run);
}

Task<Result<void>> change_authenticator(
    Services& services, StaffActor actor, Secret token, Secret secret, std::string totp) {
    const Instant now = services.clock.now();
    const auto step = crypto::match_totp(secret, totp, 0, now);
    if (!step) co_return Error(ErrorCode::staff_code_wrong);
    auto run = [&services, actor, token, secret, step = *step, now](
                   Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::set_totp_secret(transaction, services.keys, actor.id, secret, step));
        YX_CHECK(transaction.execute(
            sql::staff_session::end_others, actor.id, crypto::sha256(token.expose_bytes())));
        return audit_factor(transaction, actor, {{"factor", "totp"}}, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<OwnStaffAccount>> own_staff_account(Services& services,
                                                StaffActor actor,
                                                Secret token) {
    const Instant now = services.clock.now();
    auto read = [actor, token, now](Reader& reader) -> Result<OwnStaffAccount> {
        OwnStaffAccount account;
        YX_TRY(account.recovery_codes_left,
               reader.one<std::int64_t>(sql::staff_factor::count_recovery_codes, actor.id));
        YX_TRY(const auto passkeys, storage::list_passkeys(reader, actor.id));
        account.passkeys = passkeys.size();
        YX_TRY(const auto keys, storage::list_staff_keys(reader, actor.id));
        account.keys = keys.size();
        YX_TRY(account.sessions, list_staff_sessions(reader, actor.id, token, now));
        return account;
    };
    co_return co_await services.store.read(read);
}

}  // namespace yinxin::service
