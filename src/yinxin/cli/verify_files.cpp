// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/verify_files.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/verify_words.hpp"
#include "yinxin/jobs/revocation_shelf.hpp"
#include "yinxin/service/confined_reading.hpp"
#include "yinxin/service/registered_copies.hpp"
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

/// A day means its last second, as on the page, and today means now (docs/choices.md, c64).
Result<Instant> moment_of(const std::string& text, Instant now) {
    if (text.empty()) return now;
    const auto day = parse_day(text);
    if (!day) return parse_instant(text);
    if (*day == civil_day(now)) return now;
    return start_of(*day + Days(1)) - std::chrono::seconds(1);
}

/// Everything the files are judged by, opened once.
struct Bench {
    std::optional<DataDirectory> data;
    std::string public_url;
    verify::Trust trust;
    verify::Question question;
    Instant now;
    std::unique_ptr<flow::ConfinedWorkers> readers;
};

/// Anchors of an installation stand beside its keys.
Result<void> trust_own_anchors(const std::filesystem::path& data,
                               std::vector<crypto::Certificate>& anchors,
                               std::vector<crypto::Certificate>& between,
                               std::vector<crypto::Crl>& crls) {
    YX_TRY(anchors, crypto::load_certificates(data / keys_folder / "root.crt"));
    const auto national_root = data / keys_folder / "sm2-root.crt";
    if (std::filesystem::exists(national_root)) {
        YX_TRY(const auto roots, crypto::load_certificates(national_root));
        anchors.insert(anchors.end(), roots.begin(), roots.end());
        YX_TRY(between, crypto::load_certificates(data / keys_folder / "sm2-issuing.crt"));
    }
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(data / keys_folder, ignored)) {
        if (entry.path().extension() != ".crl") continue;
        if (auto crl = crypto::load_crl(entry.path())) crls.push_back(*std::move(crl));
    }
    return ok();
}

/// Whom to trust, and the lists that were given; what an installation fetched comes in later.
struct OpenTrust {
    std::shared_ptr<crypto::TrustStore> store;
    std::vector<crypto::Crl> crls;
};

Result<OpenTrust> open_trust(const VerifyRequest& request, verify::Trust& trust) {
    std::vector<crypto::Certificate> anchors;
    std::vector<crypto::Certificate> between;
    std::vector<crypto::Crl> crls;
    for (const auto& path : request.trust) {
        YX_TRY(const auto read, crypto::load_certificates(path));
        anchors.insert(anchors.end(), read.begin(), read.end());
    }
    for (const auto& path : request.signers) {
        YX_TRY(const auto read, crypto::load_certificates(path));
        for (const crypto::Certificate& signer : read) {
            trust.pinned_signers.push_back(signer.der());
        }
    }
    for (const auto& path : request.crls) {
        YX_TRY(crypto::Crl crl, crypto::load_crl(path));
        crls.push_back(std::move(crl));
    }
    if (request.data && !request.is_alone) {
        std::vector<crypto::Certificate> own;
        YX_CHECK(trust_own_anchors(*request.data, own, between, crls));
        anchors.insert(anchors.end(), own.begin(), own.end());
    }
    auto store = std::make_shared<crypto::TrustStore>(std::move(anchors), crls, std::move(between));
    trust.store = store;
    return OpenTrust{std::move(store), std::move(crls)};
}

Result<Bench> open_bench(const VerifyRequest& request) {
    Bench bench;
    bench.now = SystemClock().now();
    YX_TRY(bench.question.at, moment_of(request.at, bench.now));
    if (!request.recipient.empty()) bench.question.recipient = request.recipient;
    YX_TRY(OpenTrust opened, open_trust(request, bench.trust));
    if (!request.is_alone) {
        if (!request.data) {
            return Error(ErrorCode::invalid_input,
                         "no register: give --data DIR, or --no-register to judge the file alone");
        }
        YX_TRY(const config::Settings settings, load_directory_settings(*request.data));
        bench.public_url = settings.public_url;
        YX_TRY(DataDirectory data, DataDirectory::open(*request.data));
        bench.data.emplace(std::move(data));
        YX_TRY(const auto shelf,
               jobs::RevocationShelf::open(*bench.data->store, settings, std::move(opened.crls)));
        shelf->supply(std::move(opened.store));
        YX_CHECK(shelf->load(*bench.data->store, bench.now));
    }
    YX_TRY(bench.readers, service::start_readers());
    return bench;
}

Result<verify::Report> judge_file(Bench& bench, const std::filesystem::path& path) {
    // One byte more than is read of a file says that it is too large; no more is taken into memory.
    YX_TRY(const Bytes file, read_file_start(path, verify::ReadLimits{}.file_bytes + 1));
    YX_TRY(const verify::Claims claims, service::read_confined(*bench.readers, file));
    if (!bench.data) {
        return verify::judge(claims, bench.trust, nullptr, bench.question, bench.now);
    }
    YX_TRY(const service::Consulted consulted,
           bench.data->store->read_now([&](storage::Reader& reader) {
               return service::consult_register(reader, bench.data->keys, bench.public_url, claims);
           }));
    YX_CHECK(service::check_was_read(claims, consulted.answer));
    return verify::judge(claims, bench.trust, &consulted.answer, bench.question, bench.now);
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
    Result<Bench> bench = open_bench(request);
    if (!bench) {
        complain("cannot start", bench.error());
        return exit_usage;
    }
    const Look look{request.is_long, wants_colour()};
    int exit_code = exit_ok;
    for (const std::filesystem::path& path : request.files) {
        const auto report = judge_file(*bench, path);
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
