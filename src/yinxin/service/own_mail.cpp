// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/own_mail.hpp"

#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/storage/account_mail.hpp"
#include "yinxin/storage/accounts.hpp"

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::MessageChannel;
using storage::Reader;
using storage::Transaction;

/// Whoever sends somebody's notices elsewhere shall not do it unseen: the mobile is told, and the
/// address they no longer come to.
Result<void> tell(Transaction& transaction,
                  const Services& services,
                  AccountId account,
                  const std::optional<storage::AccountMail>& former,
                  std::string_view message,
                  Instant now) {
    YX_TRY(const storage::AccountRow row, storage::find_account(transaction, account));
    YX_TRY(const auto identity, storage::open_identity(services.keys, row));
    YX_TRY(const Language language, message_language(transaction, account));
    const Message told{std::string(message), {}, language};
    YX_CHECK(queue_message(transaction, services, identity.mobile, told, now));
    if (!former || !has_channel(services, MessageChannel::mail)) return ok();
    return queue_message(transaction, services, former->address, told, now);
}

/// The refusal is a value, so that the count of attempts stays.
Result<std::optional<Error>> enter(Transaction& transaction,
                                   const Services& services,
                                   AccountId account,
                                   const std::string& code,
                                   Instant now) {
    YX_TRY(CodeEntry entry,
           enter_account_code(transaction, services, account, CodePurpose::mail_new, code, now));
    if (entry.refusal) return std::move(entry.refusal);
    if (entry.facts.size() != 1) return Error(ErrorCode::malformed, "code for a mail address");
    const domain::MailAddress address{entry.facts[0]};
    YX_TRY(auto former, storage::find_account_mail(transaction, services.keys, account));
    if (former && former->address == address) former.reset();
    YX_CHECK(storage::put_account_mail(transaction, services.keys, account, address, now));
    YX_CHECK(tell(transaction, services, account, former, "mail_changed", now));
    YX_CHECK(audit_account(transaction, EventKind::mail_changed, account, now));
    return std::optional<Error>();
}

}  // namespace

Task<Result<OwnMail>> load_own_mail(Services& services, AccountId account) {
    auto read = [&services, account](Reader& reader) -> Result<OwnMail> {
        YX_TRY(const auto mail, storage::find_account_mail(reader, services.keys, account));
        if (!mail && !has_channel(services, MessageChannel::mail)) {
            return Error(ErrorCode::not_found, "no mail here");
        }
        return OwnMail{mail ? mail->masked : "", has_channel(services, MessageChannel::mail)};
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> request_own_mail_code(Services& services,
                                         AccountId account,
                                         std::string address,
                                         Origin origin) {
    if (!has_channel(services, MessageChannel::mail)) {
        co_return Error(ErrorCode::not_found, "no mail here");
    }
    YX_CO_TRY(const domain::MailAddress parsed, domain::parse_mail_address(address));
    co_return co_await request_code_to(
        services, account, CodePurpose::mail_new, parsed, std::move(origin));
}

Task<Result<void>> confirm_own_mail(Services& services, AccountId account, std::string code) {
    const Instant now = services.clock.now();
    auto run = [&services, account, code, now](Transaction& transaction) {
        return enter(transaction, services, account, code, now);
    };
    auto refusal = co_await services.store.write(run);
    if (!refusal) co_return std::move(refusal).error();
    if (*refusal) co_return **std::move(refusal);
    co_return ok();
}

Task<Result<void>> remove_own_mail(Services& services, AccountId account) {
    const Instant now = services.clock.now();
    auto take_off = [&services, account, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const auto former, storage::find_account_mail(transaction, services.keys, account));
        if (!former) return ok();
        YX_CHECK(storage::delete_account_mail(transaction, account));
        YX_CHECK(tell(transaction, services, account, former, "mail_removed", now));
        return audit_account(transaction, EventKind::mail_removed, account, now);
    };
    co_return co_await services.store.write(take_off);
}

}  // namespace yinxin::service
