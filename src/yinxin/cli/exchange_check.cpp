// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/files.hpp"
#include "yinxin/base/log.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/exchange.hpp"
#include "yinxin/cli/verify_bench.hpp"
#include "yinxin/cli/verify_words.hpp"
#include "yinxin/service/exchange_package.hpp"
#include "yinxin/service/exchange_reading.hpp"

#include <cstdio>

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

/// A package with what the engine says of each face.
struct CheckedPackage {
    service::ReadPackage package;
    std::vector<std::pair<std::string, verify::Report>> faces;  ///< member, report

    [[nodiscard]] bool is_good() const {
        return package.findings.empty() && !faces.empty() &&
               std::ranges::all_of(faces, [](const auto& face) {
                   return face.second.verdict == verify::Verdict::valid;
               });
    }
};

Result<CheckedPackage> check(VerifyBench& bench, const std::filesystem::path& path) {
    // One byte more than is read says that it is too large; no more is taken into memory.
    YX_TRY(const Bytes file, read_file_start(path, service::most_package_bytes + 1));
    CheckedPackage checked{service::read_package(file), {}};
    for (const service::PackagedFace& face : checked.package.faces) {
        YX_TRY(ReadAndJudged judged, bench.judge(face.file));
        if (!checked.package.metadata.empty()) {
            for (auto& finding :
                 service::compare_face(checked.package.metadata, face.format, judged.report.face)) {
                checked.package.findings.push_back(std::move(finding));
            }
        }
        checked.faces.emplace_back(service::face_member(face.format), std::move(judged.report));
    }
    return checked;
}

void print_json(const CheckedPackage& checked,
                const std::string& name,
                const service::FindingWords& words) {
    const auto list = [](const auto& items, const auto& text_of) {
        std::string out;
        for (const auto& item : items)
            out += (out.empty() ? "" : ",") + text_of(item);
        return "[" + out + "]";
    };
    const std::string findings =
        list(checked.package.findings, [](const service::PackageFinding& finding) {
            return "{\"code\":" + log::json_quote(finding.code) +
                   ",\"about\":" + log::json_quote(finding.about) + "}";
        });
    const std::string faces = list(checked.faces, [&](const auto& face) {
        return service::report_json(face.second, words, {{"member", face.first}});
    });
    fmt::print(
        "{{\"file\":{},\"good\":{},\"whole\":{},\"members\":{},\"findings\":{},"
        "\"faces\":{}}}\n",
        log::json_quote(name),
        checked.is_good(),
        checked.package.findings.empty(),
        checked.package.members,
        findings,
        faces);
}

void print_words(const CheckedPackage& checked,
                 const std::string& name,
                 const VerifyRequest& request,
                 const service::FindingWords& words) {
    const service::ReadPackage& package = checked.package;
    if (package.findings.empty()) {
        fmt::print(
            "WHOLE  {}\n  {} members, all as in the manifest; metadata in XML and JSON agree\n",
            name,
            package.members);
    } else {
        fmt::print("CHANGED  {}\n", name);
        for (const service::PackageFinding& finding : package.findings)
            fmt::print("  x {}: {}\n", finding.code, finding.about);
    }
    for (const auto& [member, report] : checked.faces)
        fmt::print("{}", describe(report, member, words, {request.is_long, false}));
    if (checked.faces.empty()) {
        fmt::print("  No faces: nothing in it is sealed, so nothing proves whose package it is.\n");
    }
}

int complain(std::string_view about, const Error& error) {
    fmt::print(stderr, "yinxin export check: {}: {}\n", about, error.describe());
    return exit_usage;
}

}  // namespace

int check_packages(VerifyRequest request, const service::FindingWords& words) {
    request.is_alone = !request.data;
    Result<VerifyBench> bench = VerifyBench::open(request);
    if (!bench) return complain("cannot start", bench.error());
    int exit_code = exit_ok;
    for (const std::filesystem::path& path : request.files) {
        const auto checked = check(*bench, path);
        if (!checked) {
            exit_code = complain(path.string(), checked.error());
            continue;
        }
        request.is_json ? print_json(*checked, path.string(), words)
                        : print_words(*checked, path.string(), request, words);
        if (!checked->is_good() && exit_code == exit_ok) exit_code = exit_failed;
    }
    std::fflush(stdout);
    return exit_code;
}

}  // namespace yinxin::cli
