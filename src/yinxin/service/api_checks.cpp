// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/api_checks.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/domain/person_name.hpp"
#include "yinxin/service/comparison.hpp"
#include "yinxin/service/offline_text.hpp"
#include "yinxin/service/registered_copies.hpp"
#include "yinxin/service/sandbox_register.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/service/verification.hpp"
#include "yinxin/signing/offline_code.hpp"
#include "yinxin/storage/api_changes.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/statistics.hpp"

namespace yinxin::service {
namespace {

using storage::CertificateRecord;
using storage::LineKey;
using storage::Reader;
using storage::Transaction;
using storage::UsageSpan;

/// Wrong answers about one number that close it for the client, and for how long.
constexpr std::int64_t wrong_answers = 5;
constexpr std::chrono::hours closed_for{1};
constexpr std::string_view wrong_answers_bucket = "api/number";

std::string bucket_subject(const ApiCall& call, std::string_view number) {
    return call.client.id.str() + ":" + std::string(number);
}

/// Who has guessed enough today hears no more.
Result<void> check_misses(Reader& reader, const ApiCall& call) {
    YX_TRY(const std::int64_t misses,
           storage::usage_so_far(reader, call.client.id, UsageSpan::misses, call.at));
    if (misses < call.client.misses) return ok();
    return Error(ErrorCode::api_too_many_misses, "client " + call.client.id.str())
        .retry_in(storage::span_ends(UsageSpan::misses, call.at) - call.at);
}

/// Counts a question that named nothing; the operator hears of a client that runs out.
Result<void> count_miss(Transaction& transaction, const ApiCall& call) {
    YX_TRY(const std::int64_t misses,
           storage::count_usage(transaction, call.client.id, UsageSpan::misses, call.at));
    if (misses == call.client.misses) {
        log::warning("api.misses_used_up", {{"client", call.client.id.str()}});
    }
    return ok();
}

Result<void> follow(Transaction& transaction, const ApiCall& call, storage::Watched watched) {
    if (!call.scopes.contains(domain::ClientScope::changes)) return ok();
    return storage::watch(transaction, call.client.id, watched, call.at);
}

storage::Watched sandbox_watched(const ApiCall& call, const SandboxCertificate& certificate) {
    // A certificate and its one copy have the same number in the sandbox.
    return {storage::sandbox_holder(call.client.id),
            certificate.line,
            CopyId{certificate.line.value},
            certificate.copy.copy_no};
}

verify::Verdict verdict_of(const CertificateRecord& record) {
    const bool is_good =
        storage::is_released(record) && record.status == domain::CertificateStatus::valid;
    return is_good ? verify::Verdict::valid : verify::Verdict::revoked;
}

struct TypedQuestion {
    std::string number;
    domain::PersonName name;
};

Result<TypedQuestion> parse_question(const CertificateQuestion& question) {
    TypedQuestion typed;
    YX_TRY(typed.number, domain::parse_management_no(question.number));
    const auto name = domain::parse_person_name(question.name);
    if (!name) return Error(ErrorCode::invalid_input, "name").with("member", "name");
    typed.name = *name;
    return typed;
}

Result<std::optional<CertificateRecord>> find_certificate_of(Reader& reader,
                                                             const Services& services,
                                                             const TypedQuestion& typed) {
    YX_TRY(std::optional<LineKey> key, storage::find_line_by_management_no(reader, typed.number));
    if (!key) {
        YX_TRY(key, storage::find_line_by_certificate_no(reader, typed.number));
    }
    if (!key) return std::optional<CertificateRecord>();
    YX_TRY(auto record, storage::find_certificate(reader, services.keys, key->holder, key->line));
    if (!record || !storage::is_known(*record)) return std::optional<CertificateRecord>();
    if (!domain::same_name(typed.name, {record->face.name})) {
        return std::optional<CertificateRecord>();
    }
    return record;
}

CertificateStanding standing_of(const CertificateRecord& record, std::string certificate_id) {
    const domain::FaceData& face = record.face;
    return {std::move(certificate_id),
            face.kind,
            face.title,
            face.qualification,
            face.level,
            face.specialty,
            face.issuer,
            face.approved_on,
            face.issued_on,
            record.status,
            record.status_at,
            storage::is_recalled(record),
            storage::is_stopped(record)};
}

CertificateStanding standing_of(const SandboxCertificate& certificate, std::string certificate_id) {
    const verify::RegisteredCopy& copy = certificate.copy;
    return {std::move(certificate_id),
            domain::CertificateKind::certificate,
            copy.title,
            copy.qualification,
            copy.level,
            copy.specialty,
            copy.issuer,
            copy.approved_on,
            copy.issued_on,
            copy.status,
            copy.status_at,
            copy.is_recalled,
            copy.is_stopped};
}

/// Every miss is counted against the day and against the number.
Result<void> record_wrong(Transaction& transaction,
                          const Services& services,
                          const ApiCall& call,
                          std::string_view number) {
    YX_CHECK(count_miss(transaction, call));
    YX_CHECK(count_use(transaction,
                       services.keys,
                       wrong_answers_bucket,
                       bucket_subject(call, number),
                       closed_for,
                       call.at));
    return ok();
}

Result<void> record_found(Transaction& transaction,
                          const Services& services,
                          const ApiCall& call,
                          const CertificateRecord& record) {
    YX_CHECK(storage::count_event(transaction,
                                  domain::Measure::verifications,
                                  domain::count_key(record.face, "api"),
                                  civil_day(call.at)));
    YX_CHECK(storage::insert_check(transaction,
                                   services.keys,
                                   {record.holder,
                                    record.line,
                                    std::nullopt,
                                    storage::Door::api,
                                    call.checker(),
                                    std::string(domain::key(verdict_of(record))),
                                    call.at}));
    return follow(transaction, call, {record.holder, record.line, CopyId{}, ""});
}

Result<void> check_open(Reader& reader,
                        const Services& services,
                        const ApiCall& call,
                        std::string_view number) {
    YX_CHECK(check_misses(reader, call));
    YX_TRY(const std::int64_t wrong,
           uses_so_far(reader,
                       services.keys,
                       wrong_answers_bucket,
                       bucket_subject(call, number),
                       closed_for,
                       call.at));
    if (wrong < wrong_answers) return ok();
    return Error(ErrorCode::too_many_requests, "number closed").retry_in(closed_for);
}

std::string id_for(const Services& services, const ApiCall& call, LineId line) {
    return storage::certificate_id_for(services.keys, call.client.id, line);
}

Error not_found() {
    return Error(ErrorCode::not_found, "nothing of this name");
}

/// The certificate of the sandbox that fits, followed from now on.
Task<Result<CertificateStanding>> ask_sandbox_certificate(Services& services,
                                                          const ApiCall& call,
                                                          const TypedQuestion& typed) {
    const auto found = find_sandbox_number(typed.number, call.at);
    const bool is_right = found && domain::same_name(typed.name, {std::string(sandbox_person)});
    if (!is_right) co_return not_found();
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) {
        return follow(transaction, call, sandbox_watched(call, *found));
    }));
    co_return standing_of(*found, id_for(services, call, found->line));
}

Task<Result<CopyAnswer>> ask_sandbox_copy(Services& services,
                                          const ApiCall& call,
                                          const CopyQuestion& question) {
    const auto found = find_sandbox_copy(question.copy, call.at);
    if (!found) co_return not_found();
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) {
        return follow(transaction, call, sandbox_watched(call, *found));
    }));
    CopyAnswer answer{judge_registered(found->copy, question.recipient, call.at),
                      id_for(services, call, found->line)};
    if (question.person) {
        answer.is_match = question.person->name == sandbox_person &&
                          to_upper_ascii(question.person->id_tail) == sandbox_id_tail;
    }
    co_return answer;
}

Task<Result<CopyAnswer>> ask_sandbox_file(Services& services,
                                          const ApiCall& call,
                                          const FileToCheck& question) {
    const SandboxFile judged = judge_sandbox_file(
        question.file, {question.recipient, question.at.value_or(call.at)}, call.at);
    CopyAnswer answer{judged.report, ""};
    if (!judged.certificate) co_return answer;
    answer.certificate_id = id_for(services, call, judged.certificate->line);
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) {
        return follow(transaction, call, sandbox_watched(call, *judged.certificate));
    }));
    co_return answer;
}

Result<std::optional<RegisterEntry>> find_entry(Reader& reader,
                                                const Services& services,
                                                std::string_view name) {
    YX_TRY(const auto key, find_copy_by_name(reader, services.settings.public_url, name));
    if (!key) return std::optional<RegisterEntry>();
    return read_register(reader, services.keys, *key);
}

storage::Watched watched_of(const RegisterEntry& entry) {
    return {entry.key.holder, entry.line, entry.key.copy, entry.copy.copy_no};
}

Result<void> record_copy(Transaction& transaction,
                         const Services& services,
                         const ApiCall& call,
                         const RegisterEntry& entry,
                         const verify::Report& report) {
    domain::CountKey counted = entry.counted;
    counted.detail = "api";
    YX_CHECK(storage::count_event(
        transaction, domain::Measure::verifications, counted, civil_day(call.at)));
    YX_CHECK(storage::insert_check(transaction,
                                   services.keys,
                                   {entry.key.holder,
                                    entry.line,
                                    entry.copy.copy_no,
                                    storage::Door::api,
                                    call.checker(),
                                    std::string(domain::key(report.verdict)),
                                    call.at}));
    return follow(transaction, call, watched_of(entry));
}

}  // namespace

Task<Result<CertificateStanding>> ask_certificate(Services& services,
                                                  const ApiCall& call,
                                                  CertificateQuestion question) {
    YX_CO_TRY(const TypedQuestion typed, parse_question(question));
    if (call.is_sandbox()) co_return co_await ask_sandbox_certificate(services, call, typed);
    YX_CO_TRY(const std::optional<CertificateRecord> record,
              co_await services.store.read(
                  [&](Reader& reader) -> Result<std::optional<CertificateRecord>> {
                      YX_CHECK(check_open(reader, services, call, typed.number));
                      return find_certificate_of(reader, services, typed);
                  }));
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) {
        return record ? record_found(transaction, services, call, *record)
                      : record_wrong(transaction, services, call, typed.number);
    }));
    if (!record) co_return not_found();
    co_return standing_of(*record, id_for(services, call, record->line));
}

Task<Result<CopyAnswer>> ask_copy(Services& services, const ApiCall& call, CopyQuestion question) {
    if (call.is_sandbox()) co_return co_await ask_sandbox_copy(services, call, question);
    YX_CO_TRY(
        const std::optional<RegisterEntry> entry,
        co_await services.store.read([&](Reader& reader) -> Result<std::optional<RegisterEntry>> {
            YX_CHECK(check_misses(reader, call));
            return find_entry(reader, services, question.copy);
        }));
    if (!entry) {
        YX_CO_CHECK(co_await services.store.write(
            [&](Transaction& transaction) { return count_miss(transaction, call); }));
        co_return not_found();
    }
    CopyAnswer answer{judge_registered(entry->copy, question.recipient, call.at),
                      id_for(services, call, entry->line)};
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) {
        return record_copy(transaction, services, call, *entry, answer.report);
    }));
    if (question.person) {
        YX_CO_TRY(
            const MatchAnswer match,
            co_await match_copy(
                services, entry->copy.token, question.person->name, question.person->id_tail));
        answer.is_match = match.is_match;
    }
    co_return answer;
}

Task<Result<CopyAnswer>> ask_code(Services& services, const ApiCall& call, CodeQuestion question) {
    const bool is_offline = trim(question.text).starts_with(signing::offline_prefix);
    if (is_offline && !call.is_sandbox()) {
        YX_CO_TRY(verify::Report report, co_await services.store.read([&](Reader& reader) {
            return judge_offline_text(reader, question.text, {question.recipient, call.at});
        }));
        if (report.integrity != verify::Integrity::full)
            co_return CopyAnswer{std::move(report), ""};
        // Its signature is right: now the register can say how the copy stands.
        question.text = report.face.copy_no;
    }
    co_return co_await ask_copy(
        services, call, {std::move(question.text), std::move(question.recipient), std::nullopt});
}

Task<Result<CopyAnswer>> ask_file(Services& services, const ApiCall& call, FileToCheck question) {
    if (call.is_sandbox()) co_return co_await ask_sandbox_file(services, call, question);
    FileQuestion asked{std::move(question.file),
                       question.recipient,
                       question.at,
                       call.checker(),
                       storage::Door::api};
    YX_CO_CHECK(
        co_await services.store.read([&](Reader& reader) { return check_misses(reader, call); }));
    YX_CO_TRY(verify::Report report, co_await verify_file(services, std::move(asked)));
    CopyAnswer answer{std::move(report), ""};
    if (!answer.report.copy) {
        // A file may be made to name any copy: one that names none of ours is a guess as well.
        if (answer.report.face.copy_no.empty()) co_return answer;
        YX_CO_CHECK(co_await services.store.write(
            [&](Transaction& transaction) { return count_miss(transaction, call); }));
        co_return answer;
    }
    YX_CO_TRY(const std::optional<RegisterEntry> entry,
              co_await services.store.read([&](Reader& reader) {
                  return find_entry(reader, services, answer.report.copy->copy_no);
              }));
    if (!entry) co_return answer;
    answer.certificate_id = id_for(services, call, entry->line);
    // The check itself is kept by verify_file.
    YX_CO_CHECK(co_await services.store.write(
        [&](Transaction& transaction) { return follow(transaction, call, watched_of(*entry)); }));
    co_return answer;
}

}  // namespace yinxin::service
