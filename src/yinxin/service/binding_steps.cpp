// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/binding_steps.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/domain/certificate.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/code_requests.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/binding_attempts.hpp"
#include "yinxin/storage/identity_cases.hpp"
#include "yinxin/storage/persons.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

using storage::BindingOutcome;
using storage::Transaction;

constexpr const char* wrong_proofs = "binding/wrong-proof";
constexpr std::chrono::hours wrong_proof_window{24};
constexpr Allowance requests_per_account{10, std::chrono::hours(1)};

Result<void> audit_refusal(Transaction& transaction,
                           AccountId account,
                           const char* reason,
                           BindingOutcome outcome,
                           Instant now) {
    YX_CHECK(storage::record_binding_attempt(transaction, account, outcome, now));
    return audit_account(
        transaction, domain::EventKind::person_binding_refused, account, now, {{"reason", reason}});
}

}  // namespace

Result<ReadClaim> read_claim(const BindingClaim& claim) {
    constexpr std::int64_t first_year = 1980;
    constexpr std::int64_t last_year = 2100;
    ReadClaim read;
    if (!trim(claim.management_number).empty()) {
        auto number = domain::parse_management_no(claim.management_number);
        if (!number) return Error(std::move(number).error()).with("field", "management_number");
        read.management_number = *std::move(number);
        return read;
    }
    if (trim(claim.exam_year).empty()) {
        return Error(ErrorCode::invalid_input).with("field", "management_number");
    }
    const auto year = parse_integer(trim(claim.exam_year));
    if (!year || *year < first_year || *year > last_year) {
        return Error(ErrorCode::invalid_input).with("field", "exam_year");
    }
    read.exam_year = *year;
    return read;
}

Result<bool> fits_claim(storage::Reader& reader, HolderId holder, const ReadClaim& claim) {
    if (claim.management_number.empty()) {
        return storage::has_exam_year(reader, holder, claim.exam_year);
    }
    return storage::has_management_no(reader, holder, claim.management_number);
}

Result<void> put_binding(Transaction& transaction,
                         const storage::DataKeys& keys,
                         AccountId account,
                         HolderId holder,
                         storage::BindingProof proof,
                         Instant now) {
    YX_CHECK(storage::bind_account(transaction, account, holder, proof, now));
    YX_CHECK(storage::record_binding_attempt(transaction, account, BindingOutcome::bound, now));
    return storage::withdraw_identity_case(transaction, keys, account, now);
}

Result<void> keep_binding(Transaction& transaction,
                          const Services& services,
                          AccountId account,
                          HolderId holder,
                          storage::BindingProof proof,
                          Instant now) {
    YX_CHECK(put_binding(transaction, services.keys, account, holder, proof, now));
    YX_TRY(const auto mobile, storage::find_person_mobile(transaction, services.keys, holder));
    if (mobile) {
        YX_CHECK(queue_message(transaction, services, *mobile, Message{"bound", {}}, now));
    }
    return audit_account(transaction,
                         domain::EventKind::person_bound,
                         account,
                         now,
                         {{"holder", holder.str()}, {"proof", std::string(domain::key(proof))}});
}

std::vector<std::string> pack_proof(const ProvedPerson& proved) {
    std::vector<std::string> facts{proved.holder.str(), std::string(domain::key(proved.proof))};
    if (proved.name && proved.document) {
        facts.push_back(proved.name->value);
        facts.emplace_back(domain::key(proved.document->type));
        facts.push_back(proved.document->number);
    }
    return facts;
}

Result<ProvedPerson> unpack_proof(const std::vector<std::string>& facts) {
    constexpr std::size_t without_identity = 2;
    constexpr std::size_t with_identity = 5;
    if (facts.size() != without_identity && facts.size() != with_identity) {
        return Error(ErrorCode::malformed, "binding facts");
    }
    ProvedPerson proved;
    proved.holder = HolderId{parse_integer(facts[0]).value_or(0)};
    YX_TRY(proved.proof, domain::parse_key<storage::BindingProof>(facts[1]));
    if (facts.size() == with_identity) {
        YX_TRY(const auto type, domain::parse_key<domain::IdDocumentType>(facts[3]));
        proved.name = domain::PersonName{facts[2]};
        proved.document = domain::IdNumber{type, facts[4]};
    }
    return proved;
}

crypto::Digest32 binding_subject(const storage::DataKeys& keys, AccountId account) {
    return keys.index.of("binding-account", account.str());
}

Result<void> check_may_begin(Transaction& transaction,
                             const Services& services,
                             AccountId account,
                             Instant now) {
    YX_TRY(const std::vector<HolderId> holders, storage::list_bound_holders(transaction, account));
    if (!holders.empty()) return Error(ErrorCode::already_bound);
    YX_TRY(const std::int64_t wrong,
           uses_so_far(
               transaction, services.keys, wrong_proofs, account.str(), wrong_proof_window, now));
    if (wrong >= binding_proofs_per_day) return Error(ErrorCode::binding_needs_office);
    return take_allowance(
        transaction, services.keys, "binding/account", account.str(), requests_per_account, now);
}

Result<std::optional<Error>> open_binding(Transaction& transaction,
                                          const Services& services,
                                          AccountId account,
                                          const std::optional<ProvedPerson>& proved,
                                          Language language,
                                          Instant now) {
    NewCodeRequest request;
    request.language = language;
    request.purpose = CodePurpose::binding;
    request.subject = binding_subject(services.keys, account);
    if (proved) {
        YX_TRY(const auto mobile,
               storage::find_person_mobile(transaction, services.keys, proved->holder));
        if (!mobile) {
            YX_CHECK(audit_refusal(
                transaction, account, "no_mobile_on_record", BindingOutcome::no_mobile, now));
            return std::optional(Error(ErrorCode::binding_needs_office));
        }
        const auto allowed = take_mobile_allowance(transaction, services.keys, *mobile, now);
        if (!allowed && allowed.error().code() != ErrorCode::too_many_requests) {
            return allowed.error();
        }
        // Said aloud, this would tell that the proof fits.
        if (!allowed) log::warning("binding.mobile_has_enough", {{"account", account.value}});
        YX_CHECK(storage::record_binding_attempt(
            transaction,
            account,
            allowed ? BindingOutcome::code_sent : BindingOutcome::code_withheld,
            now));
        request.is_genuine = true;
        request.is_silent = !allowed;
        request.to = *mobile;
        request.facts = pack_proof(*proved);
    } else {
        YX_CHECK(count_use(
            transaction, services.keys, wrong_proofs, account.str(), wrong_proof_window, now));
        YX_CHECK(audit_refusal(transaction, account, "proof", BindingOutcome::proof_wrong, now));
    }
    YX_CHECK(transaction.execute(
        storage::sql::one_time_code::close_for_subject, request.subject, request.purpose, now));
    YX_CHECK(open_code_request(transaction, services, request, now));
    return std::optional<Error>();
}

}  // namespace yinxin::service
