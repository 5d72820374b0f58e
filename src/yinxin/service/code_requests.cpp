// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/code_requests.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/service/devices.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/packed_fields.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using storage::personal_columns::one_time_code_facts;

constexpr std::size_t ticket_bytes = 32;
constexpr std::chrono::hours hour{1};
constexpr std::chrono::hours day{24};

/// A code is bound to its ticket: a right code under another ticket is wrong.
crypto::Digest32 hash_of_code(const storage::DataKeys& keys,
                              BytesView ticket_hash,
                              std::string_view code) {
    Bytes message(ticket_hash.begin(), ticket_hash.end());
    message.insert(message.end(), code.begin(), code.end());
    return keys.tokens.derive("yinxin one-time code").of(message);
}

Message message_for(CodePurpose purpose, const std::string& code, Language language) {
    return {std::string(domain::key(purpose)),
            {{"code", code}, {"minutes", std::to_string(code_lifetime.count())}},
            language};
}

/// The first two facts of every request; what follows belongs to its purpose.
struct Delivery {
    domain::Recipient to;
    bool is_genuine = false;
    Language language = Language::zh;
};
constexpr std::size_t delivery_facts = 2;
/// What stands after "genuine" or "nobody"; nothing for Chinese, as it was before there were two.
constexpr std::string_view english_mark = "/en";

/// As much work as writing a message, where none may go out: nobody shall tell from the time an
/// answer takes whether somebody got a code. The row is over before it begins and is forgotten with
/// the others.
Result<void> write_nothing(storage::Transaction& transaction,
                           const Services& services,
                           CodePurpose purpose,
                           Instant now) {
    crypto::Digest32 nobodys_ticket{};
    crypto::Digest32 nobodys_code{};
    crypto::fill_random(nobodys_ticket);
    crypto::fill_random(nobodys_code);
    const Bytes sealed = services.keys.columns.seal(one_time_code_facts, pack_fields({"", ""}));
    YX_CHECK(transaction.execute(sql::one_time_code::insert,
                                 nobodys_ticket,
                                 purpose,
                                 nobodys_ticket,
                                 nobodys_code,
                                 sealed,
                                 std::string_view(),
                                 now,
                                 now));
    return ok();
}

struct OpenedFacts {
    Delivery delivery;
    std::vector<std::string> rest;
};

Result<OpenedFacts> open_facts(const storage::DataKeys& keys, const CodeRequestRow& row) {
    YX_TRY(const std::string packed, keys.columns.open_text(one_time_code_facts, row.facts_sealed));
    YX_TRY(std::vector<std::string> fields, unpack_fields(packed));
    if (fields.size() < delivery_facts) return Error(ErrorCode::malformed, "one-time code facts");
    OpenedFacts facts;
    // The purpose says it, not the text: in the place of a mobile nobody has stands what was typed.
    facts.delivery = {row.purpose == CodePurpose::mail_new
                          ? domain::Recipient(domain::MailAddress{fields[0]})
                          : domain::Recipient(domain::Mobile{fields[0]}),
                      fields[1].starts_with("genuine"),
                      fields[1].ends_with(english_mark) ? Language::en : Language::zh};
    facts.rest.assign(fields.begin() + delivery_facts, fields.end());
    return facts;
}

/// White space people copy along with a code does not count.
std::string without_spaces(std::string code) {
    std::erase_if(code, [](char c) { return c == ' ' || c == '\t' || c == '-'; });
    return code;
}

}  // namespace

Result<void> take_mobile_allowance(storage::Transaction& transaction,
                                   const storage::DataKeys& keys,
                                   const domain::Recipient& to,
                                   Instant now) {
    YX_CHECK(take_allowance(transaction,
                            keys,
                            "code/mobile-hour",
                            to.text(),
                            Allowance{codes_per_mobile_hour, hour},
                            now));
    return take_allowance(
        transaction, keys, "code/mobile-day", to.text(), Allowance{codes_per_mobile_day, day}, now);
}

Result<void> take_asked_code(storage::Transaction& transaction,
                             const storage::DataKeys& keys,
                             const domain::Mobile& mobile,
                             AccountId account,
                             const Origin& origin,
                             Instant now) {
    const std::string pair = mobile.e164 + '|' + counted_address(origin.address);
    YX_TRY(const std::int64_t asks, count_use(transaction, keys, "code/pair", pair, day, now));
    const Result<void> taken = take_mobile_allowance(transaction, keys, mobile, now);
    if (taken || taken.error().code() != ErrorCode::too_many_requests) return taken;
    YX_TRY(const auto device, find_known_device(transaction, keys, account, origin.device_mark));
    if (account.is_set() && device) {
        const Allowance allowance{device_codes_per_day, day};
        const std::string subject = account.str() + ':' + to_hex(*device);
        if (take_allowance(transaction, keys, "code/device", subject, allowance, now)) return ok();
    }
    if (asks > fresh_address_asks) return taken;
    const Allowance kept{codes_for_fresh_addresses, day};
    if (take_allowance(transaction, keys, "code/fresh-address", mobile.e164, kept, now)) {
        return ok();
    }
    return taken;
}

Result<void> take_address_allowance(storage::Transaction& transaction,
                                    const storage::DataKeys& keys,
                                    const Origin& origin,
                                    Instant now) {
    return take_allowance(transaction,
                          keys,
                          "code/address",
                          counted_address(origin.address),
                          Allowance{codes_per_address_hour, hour},
                          now);
}

Result<CodeTicket> open_code_request(storage::Transaction& transaction,
                                     const Services& services,
                                     const NewCodeRequest& request,
                                     Instant now) {
    YX_CHECK(require_messages(transaction, services, request.to.channel(), now));
    const storage::DataKeys& keys = services.keys;
    Secret ticket(crypto::random_token(ticket_bytes));
    const crypto::Digest32 ticket_hash = crypto::sha256(ticket.expose_bytes());
    const std::string code = crypto::random_digits(code_length);
    crypto::Digest32 code_hash{};
    if (request.is_genuine) {
        code_hash = hash_of_code(keys, ticket_hash, code);
    } else {
        crypto::fill_random(code_hash);
    }
    std::vector<std::string> facts{request.to.text(), request.is_genuine ? "genuine" : "nobody"};
    if (request.language == Language::en) facts[1] += english_mark;
    facts.insert(facts.end(), request.facts.begin(), request.facts.end());
    YX_CHECK(transaction.execute(sql::one_time_code::insert,
                                 ticket_hash,
                                 request.purpose,
                                 request.subject,
                                 code_hash,
                                 keys.columns.seal(one_time_code_facts, pack_fields(facts)),
                                 request.shown_mobile,
                                 now,
                                 now + code_lifetime));
    if (request.is_genuine && !request.is_silent) {
        YX_CHECK(queue_message(transaction,
                               services,
                               request.to,
                               message_for(request.purpose, code, request.language),
                               now));
    } else {
        YX_CHECK(write_nothing(transaction, services, request.purpose, now));
    }
    return CodeTicket{std::move(ticket), request.shown_mobile, code_lifetime.count()};
}

Result<std::optional<CodeRequestRow>> find_open_request(storage::Reader& reader,
                                                        CodePurpose purpose,
                                                        const Secret& ticket,
                                                        Instant now) {
    return reader.maybe<CodeRequestRow>(
        sql::one_time_code::find_open, crypto::sha256(ticket.expose_bytes()), purpose, now);
}

Result<std::optional<CodeRequestRow>> find_open_request(storage::Reader& reader,
                                                        CodePurpose purpose,
                                                        const crypto::Digest32& subject,
                                                        Instant now) {
    return reader.maybe<CodeRequestRow>(
        sql::one_time_code::find_open_for_subject, subject, purpose, now);
}

Result<CodeEntry> enter_code(storage::Transaction& transaction,
                             const Services& services,
                             const std::optional<CodeRequestRow>& row,
                             const std::string& code,
                             Instant now) {
    CodeEntry entry;
    if (!row || row->attempts >= code_attempts) {
        entry.refusal = Error(ErrorCode::code_expired);
        return entry;
    }
    YX_CHECK(transaction.execute(sql::one_time_code::count_attempt, row->ticket_hash));
    const crypto::Digest32 typed =
        hash_of_code(services.keys, row->ticket_hash, without_spaces(code));
    if (!equal_constant_time(typed, row->code_hash)) {
        entry.refusal =
            Error(ErrorCode::code_wrong)
                .with("attempts_left", std::to_string(code_attempts - row->attempts - 1));
        return entry;
    }
    YX_TRY(OpenedFacts facts, open_facts(services.keys, *row));
    entry.facts = std::move(facts.rest);
    YX_CHECK(transaction.execute(sql::one_time_code::use, row->ticket_hash, now, Bytes{}));
    return entry;
}

Result<void> resend(storage::Transaction& transaction,
                    const Services& services,
                    const std::optional<CodeRequestRow>& row,
                    Instant now) {
    if (!row || row->sends >= code_sends) return Error(ErrorCode::code_expired);
    YX_TRY(const OpenedFacts facts, open_facts(services.keys, *row));
    YX_CHECK(require_messages(transaction, services, facts.delivery.to.channel(), now));
    const Instant possible_at = row->sent_at + code_resend_wait;
    if (now < possible_at) {
        return Error(ErrorCode::too_many_requests, "code resend").retry_in(possible_at - now);
    }
    const auto allowed = take_mobile_allowance(transaction, services.keys, facts.delivery.to, now);
    const bool has_enough = !allowed && allowed.error().code() == ErrorCode::too_many_requests;
    if (!allowed && !(has_enough && row->shown_mobile.empty())) return allowed.error();
    const std::string code = crypto::random_digits(code_length);
    crypto::Digest32 code_hash{};
    if (facts.delivery.is_genuine) {
        code_hash = hash_of_code(services.keys, row->ticket_hash, code);
    } else {
        crypto::fill_random(code_hash);
    }
    YX_CHECK(transaction.execute(
        sql::one_time_code::resend, row->ticket_hash, code_hash, now, now + code_lifetime));
    if (!facts.delivery.is_genuine || !allowed) {
        return write_nothing(transaction, services, row->purpose, now);
    }
    return queue_message(transaction,
                         services,
                         facts.delivery.to,
                         message_for(row->purpose, code, facts.delivery.language),
                         now);
}

Result<std::vector<std::string>> peek_facts(const storage::DataKeys& keys,
                                            const CodeRequestRow& row) {
    YX_TRY(OpenedFacts facts, open_facts(keys, row));
    return std::move(facts.rest);
}

Result<Secret> open_grant(storage::Transaction& transaction,
                          const Services& services,
                          CodePurpose purpose,
                          const std::vector<std::string>& facts,
                          std::chrono::minutes lifetime,
                          Instant now) {
    Secret ticket(crypto::random_token(ticket_bytes));
    const crypto::Digest32 ticket_hash = crypto::sha256(ticket.expose_bytes());
    crypto::Digest32 no_code{};
    crypto::fill_random(no_code);
    std::vector<std::string> packed{"", "nobody"};
    packed.insert(packed.end(), facts.begin(), facts.end());
    YX_CHECK(
        transaction.execute(sql::one_time_code::insert,
                            ticket_hash,
                            purpose,
                            ticket_hash,
                            no_code,
                            services.keys.columns.seal(one_time_code_facts, pack_fields(packed)),
                            std::string_view(),
                            now,
                            now + lifetime));
    return ticket;
}

Result<std::vector<std::string>> find_grant(storage::Reader& reader,
                                            const Services& services,
                                            CodePurpose purpose,
                                            const Secret& ticket,
                                            Instant now) {
    YX_TRY(const auto row, find_open_request(reader, purpose, ticket, now));
    if (!row) return Error(ErrorCode::code_expired, "grant");
    return peek_facts(services.keys, *row);
}

Result<void> use_grant(storage::Transaction& transaction, const Secret& ticket, Instant now) {
    YX_CHECK(transaction.execute(
        sql::one_time_code::use, crypto::sha256(ticket.expose_bytes()), now, Bytes{}));
    return ok();
}

CodeRequestFacts facts_to_show(const CodeRequestRow& row, Instant now) {
    const auto left = std::chrono::ceil<std::chrono::minutes>(row.expires_at - now);
    return {row.shown_mobile, left.count(), row.sent_at + code_resend_wait};
}

}  // namespace yinxin::service
