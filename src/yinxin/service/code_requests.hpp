// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/recipient.hpp"
#include "yinxin/service/one_time_codes.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// The life of one request for a code: opened, sent again, entered. What login, registration and
/// binding have in common.
namespace yinxin::service {

enum class CodePurpose {
    login,
    registration,
    binding,
    query,             ///< 证书查询: to the verifier's own mobile
    bulk,              ///< 批量核验: the same
    account_data,      ///< 我的数据: to the account's own mobile, as is the next
    account_close,     ///< 注销账号
    recover_name,      ///< 找回账号: to the account's mobile, which then reads its user name
    recover_password,  ///< the same, and then sets a new password
    recover_mobile,    ///< to the new mobile that is to take the place of a lost one
    recover_office,    ///< to the mobile at which the office is to answer
    office_form,       ///< no code: whoever proved a mobile may write to the office
    objection,         ///< to the old mobile, whose owner did not ask for another
    step_up,           ///< 确认是您本人: to the account's own mobile
    mobile_new,        ///< 更换手机: to the new mobile of somebody who is logged in
    second_login,      ///< no code: whoever proved the first factor may show the second
    office_case,       ///< to the mobile of a request to the office, whose state is looked at
    office_case_open,  ///< no code: whoever had one sees and adds
    agent,             ///< to the mobile of somebody who asks for another with written authority
    agent_form,        ///< no code: whoever proved that mobile may send the form
    mail_new,          ///< 邮箱: to the mail address an account is to have its notices at
};

}  // namespace yinxin::service

template <>
struct yinxin::domain::KeyTable<yinxin::service::CodePurpose> {
    static constexpr std::array<Keyed<service::CodePurpose>, 21> rows{{
        {service::CodePurpose::login, "login"},
        {service::CodePurpose::registration, "register"},
        {service::CodePurpose::binding, "bind"},
        {service::CodePurpose::query, "query"},
        {service::CodePurpose::bulk, "bulk"},
        {service::CodePurpose::account_data, "account_data"},
        {service::CodePurpose::account_close, "account_close"},
        {service::CodePurpose::recover_name, "recover_name"},
        {service::CodePurpose::recover_password, "recover_password"},
        {service::CodePurpose::recover_mobile, "recover_mobile"},
        {service::CodePurpose::recover_office, "recover_office"},
        {service::CodePurpose::office_form, "office_form"},
        {service::CodePurpose::objection, "objection"},
        {service::CodePurpose::step_up, "step_up"},
        {service::CodePurpose::mobile_new, "mobile_new"},
        {service::CodePurpose::second_login, "second_login"},
        {service::CodePurpose::office_case, "office_case"},
        {service::CodePurpose::office_case_open, "office_case_open"},
        {service::CodePurpose::agent, "agent"},
        {service::CodePurpose::agent_form, "agent_form"},
        {service::CodePurpose::mail_new, "mail_new"},
    }};
};

namespace yinxin::service {

/// A request to be opened.
struct NewCodeRequest {
    CodePurpose purpose = CodePurpose::login;
    crypto::Digest32 subject{};        ///< index of the mobile or the account it is for
    domain::Recipient to;              ///< where the code goes; kept sealed
    bool is_genuine = false;           ///< false: nothing is sent and no code will ever fit
    bool is_silent = false;            ///< genuine, but this mobile has had enough messages
    std::string shown_mobile;          ///< masked, for the page; may be empty
    std::vector<std::string> facts;    ///< what is to be done with the right code; kept sealed
    Language language = Language::zh;  ///< of the page that asked
};

/// Addresses that asked for a mobile no more than so often in a day share what is kept for them.
inline constexpr std::int64_t fresh_address_asks = 2;
inline constexpr std::int64_t codes_for_fresh_addresses = 4;

/// Counts a message to this mobile that somebody without a session asks for. When the mobile has
/// had enough there is something left for a browser the account knows, and for addresses that have
/// hardly asked for it: whoever asks for codes to somebody's mobile all day does not keep him out.
/// @param account  whose mobile it is; not set: nobody's
/// @error too_many_requests
Result<void> take_asked_code(storage::Transaction& transaction,
                             const storage::DataKeys& keys,
                             const domain::Mobile& mobile,
                             AccountId account,
                             const Origin& origin,
                             Instant now);
/// Counts a message to this mobile, or mail address. @error too_many_requests
Result<void> take_mobile_allowance(storage::Transaction& transaction,
                                   const storage::DataKeys& keys,
                                   const domain::Recipient& to,
                                   Instant now);
/// Counts a request from this address. @error too_many_requests
Result<void> take_address_allowance(storage::Transaction& transaction,
                                    const storage::DataKeys& keys,
                                    const Origin& origin,
                                    Instant now);

/// Writes the request and its message.
/// @error messages.unavailable, messages.mail_unavailable  whoever asks.
Result<CodeTicket> open_code_request(storage::Transaction& transaction,
                                     const Services& services,
                                     const NewCodeRequest& request,
                                     Instant now);

/// An open request as stored.
struct CodeRequestRow {
    Bytes ticket_hash;
    CodePurpose purpose = CodePurpose::login;
    Bytes subject;
    Bytes code_hash;
    Bytes facts_sealed;
    std::string shown_mobile;
    std::int64_t attempts = 0;
    std::int64_t sends = 0;
    Instant sent_at{};
    Instant expires_at{};
};
/// @param purpose  a ticket of another one leads nowhere
Result<std::optional<CodeRequestRow>> find_open_request(storage::Reader& reader,
                                                        CodePurpose purpose,
                                                        const Secret& ticket,
                                                        Instant now);
/// The newest one of a subject.
Result<std::optional<CodeRequestRow>> find_open_request(storage::Reader& reader,
                                                        CodePurpose purpose,
                                                        const crypto::Digest32& subject,
                                                        Instant now);

/// What entering a code came to. A refusal is a value, so that the count of attempts stays.
struct CodeEntry {
    std::optional<Error> refusal;
    std::vector<std::string> facts;  ///< if there is no refusal
};
/// Counts the attempt and compares; a right code is used up.
/// @param row  none: refused as account.code_expired
Result<CodeEntry> enter_code(storage::Transaction& transaction,
                             const Services& services,
                             const std::optional<CodeRequestRow>& row,
                             const std::string& code,
                             Instant now);

/// Sends another code for the same request.
/// Where the page does not say which mobile it is, one that has had enough messages gets none and
/// the answer stays the same: said aloud, it would tell that there is one.
/// @error too_many_requests, account.code_expired, messages.unavailable, messages.mail_unavailable
Result<void> resend(storage::Transaction& transaction,
                    const Services& services,
                    const std::optional<CodeRequestRow>& row,
                    Instant now);

/// What is to be done with the right code, before it is known whether it is right; for rules that
/// must refuse alike whether or not it is. @error crypto.unsealing_failed, malformed
Result<std::vector<std::string>> peek_facts(const storage::DataKeys& keys,
                                            const CodeRequestRow& row);

/// A ticket that lets somebody go on for a while who has just entered a right code; no code fits
/// it.
Result<Secret> open_grant(storage::Transaction& transaction,
                          const Services& services,
                          CodePurpose purpose,
                          const std::vector<std::string>& facts,
                          std::chrono::minutes lifetime,
                          Instant now);
/// Its facts. @error account.code_expired  unknown, used or over
Result<std::vector<std::string>> find_grant(storage::Reader& reader,
                                            const Services& services,
                                            CodePurpose purpose,
                                            const Secret& ticket,
                                            Instant now);
/// Nobody can go on with it any more.
Result<void> use_grant(storage::Transaction& transaction, const Secret& ticket, Instant now);

/// What the page shows.
[[nodiscard]] CodeRequestFacts facts_to_show(const CodeRequestRow& row, Instant now);

}  // namespace yinxin::service
