// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/verify_bench.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/jobs/revocation_shelf.hpp"
#include "yinxin/service/registered_copies.hpp"
#include "yinxin/verify/read.hpp"

namespace yinxin::cli {
namespace {

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

}  // namespace

Result<Instant> moment_of(const std::string& text, Instant now) {
    if (text.empty()) return now;
    const auto day = parse_day(text);
    if (!day) return parse_instant(text);
    if (*day == civil_day(now)) return now;
    return start_of(*day + Days(1)) - std::chrono::seconds(1);
}

Result<VerifyBench> VerifyBench::open(const VerifyRequest& request) {
    VerifyBench bench;
    bench.now_ = SystemClock().now();
    YX_TRY(bench.question_.at, moment_of(request.at, bench.now_));
    if (!request.recipient.empty()) bench.question_.recipient = request.recipient;
    YX_TRY(OpenTrust opened, open_trust(request, bench.trust_));
    if (!request.is_alone) {
        if (!request.data) {
            return Error(ErrorCode::invalid_input,
                         "no register: give --data DIR, or --no-register to judge the file alone");
        }
        YX_TRY(const config::Settings settings, load_directory_settings(*request.data));
        bench.public_url_ = settings.public_url;
        YX_TRY(DataDirectory data, DataDirectory::open(*request.data));
        bench.data_.emplace(std::move(data));
        YX_TRY(const auto shelf,
               jobs::RevocationShelf::open(*bench.data_->store, settings, std::move(opened.crls)));
        shelf->supply(std::move(opened.store));
        YX_CHECK(shelf->load(*bench.data_->store, bench.now_));
    }
    YX_TRY(bench.readers_, service::start_readers());
    return bench;
}

Result<ReadAndJudged> VerifyBench::judge(BytesView file) {
    YX_TRY(verify::Claims claims, service::read_confined(*readers_, file));
    if (!data_) {
        verify::Report report = verify::judge(claims, trust_, nullptr, question_, now_);
        return ReadAndJudged{std::move(claims), std::move(report)};
    }
    YX_TRY(const service::Consulted consulted, data_->store->read_now([&](storage::Reader& reader) {
        return service::consult_register(reader, data_->keys, public_url_, claims);
    }));
    YX_CHECK(service::check_was_read(claims, consulted.answer));
    verify::Report report = verify::judge(claims, trust_, &consulted.answer, question_, now_);
    return ReadAndJudged{std::move(claims), std::move(report)};
}

Result<verify::Report> VerifyBench::judge_file(const std::filesystem::path& path) {
    // One byte more than is read of a file says that it is too large; no more is taken into memory.
    YX_TRY(const Bytes file, read_file_start(path, verify::ReadLimits{}.file_bytes + 1));
    YX_TRY(ReadAndJudged judged, judge(file));
    return std::move(judged.report);
}

}  // namespace yinxin::cli
