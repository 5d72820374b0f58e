// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/exchange.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/new_file.hpp"
#include "yinxin/cli/verify_bench.hpp"
#include "yinxin/service/exchange_directory.hpp"
#include "yinxin/service/exchange_package.hpp"
#include "yinxin/storage/audit_log.hpp"

#include <cstdio>
#include <pwd.h>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

namespace yinxin::cli {
namespace {

constexpr std::size_t most_reason_characters = 200;

int fail(const Error& error) {
    fmt::print(stderr, "yinxin export: {}\n", error.describe());
    return exit_failed;
}

/// Who typed it, as the system knows him.
std::string operator_name() {
    const uid_t uid = ::getuid();
    passwd entry{};
    passwd* found = nullptr;
    std::vector<char> buffer(4096);
    const int failed = ::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
    const std::string number = std::to_string(uid);
    return failed == 0 && found != nullptr ? std::string(found->pw_name) + "(" + number + ")"
                                           : number;
}

Result<void> check_reason(std::string_view reason) {
    const auto characters = decode_utf8(reason);
    const bool is_sound = characters && !characters->empty() &&
                          characters->size() <= most_reason_characters &&
                          std::ranges::none_of(*characters, [](char32_t c) { return c < 0x20; });
    if (is_sound) return ok();
    return Error(ErrorCode::office_reason_missing,
                 "--reason says why, in 1 to 200 characters, and names no person");
}

Result<void> keep_export(storage::Store& store,
                         domain::EventKind kind,
                         const std::string& object,
                         std::map<std::string, std::string> facts) {
    facts["operator"] = operator_name();
    domain::AuditEvent event;
    event.at = SystemClock().now();
    event.actor_kind = domain::ActorKind::operator_shell;
    event.actor = "export";
    event.kind = kind;
    event.object = object;
    event.facts = std::move(facts);
    return store.write_now([event = std::move(event)](storage::Transaction& transaction) {
        return storage::append_audit(transaction, event);
    });
}

void say_plan(const service::ExportSubject& subject,
              const std::vector<service::PackageMember>& members,
              const std::filesystem::path& output) {
    if (subject.copy) {
        fmt::print("Copy {}", subject.copy->copy_no);
        for (const storage::FaceEvidence& face : subject.faces) {
            fmt::print(
                ", {}{}", domain::key(face.format), face.has_blob ? "" : " (no longer kept)");
        }
        fmt::print(".\n");
    } else {
        fmt::print("The certificate has no current copy: the package has no faces.\n");
    }
    for (const service::PackageMember& member : members)
        fmt::print("  {:>9}  {}\n", member.content.size(), member.name);
    fmt::print("Would write {}. Nothing was written: add --apply and --reason.\n", output.string());
}

Result<void> write_package(const PackageRequest& request,
                           DataDirectory& data,
                           const service::ExportSubject& subject,
                           const std::filesystem::path& output,
                           BytesView package) {
    YX_TRY(NewFile file, NewFile::open(output));
    YX_CHECK(file.write(package));
    std::map<std::string, std::string> facts{
        {"reason", request.reason},
        {"version", std::to_string(subject.certificate.version)},
        {"sha256", to_hex(crypto::sha256(package))}};
    if (subject.copy) facts["copy"] = subject.copy->id.str();
    // Before the file appears: no package is anywhere that the audit does not know.
    YX_CHECK(keep_export(*data.store,
                         domain::EventKind::certificate_exported,
                         "certificate:" + subject.certificate.line.str(),
                         std::move(facts)));
    return file.commit();
}

Result<void> run_package(const PackageRequest& request, const service::FindingWords& words) {
    if (request.is_applied) YX_CHECK(check_reason(request.reason));
    VerifyRequest judging;
    judging.data = request.data;
    judging.at = request.at;
    YX_TRY(VerifyBench bench, VerifyBench::open(judging));
    DataDirectory& data = *bench.data();
    YX_TRY(const service::ExportSubject subject, data.store->read_now([&](storage::Reader& reader) {
        return service::find_export_subject(reader, data.keys, request.name, bench.question().at);
    }));
    const std::filesystem::path output =
        request.output.empty() ? std::filesystem::path(subject.file_name()) : request.output;
    const service::ExportGround ground{*data.store,
                                       *data.blobs,
                                       data.keys,
                                       [&](BytesView file) -> Result<service::JudgedFace> {
                                           YX_TRY(ReadAndJudged judged, bench.judge(file));
                                           return service::JudgedFace{std::move(judged.claims),
                                                                      std::move(judged.report)};
                                       },
                                       words,
                                       SystemClock().now()};
    YX_TRY(const auto members, service::gather_package(ground, subject));
    if (!request.is_applied) {
        say_plan(subject, members, output);
        return ok();
    }
    const Bytes package = service::pack_package(subject, members, ground.now);
    YX_CHECK(write_package(request, data, subject, output, package));
    fmt::print("Wrote {}: {} members, {} bytes, SHA-256 {}.\n",
               output.string(),
               members.size() + 1,
               package.size(),
               to_hex(crypto::sha256(package)));
    return ok();
}

Result<Instant> start_of_span(const std::string& text) {
    if (text.empty()) return Instant{};
    const auto day = parse_day(text);
    return day ? Result<Instant>(start_of(*day)) : parse_instant(text);
}

/// Standard output, or a new file.
class Outlet {
  public:
    static Result<Outlet> open(const std::filesystem::path& path) {
        Outlet outlet;
        if (path.empty()) return outlet;
        YX_TRY(NewFile file, NewFile::open(path));
        outlet.file_.emplace(std::move(file));
        return outlet;
    }
    Result<void> put(std::string_view piece) {
        if (file_) return file_->write(as_bytes(piece));
        if (std::fwrite(piece.data(), 1, piece.size(), stdout) == piece.size()) return ok();
        return Error(ErrorCode::file_io, "standard output");
    }
    Result<void> close() {
        if (file_) return file_->commit();
        if (std::fflush(stdout) == 0) return ok();
        return Error(ErrorCode::file_io, "standard output");
    }

  private:
    std::optional<NewFile> file_;
};

Result<void> run_directory(const DirectoryListRequest& request) {
    service::DirectoryExport asked;
    YX_TRY(asked.form, domain::parse_key<service::DirectoryForm>(request.form));
    YX_TRY(asked.since, start_of_span(request.since));
    asked.now = SystemClock().now();
    YX_TRY(const DataDirectory data, DataDirectory::open(request.data));
    YX_TRY(Outlet outlet, Outlet::open(request.output));
    asked.put = [&](std::string_view piece) { return outlet.put(piece); };
    asked.progress = [](std::int64_t records) {
        constexpr std::int64_t seldom = 100'000;
        if (records % seldom == 0) fmt::print(stderr, "{} records\n", records);
    };
    YX_CHECK(keep_export(*data.store,
                         domain::EventKind::directory_exported,
                         "",
                         {{"form", request.form}, {"since", format_civil(asked.since)}}));
    YX_TRY(const std::int64_t records, service::write_directory(*data.store, data.keys, asked));
    YX_CHECK(outlet.close());
    fmt::print(stderr,
               "{} records. The next export may begin where this one did: --since {}\n",
               records,
               format_civil(asked.now));
    return ok();
}

}  // namespace

int export_package(const PackageRequest& request, const service::FindingWords& words) {
    const auto outcome = run_package(request, words);
    return outcome ? exit_ok : fail(outcome.error());
}

int export_directory(const DirectoryListRequest& request) {
    const auto outcome = run_directory(request);
    return outcome ? exit_ok : fail(outcome.error());
}

}  // namespace yinxin::cli
