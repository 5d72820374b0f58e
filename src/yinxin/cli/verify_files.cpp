// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/verify_files.hpp"

#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/verify_bench.hpp"
#include "yinxin/cli/verify_words.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/verify/offline_code.hpp"

#include <cstdio>
#include <cstdlib>

#include <unistd.h>

namespace yinxin::cli {
namespace {

void complain(std::string_view about, const Error& error) {
    const std::string text = "yinxin verify: " + std::string(about) + ": " +
                             std::string(dotted_name(error.code())) + ": " + error.detail() + "\n";
    std::fwrite(text.data(), 1, text.size(), stderr);
}

bool wants_colour() {
    return ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
}

void print(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

/// Whose offline codes are believed: the certificates given, else the installation's own.
Result<std::vector<crypto::PublicKey>> offline_keys(const VerifyRequest& request) {
    std::vector<std::filesystem::path> paths = request.signers;
    if (paths.empty() && request.data) {
        paths.push_back(*request.data / keys_folder /
                        (std::string(storage::offline_key_name) + ".crt"));
    }
    if (paths.empty()) {
        return Error(ErrorCode::invalid_input,
                     "give --signer CERT or --data DIR for an offline code");
    }
    std::vector<crypto::PublicKey> keys;
    for (const auto& path : paths) {
        YX_TRY(const auto certificates, crypto::load_certificates(path));
        YX_TRY(crypto::PublicKey key, certificates.front().public_key());
        keys.push_back(std::move(key));
    }
    return keys;
}

int verify_codes(const VerifyRequest& request, const service::FindingWords& words) {
    const Instant now = SystemClock().now();
    const auto keys = offline_keys(request);
    const auto at = moment_of(request.at, now);
    if (!keys || !at) {
        complain("cannot start", keys ? at.error() : keys.error());
        return exit_usage;
    }
    verify::Question question{std::nullopt, *at};
    if (!request.recipient.empty()) question.recipient = request.recipient;
    int exit_code = exit_ok;
    for (const std::string& code : request.codes) {
        const verify::Report report = verify::judge_offline_code(code, *keys, question);
        print(request.is_json ? service::report_json(report, words) + "\n"
                              : describe(report, "", words, {request.is_long, wants_colour()}));
        if (report.verdict != verify::Verdict::valid) exit_code = exit_failed;
    }
    return exit_code;
}

}  // namespace

int verify_files(const VerifyRequest& request, const service::FindingWords& words) {
    if (!request.codes.empty()) return verify_codes(request, words);
    if (request.files.empty()) {
        complain("cannot start", Error(ErrorCode::invalid_input, "no file"));
        return exit_usage;
    }
    Result<VerifyBench> bench = VerifyBench::open(request);
    if (!bench) {
        complain("cannot start", bench.error());
        return exit_usage;
    }
    const Look look{request.is_long, wants_colour()};
    int exit_code = exit_ok;
    for (const std::filesystem::path& path : request.files) {
        const auto report = bench->judge_file(path);
        if (!report) {
            complain(path.string(), report.error());
            exit_code = exit_usage;
            continue;
        }
        print(request.is_json
                  ? service::report_json(*report, words, {{"file", path.string()}}) + "\n"
                  : describe(*report, path.string(), words, look));
        if (report->verdict != verify::Verdict::valid && exit_code == exit_ok) {
            exit_code = exit_failed;
        }
    }
    return exit_code;
}

}  // namespace yinxin::cli
