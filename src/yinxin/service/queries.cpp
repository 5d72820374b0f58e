// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/queries.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/typed_line.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/certificate_match.hpp"
#include "yinxin/service/code_requests.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/statistics.hpp"

namespace yinxin::service {
namespace {

using domain::EventKind;
using storage::Reader;
using storage::Transaction;

constexpr std::chrono::hours hour{1};
constexpr std::chrono::hours day{24};
constexpr std::size_t query_facts = 4;

crypto::Digest32 subject_of(const storage::DataKeys& keys, AccountId account) {
    return keys.index.of("query", account.str());
}

/// Every field, before anything is counted; the purpose comes out as it is kept.
Result<CertificateClaim> check_fields(Query& query) {
    YX_TRY(CertificateClaim claim,
           parse_certificate_claim(query.name, query.id_number, query.management_number));
    auto purpose = domain::parse_purpose(query.purpose);
    if (!purpose) return std::move(purpose).error().with("field", "purpose");
    query.purpose = *std::move(purpose);
    return claim;
}

Result<void> take_allowances(Transaction& transaction,
                             const storage::DataKeys& keys,
                             AccountId account,
                             const CertificateClaim& claim,
                             HumanProof proof,
                             Instant now) {
    const std::string who = account.str();
    const auto take = [&](std::string_view purpose, const std::string& whose, Allowance allowance) {
        return take_allowance(transaction, keys, purpose, whose, allowance, now);
    };
    if (proof == HumanProof::question) {
        YX_CHECK(take("query/question", who, {queries_by_question_hour, hour}));
    }
    YX_CHECK(take("query/account-hour", who, {queries_per_account_hour, hour}));
    YX_CHECK(take("query/account-day", who, {queries_per_account_day, day}));
    return take("query/target", claim.documents.front().number, {queries_per_target_hour, hour});
}

Result<void> open_query(Transaction& transaction,
                        const Services& services,
                        AccountId account,
                        const Query& query,
                        Language language,
                        Instant now) {
    YX_TRY(const storage::AccountRow row, storage::find_account(transaction, account));
    YX_TRY(const storage::AccountIdentity identity, storage::open_identity(services.keys, row));
    NewCodeRequest request;
    request.purpose = CodePurpose::query;
    request.language = language;
    request.subject = subject_of(services.keys, account);
    if (identity.mobile.e164.empty()) return Error(ErrorCode::mobile_missing);
    request.to = identity.mobile;
    request.is_genuine = true;
    request.shown_mobile = domain::masked_mobile(identity.mobile);
    request.facts = {query.name, query.id_number, query.management_number, query.purpose};
    YX_CHECK(open_code_request(transaction, services, request, now));
    return audit_account(transaction, EventKind::query_asked, account, now);
}

Result<std::optional<CodeRequestRow>> find_own_request(Reader& reader,
                                                       const Services& services,
                                                       AccountId account,
                                                       Instant now) {
    return find_open_request(reader, CodePurpose::query, subject_of(services.keys, account), now);
}

Result<void> keep_check(Transaction& transaction,
                        const Services& services,
                        const storage::CertificateRecord& record,
                        const QueryAnswer& answer,
                        storage::Checker checker) {
    // A delay belongs to the purpose it was asked for with; who has chosen another one since the
    // question is shown at once.
    if (checker.purpose != answer.asked.purpose) checker.visible_from.reset();
    checker.purpose = answer.asked.purpose;
    storage::NewCheck check;
    check.holder = record.holder;
    check.line = record.line;
    check.door = storage::Door::query;
    check.checker = std::move(checker);
    check.outcome = answer.outcome() == "valid" ? "VALID" : "REVOKED";
    check.at = answer.at;
    YX_CHECK(storage::count_event(transaction,
                                  domain::Measure::verifications,
                                  domain::count_key(record.face, "query"),
                                  civil_day(answer.at)));
    return storage::insert_check(transaction, services.keys, check);
}

/// The token of the answer, or the refusal; both are kept.
struct Entered {
    std::string token;
    std::optional<Error> refusal;
};

Result<std::string> answer_query(Transaction& transaction,
                                 const Services& services,
                                 AccountId account,
                                 storage::Checker checker,
                                 Query asked,
                                 Instant now) {
    QueryAnswer answer;
    answer.asked = std::move(asked);
    answer.at = now;
    YX_TRY(const CertificateClaim claim, check_fields(answer.asked));
    answer.masked_id = domain::masked(claim.documents.front());
    YX_TRY(const auto record, find_claimed_certificate(transaction, services.keys, claim));
    if (record) {
        answer.found = queried(*record);
        YX_CHECK(keep_check(transaction, services, *record, answer, std::move(checker)));
    }
    return keep_query_answer(transaction, services.keys, account, answer);
}

Result<Entered> enter(Transaction& transaction,
                      const Services& services,
                      AccountId account,
                      storage::Checker checker,
                      const std::string& code,
                      Instant now) {
    YX_TRY(const auto row, find_own_request(transaction, services, account, now));
    YX_TRY(CodeEntry entry, enter_code(transaction, services, row, code, now));
    Entered entered;
    entered.refusal = std::move(entry.refusal);
    if (entered.refusal) return entered;
    if (entry.facts.size() != query_facts) return Error(ErrorCode::malformed, "query facts");
    Query asked{entry.facts[0], entry.facts[1], entry.facts[2], entry.facts[3]};
    YX_TRY(entered.token,
           answer_query(transaction, services, account, std::move(checker), std::move(asked), now));
    YX_CHECK(audit_account(transaction, EventKind::query_answered, account, now));
    return entered;
}

}  // namespace

Task<Result<void>> begin_query(
    Services& services, AccountId account, Query query, HumanAnswer human, Origin origin) {
    const Instant now = services.clock.now();
    query = {std::string(trim(query.name)),
             std::string(trim(query.id_number)),
             std::string(trim(query.management_number)),
             std::string(trim(query.purpose))};
    const auto claim = check_fields(query);
    if (!claim) co_return claim.error();
    const auto proof = check_human(services.keys, account, human, now);
    if (!proof) co_return proof.error();
    auto open = [&services, account, query, human, origin, claim = *claim, proof = *proof, now](
                    Transaction& transaction) -> Result<void> {
        YX_CHECK(use_human_challenge(transaction, human.challenge, now));
        YX_CHECK(take_address_allowance(transaction, services.keys, origin, now));
        YX_CHECK(take_allowances(transaction, services.keys, account, claim, proof, now));
        return open_query(transaction, services, account, query, origin.language, now);
    };
    co_return co_await services.store.write(open);
}

Task<Result<CodeRequestFacts>> find_query_request(Services& services, AccountId account) {
    const Instant now = services.clock.now();
    auto read = [&services, account, now](Reader& reader) -> Result<CodeRequestFacts> {
        YX_TRY(const auto row, find_own_request(reader, services, account, now));
        if (!row) return Error(ErrorCode::code_expired);
        return facts_to_show(*row, now);
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> resend_query_code(Services& services, AccountId account) {
    const Instant now = services.clock.now();
    auto again = [&services, account, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const auto row, find_own_request(transaction, services, account, now));
        return resend(transaction, services, row, now);
    };
    co_return co_await services.store.write(again);
}

Task<Result<std::string>> confirm_query(Services& services,
                                        AccountId account,
                                        storage::Checker checker,
                                        std::string code) {
    const Instant now = services.clock.now();
    auto run = [&services, account, checker, code, now](Transaction& transaction) {
        return enter(transaction, services, account, checker, code, now);
    };
    auto entered = co_await services.store.write(run);
    if (!entered) co_return std::move(entered).error();
    if (entered->refusal) co_return *entered->refusal;
    co_return std::move(entered->token);
}

}  // namespace yinxin::service
