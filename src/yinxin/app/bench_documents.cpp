// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_documents.hpp"

#include "yinxin/base/ids.hpp"
#include "yinxin/cli/portrait.hpp"
#include "yinxin/crypto/demonstration_pki.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/crypto/trust.hpp"
#include "yinxin/documents/ofd_certificate.hpp"
#include "yinxin/documents/pdf_certificate.hpp"
#include "yinxin/issuing/certificate_face.hpp"
#include "yinxin/issuing/electronic_seal.hpp"
#include "yinxin/signing/cms.hpp"
#include "yinxin/signing/revocation.hpp"
#include "yinxin/signing/ses_write.hpp"
#include "yinxin/signing/timestamp_authority.hpp"
#include "yinxin/verify/pdf_seal.hpp"
#include "yinxin/verify/sealed_ofd.hpp"

#include <atomic>
#include <ctime>
#include <filesystem>
#include <functional>
#include <thread>

#include <fmt/format.h>

namespace yinxin::app {
namespace {

constexpr int rounds = 9;
constexpr const char* seal_id = "bench";

double cpu_seconds() {
    timespec at{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) + (static_cast<double>(at.tv_nsec) * 1e-9);
}

/// People nobody is: what varies from document to document is names and numbers.
domain::FaceData sample_face(int i) {
    static constexpr const char* names[] = {
        "\u738B\u6F14\u793A", "\u674E\u6837\u4F8B", "\u5F20\u5E72\u4EE3", "\u8D75\u8BD5\u9A8C"};
    domain::FaceData face;
    face.name = names[i % 4];
    face.sex = i % 2 == 0 ? domain::Sex::male : domain::Sex::female;
    face.birth = std::chrono::year(1980 + (i % 20)) / std::chrono::month(1U + (i % 12));
    face.id_number = fmt::format("11010119800101{:04}", i % 10000);
    face.qualification_id = "bench";
    face.title = {"\u804C\u4E1A\u8D44\u683C\u8BC1\u4E66", "Qualification certificate"};
    face.qualification = {"\u4E00\u7EA7\u5EFA\u9020\u5E08", "Constructor, grade 1"};
    face.specialty = {"\u5EFA\u7B51\u5DE5\u7A0B", "Building engineering"};
    face.approved_on = make_day(2026, 6, 30);
    face.issued_on = make_day(2026, 7, 1);
    face.certificate_no = fmt::format("YX{:010}", i);
    face.management_no = fmt::format("2026{:014}", i);
    face.issuer = {"\u6F14\u793A\u673A\u5173", "Demonstration office"};
    face.authorities = {face.issuer};
    face.template_id = "classic";
    return face;
}

issuing::CopyFacts sample_copy(int i, Instant now) {
    std::array<std::uint8_t, 7> code{};
    std::array<std::uint8_t, 16> token{};
    code[0] = token[0] = static_cast<std::uint8_t>(i);
    code[1] = token[1] = static_cast<std::uint8_t>(i >> 8);
    issuing::CopyFacts copy;
    copy.copy_no = fmt::format("YX20261123-{:012}", i);
    copy.code = domain::make_copy_code(code);
    copy.token = domain::make_copy_token(token);
    copy.endorsement = issuing::EndorsementFacts{{}, {now, now + std::chrono::hours(24 * 90)}};
    copy.made_at = now;
    return copy;
}

/// One key of the run with everything that seals under it.
struct Bench {
    std::string name;
    std::shared_ptr<const crypto::Signer> signer;
    signing::SealCredential credential;
    documents::PdfProfile profile;
    double budget;
};

class Run {
  public:
    static Result<std::unique_ptr<Run>> open();
    Result<void> measure(const Bench& bench,
                         const signing::Timestamper* stamps,
                         BenchFormat format);
    /// OFD beside the raw SM2 signature, both faces beside the PDF alone, and the verdict.
    Result<void> measure_ofd(const Bench& pdf, BenchFormat format);
    Result<TwoCores> two_cores();
    Result<Bench> bench(const std::string& stem, double budget, bool with_timestamp);

    std::shared_ptr<const signing::TimestampAuthority> authority;

  private:
    Result<Bytes> make(int i, const Bench& bench, const signing::Timestamper* stamps);
    Result<Bytes> make_ofd(int i, const signing::SesCredential& seal);
    Result<signing::SesCredential> electronic_seal();

    Scratch scratch_;
    Instant now_ = SystemClock().now();
    std::shared_ptr<const documents::Stationery> stationery_;
    std::unique_ptr<documents::PdfPress> press_;
    std::unique_ptr<documents::OfdPress> ofd_press_;
    std::shared_ptr<const crypto::TrustStore> trust_;
    std::shared_ptr<const crypto::TrustStore> national_trust_;
    std::vector<crypto::Crl> crls_;
    Bytes photo_;
    issuing::Letterhead letterhead_{"https://verify.example", "verify.example", "bench"};
};

Result<std::unique_ptr<Run>> Run::open() {
    auto run = std::make_unique<Run>();
    const std::filesystem::path& keys = run->scratch_.path();
    crypto::DemonstrationPkiPlan plan;
    plan.organization = "Yinxin DEMO";
    plan.common_name_tail = " (DEMO)";
    plan.now = run->now_;
    plan.seals = {
        {"p256", {"CN", "Yinxin DEMO", "", "Bench P-256 (DEMO)"}, crypto::KeyKind::p256, true},
        {"rsa3072", {"CN", "Yinxin DEMO", "", "Bench RSA-3072 (DEMO)"}, crypto::KeyKind::rsa3072}};
    YX_CHECK(crypto::make_demonstration_pki(keys, plan));
    YX_TRY(run->authority,
           signing::TimestampAuthority::load("file:" + (keys / "timestamp.key").string(),
                                             keys / "timestamp.crt"));
    for (const char* name : {"root.crl", "issuing.crl"}) {
        YX_TRY(crypto::Crl crl, crypto::load_crl(keys / name));
        run->crls_.push_back(std::move(crl));
    }
    YX_TRY(auto anchors, crypto::load_certificates(keys / "root.crt"));
    run->trust_ = std::make_shared<const crypto::TrustStore>(std::move(anchors), run->crls_);
    YX_TRY(auto national, crypto::load_certificates(keys / "sm2-root.crt"));
    YX_TRY(auto between, crypto::load_certificates(keys / "sm2-issuing.crt"));
    run->national_trust_ = std::make_shared<const crypto::TrustStore>(
        std::move(national), std::vector<crypto::Crl>(), std::move(between));
    documents::StationerySources sources;
    sources.seals.push_back(
        {seal_id, "\u6F14\u793A\u673A\u5173\u8D44\u683C\u8BC1\u4E66", "\u6F14\u793A", "", 40});
    YX_TRY(run->stationery_, documents::Stationery::load(std::move(sources)));
    run->press_ = std::make_unique<documents::PdfPress>(run->stationery_);
    run->ofd_press_ = std::make_unique<documents::OfdPress>(run->stationery_);
    run->photo_ = cli::draw_portrait(1);
    return run;
}

Result<Bench> Run::bench(const std::string& stem, double budget, bool with_timestamp) {
    const std::filesystem::path key = scratch_.path() / (stem + ".key");
    YX_TRY(auto signer, crypto::open_file_key(key));
    YX_TRY(
        auto credential,
        signing::SealCredential::load("file:" + key.string(), scratch_.path() / (stem + ".crt")));
    std::vector<std::vector<crypto::Certificate>> chains{{credential.certificate()}};
    for (const auto& ca : credential.chain()) {
        chains.front().push_back(ca);
    }
    YX_TRY(auto material, signing::gather_revocation_material(chains, crls_, now_));
    documents::PdfProfile profile;
    profile.signature_room =
        signing::estimated_size(credential, with_timestamp ? authority->token_room() : 0);
    profile.validation = {std::move(material.certificates), std::move(material.crls), {}};
    profile.signer_name = "bench";
    return Bench{stem, std::move(signer), std::move(credential), std::move(profile), budget};
}

Result<Bytes> Run::make(int i, const Bench& bench, const signing::Timestamper* stamps) {
    const documents::Face face =
        issuing::compose_copy(sample_face(i), letterhead_, sample_copy(i, now_), seal_id, photo_);
    YX_TRY(documents::UnsignedPdf pdf, press_->build(face, bench.profile));
    YX_TRY(const Bytes cms, signing::sign_detached(bench.credential, pdf.digest, stamps, now_));
    return documents::embed(std::move(pdf), cms);
}

Result<void> Run::measure(const Bench& bench,
                          const signing::Timestamper* stamps,
                          BenchFormat format) {
    const int count = bench.name == "rsa3072" ? 40 : 400;
    std::vector<double> made;
    std::vector<double> raw;
    std::vector<double> verified;
    const Bytes message(200, 7);
    YX_TRY(Bytes file, make(0, bench, stamps));
    for (int round = 0; round < rounds; ++round) {
        double started = cpu_seconds();
        for (int i = 0; i < count; ++i) {
            YX_TRY(file, make(i, bench, stamps));
        }
        made.push_back((cpu_seconds() - started) / count * 1e3);
        started = cpu_seconds();
        for (int i = 0; i < count; ++i) {
            YX_CHECK(bench.signer->sign(message));
        }
        raw.push_back((cpu_seconds() - started) / count * 1e3);
        started = cpu_seconds();
        const auto rule =
            stamps == nullptr ? verify::TimestampRule::optional : verify::TimestampRule::required;
        for (int i = 0; i < count; ++i) {
            const auto findings =
                verify::check_sealed_pdf(file, *trust_, bench.credential.certificate(), rule, now_);
            if (verify::any_fail(findings)) {
                return Error(ErrorCode::sealed_file_refused, findings.front().code);
            }
        }
        verified.push_back((cpu_seconds() - started) / count * 1e3);
    }
    const std::string profile = stamps == nullptr ? "B-B" : "B-T";
    const double budget = stamps == nullptr ? bench.budget : 0;
    print_figure({"endorsed PDF, build + seal, " + bench.name + " " + profile,
                  median(made),
                  median(raw),
                  "ms",
                  budget},
                 format);
    print_figure({"verify what was sealed, " + bench.name + " " + profile,
                  median(verified),
                  0.3,
                  "ms",
                  stamps == nullptr ? 1.0 : 0},
                 format);
    return ok();
}

Result<signing::SesCredential> Run::electronic_seal() {
    const std::filesystem::path& keys = scratch_.path();
    YX_TRY(const auto maker_key, crypto::open_file_key(keys / "sm2-maker.key"));
    YX_TRY(const auto maker, crypto::load_certificates(keys / "sm2-maker.crt"));
    YX_TRY(const auto key, crypto::open_file_key(keys / "p256.sm2.key"));
    YX_TRY(auto chain, crypto::load_certificates(keys / "p256.sm2.crt"));
    crypto::Certificate signer = std::move(chain.front());
    chain.erase(chain.begin());
    domain::Seal seal;
    seal.id = seal_id;
    seal.name.zh = "演示专用章";
    seal.valid_from = civil_day(now_);
    YX_TRY(Bytes made,
           issuing::make_electronic_seal(seal,
                                         *stationery_->find_seal(seal_id),
                                         stationery_->fonts(),
                                         signer,
                                         {*maker_key, maker.front()},
                                         now_));
    return signing::SesCredential::create(
        key, std::move(signer), std::move(chain), std::move(made));
}

Result<Bytes> Run::make_ofd(int i, const signing::SesCredential& seal) {
    const documents::Face face =
        issuing::compose_copy(sample_face(i), letterhead_, sample_copy(i, now_), seal_id, photo_);
    YX_TRY(documents::UnsignedOfd ofd, ofd_press_->build(face));
    YX_TRY(const Bytes value,
           signing::sign_ses(seal, ofd.sm3, documents::ofd_signed_path, nullptr, now_));
    return documents::embed(std::move(ofd), value);
}

Result<void> Run::measure_ofd(const Bench& pdf, BenchFormat format) {
    constexpr int count = 200;
    YX_TRY(const signing::SesCredential seal, electronic_seal());
    YX_TRY(const auto key, crypto::open_file_key(scratch_.path() / "p256.sm2.key"));
    YX_TRY(Bytes file, make_ofd(0, seal));
    YX_CHECK(make(0, pdf, nullptr));
    const Bytes message(200, 7);
    std::vector<double> made;
    std::vector<double> raw;
    std::vector<double> pdf_alone;
    std::vector<double> verified;
    const auto timed = [](std::vector<double>& into, const auto& work) -> Result<void> {
        const double started = cpu_seconds();
        for (int i = 0; i < count; ++i)
            YX_CHECK(work(i));
        into.push_back((cpu_seconds() - started) / count * 1e3);
        return ok();
    };
    for (int round = 0; round < rounds; ++round) {
        YX_CHECK(timed(made, [&](int i) -> Result<void> {
            YX_TRY(file, make_ofd(i, seal));
            return ok();
        }));
        YX_CHECK(timed(raw, [&](int) -> Result<void> {
            YX_CHECK(key->sign(message));
            return ok();
        }));
        YX_CHECK(timed(pdf_alone, [&](int i) -> Result<void> {
            YX_CHECK(make(i, pdf, nullptr));
            return ok();
        }));
        YX_CHECK(timed(verified, [&](int) -> Result<void> {
            const auto against = verify::check_sealed_ofd(
                file, national_trust_, seal.certificate(), verify::TimestampRule::optional, now_);
            if (against.empty()) return ok();
            return Error(ErrorCode::sealed_file_refused, against.front().code);
        }));
    }
    const double ofd = median(made);
    const double alone = median(pdf_alone);
    print_figure({"endorsed OFD, build + seal, sm2", ofd, median(raw), "ms", 4.0}, format);
    print_figure({"PDF and OFD beside PDF alone, p256", ofd + alone, alone, "ms", 0}, format);
    print_figure({"verify an OFD of ours, CPU", median(verified), 3.0, "ms", 0}, format);
    return ok();
}

/// Wall-clock rate of `work` on two threads.
double rate_on_two(int count, const std::function<void(int)>& work) {
    const auto started = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 2; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < count; ++i) {
                work((thread * count) + i);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    return 2.0 * count / took.count();
}

Result<TwoCores> Run::two_cores() {
    YX_TRY(const Bench p256, bench("p256", 0, false));
    YX_TRY(const Bench rsa, bench("rsa3072", 0, false));
    YX_CHECK(make(0, p256, nullptr));
    const Bytes message(200, 7);
    std::atomic<int> failures{0};
    const auto document = [&](int i) {
        if (!make(i, p256, nullptr)) ++failures;
    };
    const auto signature = [&](int) {
        if (!rsa.signer->sign(message)) ++failures;
    };
    const TwoCores rates{rate_on_two(1500, document), rate_on_two(400, signature)};
    if (failures != 0) return Error(ErrorCode::signature_failed, "reference run");
    return rates;
}

}  // namespace

Result<TwoCores> measure_two_cores() {
    YX_TRY(const std::unique_ptr<Run> run, Run::open());
    return run->two_cores();
}

Result<void> bench_documents(BenchFormat format) {
    YX_TRY(const std::unique_ptr<Run> run, Run::open());
    for (const auto& [stem, budget] : {std::pair{"p256", 12.0}, std::pair{"rsa3072", 1.3}}) {
        YX_TRY(const Bench plain, run->bench(stem, budget, false));
        YX_CHECK(run->measure(plain, nullptr, format));
        YX_TRY(const Bench stamped, run->bench(stem, budget, true));
        YX_CHECK(run->measure(stamped, run->authority.get(), format));
        if (stem == std::string_view("p256")) YX_CHECK(run->measure_ofd(plain, format));
    }
    return ok();
}

}  // namespace yinxin::app
