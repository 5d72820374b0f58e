// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/verification.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/service/confined_reading.hpp"
#include "yinxin/service/registered_copies.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/verify/read.hpp"

namespace yinxin::service {
namespace {

using storage::Reader;
using storage::Transaction;

/// A check is kept where the holder can see it; who is not known is counted.
Result<void> record_check(Transaction& transaction,
                          const Services& services,
                          const RegisterEntry& entry,
                          const FileQuestion& question,
                          const verify::Report& report,
                          Instant now) {
    if (question.checker.kind == storage::CheckerKind::anonymous) {
        return storage::count_copy_check(transaction, entry.key, domain::key(question.door), now);
    }
    return storage::insert_check(transaction,
                                 services.keys,
                                 {entry.key.holder,
                                  entry.line,
                                  entry.copy.copy_no,
                                  question.door,
                                  question.checker,
                                  std::string(domain::key(report.verdict)),
                                  now});
}

/// Sealed with our key and unknown to the register: either the register lost a row or somebody
/// else has the key. Nobody may find this in a log alone.
Result<void> raise_alarm(Transaction& transaction, const verify::Report& report, Instant now) {
    log::error("verify.not_issued", {{"sha256", report.sha256}});
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

Task<Result<verify::Report>> verify_file(Services& services, FileQuestion question) {
    const Instant now = services.clock.now();
    if (question.file.size() > verify::ReadLimits{}.file_bytes) {
        co_return Error(ErrorCode::too_large, "more than 10 MiB");
    }
    YX_CO_TRY(const verify::Claims claims,
              co_await read_claims(services, std::move(question.file)));
    YX_CO_TRY(const Consulted consulted, co_await services.store.read([&](Reader& reader) {
        return consult_register(reader, services.keys, services.settings.public_url, claims);
    }));
    YX_CO_CHECK(check_was_read(claims, consulted.answer));
    const verify::Trust nobody;
    const verify::Trust& trust = services.trust != nullptr ? *services.trust : nobody;
    const verify::Question asked{question.recipient, question.at.value_or(now)};
    YX_CO_TRY(verify::Report report, co_await flow::on_pool(services.cpu, [&] {
                  return judge_claims(claims, trust, consulted.answer, asked, now);
              }));
    const bool is_alarm = report.verdict == verify::Verdict::not_issued &&
                          verify::deciding_code(report) == "register.unknown";
    if (consulted.entry || is_alarm) {
        YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) -> Result<void> {
            if (is_alarm) YX_CHECK(raise_alarm(transaction, report, now));
            if (!consulted.entry) return ok();
            return record_check(transaction, services, *consulted.entry, question, report, now);
        }));
    }
    co_return report;
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
