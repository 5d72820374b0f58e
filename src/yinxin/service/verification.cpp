// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/verification.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/service/confined_reading.hpp"
#include "yinxin/storage/alarms.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/statistics.hpp"
#include "yinxin/verify/read.hpp"

namespace yinxin::service {
namespace {

using storage::Reader;
using storage::Transaction;

/// A check is kept where the holder can see it; who is not known is counted.
Result<void> record_check(Transaction& transaction,
                          const Services& services,
                          const RegisterEntry& entry,
                          storage::Door door,
                          const storage::Checker& checker,
                          const verify::Report& report,
                          Instant now) {
    domain::CountKey counted = entry.counted;
    counted.detail = domain::key(door);
    YX_CHECK(
        storage::count_event(transaction, domain::Measure::verifications, counted, civil_day(now)));
    if (checker.kind == storage::CheckerKind::anonymous) {
        return storage::count_copy_check(transaction, entry.key, domain::key(door), now);
    }
    return storage::insert_check(transaction,
                                 services.keys,
                                 {entry.key.holder,
                                  entry.line,
                                  entry.copy.copy_no,
                                  door,
                                  checker,
                                  std::string(domain::key(report.verdict)),
                                  now});
}

/// Whether the register misses a file that our key has sealed; a receipt is no such file.
bool is_alarming(const verify::Report& report) {
    return report.verdict == verify::Verdict::not_issued &&
           verify::deciding_code(report) == "register.unknown";
}

/// Sealed with our key and unknown to the register: either the register lost a row or somebody
/// else has the key. Nobody may find this in a log alone.
Result<void> tell_unissued(Transaction& transaction, const verify::Report& report, Instant now) {
    log::error("verify.not_issued", {{"sha256", report.sha256}});
    YX_CHECK(storage::raise_alarm(
        transaction,
        {domain::AlarmKind::unissued_file, "file:" + report.sha256, "", "not_issued"},
        now));
    return storage::append_audit(transaction,
                                 {now,
                                  domain::ActorKind::system,
                                  "verify",
                                  domain::EventKind::unissued_file_seen,
                                  "file:" + report.sha256,
                                  {{"signer", report.signer ? report.signer->sha256 : ""}}});
}

Result<verify::Report> judge_claims(const verify::Claims& claims,
                                    const verify::Trust& trust,
                                    const verify::RegisterAnswer& answer,
                                    const verify::Question& question,
                                    Instant now) {
    return verify::judge(claims, trust, &answer, question, now);
}

}  // namespace

Task<Result<verify::Claims>> read_claims(Services& services, Bytes file) {
    if (services.read_file) co_return co_await services.read_file(std::move(file));
    co_return co_await flow::on_pool(services.cpu,
                                     [file = std::move(file)] { return verify::read(file); });
}

Task<Result<JudgedFile>> judge_file(Services& services,
                                    Bytes file,
                                    std::optional<std::string> recipient,
                                    std::optional<Instant> at) {
    const Instant now = services.clock.now();
    if (file.size() > verify::ReadLimits{}.file_bytes) {
        co_return Error(ErrorCode::too_large, "more than 10 MiB");
    }
    YX_CO_TRY(const verify::Claims claims, co_await read_claims(services, std::move(file)));
    YX_CO_TRY(Consulted consulted, co_await services.store.read([&](Reader& reader) {
        return consult_register(reader, services.keys, services.settings.public_url, claims);
    }));
    YX_CO_CHECK(check_was_read(claims, consulted.answer));
    const verify::Trust nobody;
    const verify::Trust& trust = services.trust != nullptr ? *services.trust : nobody;
    const verify::Question asked{recipient, at.value_or(now)};
    YX_CO_TRY(verify::Report report, co_await flow::on_pool(services.cpu, [&] {
                  return judge_claims(claims, trust, consulted.answer, asked, now);
              }));
    co_return JudgedFile{std::move(report), std::move(consulted.entry)};
}

Result<void> keep_judged(Transaction& transaction,
                         const Services& services,
                         const JudgedFile& judged,
                         storage::Door door,
                         const storage::Checker& checker,
                         Instant now) {
    if (is_alarming(judged.report)) YX_CHECK(tell_unissued(transaction, judged.report, now));
    if (!judged.entry) return ok();
    return record_check(transaction, services, *judged.entry, door, checker, judged.report, now);
}

Task<Result<verify::Report>> verify_file(Services& services, FileQuestion question) {
    const Instant now = services.clock.now();
    YX_CO_TRY(
        JudgedFile judged,
        co_await judge_file(services, std::move(question.file), question.recipient, question.at));
    // Most files of strangers leave nothing to keep: the writer is not asked for it.
    if (judged.entry || is_alarming(judged.report)) {
        YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) {
            return keep_judged(transaction, services, judged, question.door, question.checker, now);
        }));
    }
    co_return std::move(judged.report);
}

Task<Result<verify::RegisteredCopy>> find_registered_copy(Services& services, std::string name) {
    co_return co_await services.store.read([&](Reader& reader) -> Result<verify::RegisteredCopy> {
        YX_TRY(const auto key, find_copy_by_name(reader, services.settings.public_url, name));
        if (!key) return Error(ErrorCode::not_found, "no copy of this name");
        YX_TRY(auto entry, read_register(reader, services.keys, *key));
        if (!entry) return Error(ErrorCode::not_found, "copy not in the register");
        return std::move(entry->copy);
    });
}

verify::Report judge_registered(const verify::RegisteredCopy& copy,
                                const std::optional<std::string>& recipient,
                                Instant at) {
    return verify::judge_copy(copy, {recipient, at}, at);
}

}  // namespace yinxin::service
