// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/sandbox_register.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/copy_code.hpp"
#include "yinxin/domain/copy_number.hpp"
#include "yinxin/domain/id_number.hpp"
#include "yinxin/domain/person_name.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace yinxin::service {
namespace {

using domain::CertificateStatus;
using domain::EndorsementState;
using verify::RegisteredCopy;

constexpr std::string_view file_start = "YINXIN-SANDBOX ";

/// How one of them differs from a valid certificate with a current endorsement.
struct Plan {
    std::string_view name;
    CertificateStatus status = CertificateStatus::valid;
    EndorsementState endorsement = EndorsementState::ready;
    bool is_recalled = false;
    bool is_stopped = false;
    bool is_exempt = false;
    bool is_over = false;  ///< the endorsement's time
};
constexpr std::array plans{
    Plan{.name = "valid"},
    Plan{.name = "exempt", .is_exempt = true},
    Plan{.name = "endorsement_expired", .is_over = true},
    Plan{.name = "endorsement_withdrawn", .endorsement = EndorsementState::withdrawn},
    Plan{.name = "endorsement_ended_by_office", .endorsement = EndorsementState::ended_by_office},
    Plan{.name = "suspended", .status = CertificateStatus::suspended},
    Plan{.name = "revoked", .status = CertificateStatus::revoked},
    Plan{.name = "cancelled", .status = CertificateStatus::cancelled},
    Plan{.name = "superseded", .status = CertificateStatus::superseded},
    Plan{.name = "recalled", .is_recalled = true},
    Plan{.name = "stopped", .is_stopped = true},
};

/// A verdict about a file alone, with the finding that decided.
struct FilePlan {
    std::string_view name;
    verify::Verdict verdict;
    verify::Integrity integrity;
    verify::Authenticity authenticity;
    std::string_view check;
    std::string_view code;
};
constexpr std::array file_plans{
    FilePlan{"altered",
             verify::Verdict::altered,
             verify::Integrity::broken,
             verify::Authenticity::altered,
             "cms",
             "cms.message_digest_wrong"},
    FilePlan{"invalid",
             verify::Verdict::invalid,
             verify::Integrity::revision,
             verify::Authenticity::foreign,
             "pdf.byte_range",
             "pdf.byte_range.not_whole"},
    FilePlan{"not_issued",
             verify::Verdict::not_issued,
             verify::Integrity::full,
             verify::Authenticity::not_issued,
             "register",
             "register.unknown"},
    FilePlan{"untrusted",
             verify::Verdict::untrusted,
             verify::Integrity::full,
             verify::Authenticity::foreign,
             "signer",
             "signer.untrusted"},
    FilePlan{"indeterminate",
             verify::Verdict::indeterminate,
             verify::Integrity::none,
             verify::Authenticity::unknown,
             "cms",
             "cms.signature_unsupported"},
    FilePlan{"rejected",
             verify::Verdict::rejected,
             verify::Integrity::malformed,
             verify::Authenticity::unknown,
             "pdf.frame",
             "pdf.frame.no_end"},
    FilePlan{"unsigned",
             verify::Verdict::unsealed,
             verify::Integrity::none,
             verify::Authenticity::unknown,
             "seal",
             "seal.none"},
};

std::string code_of(int serial) {
    const std::string body = fmt::format("DEM0{:07}", serial);
    return body + domain::copy_code_check(body);
}

std::string token_of(int serial) {
    const std::string text = fmt::format("yinxin-sandbox{:02}", serial);
    std::array<std::uint8_t, 16> bytes{};
    std::ranges::copy(text, bytes.begin());
    return domain::make_copy_token(bytes).value;
}

RegisteredCopy copy_of(const Plan& plan, int serial, Instant now) {
    const CivilDay today = civil_day(now);
    const Instant began = start_of(today - Days(plan.is_over ? 100 : 10));
    const Instant changed = start_of(today - Days(2));
    RegisteredCopy copy;
    copy.copy_no = domain::make_copy_number(make_day(2026, 1, 1), static_cast<unsigned>(serial));
    copy.token = token_of(serial);
    copy.certificate_no = fmt::format("SANDBOX-C{:04}", serial);
    copy.management_no = fmt::format("SANDBOX-M{:04}", serial);
    copy.title = {"演示资格证书（沙箱，不作证明）",
                  "Demonstration certificate (sandbox, proves nothing)"};
    copy.qualification = {"演示工程师", "Demonstration Engineer"};
    copy.issuer = {"演示发证机关", "Demonstration Authority"};
    copy.issuer_id = "sandbox";
    copy.approved_on = make_day(2025, 9, 7);
    copy.issued_on = make_day(2025, 12, 1);
    copy.masked_name = domain::masked_name({std::string(sandbox_person)});
    copy.masked_id = "1****************X";
    copy.status = plan.status;
    copy.status_at = plan.status == CertificateStatus::valid ? start_of(copy.issued_on) : changed;
    copy.is_recalled = plan.is_recalled;
    copy.is_stopped = plan.is_stopped;
    copy.is_superseded = plan.status == CertificateStatus::superseded;
    copy.released_at = began;
    copy.has_endorsement = !plan.is_exempt;
    if (plan.is_exempt) return copy;
    copy.endorsement = plan.endorsement;
    copy.applied_at = began;
    copy.valid_until = began + Days(90);
    copy.scenario = domain::scenario_own_use;
    if (plan.endorsement != EndorsementState::ready) copy.ended_at = changed;
    return copy;
}

SandboxCertificate make(const Plan& plan, int serial, Instant now) {
    RegisteredCopy copy = copy_of(plan, serial, now);
    return {std::string(plan.name),
            LineId{serial},
            copy.management_no,
            code_of(serial),
            std::string(file_start) + std::string(plan.name),
            std::move(copy)};
}

void add_file(verify::Report& report, BytesView file) {
    report.sha256 = to_hex(crypto::sha256(file));
    report.sm3 = to_hex(crypto::sm3(file));
    report.format = verify::FileFormat::other;
    report.was_register_asked = true;
}

verify::Report report_of(const FilePlan& plan, const verify::Question& question) {
    verify::Report report;
    report.verdict = plan.verdict;
    report.integrity = plan.integrity;
    report.authenticity = plan.authenticity;
    report.at = question.at;
    report.findings = {{std::string(plan.check), verify::Level::fail, std::string(plan.code), ""}};
    return report;
}

const FilePlan& unsealed_plan() {
    return file_plans.back();
}

}  // namespace

std::vector<SandboxCertificate> sandbox_certificates(Instant now) {
    std::vector<SandboxCertificate> all;
    int serial = 0;
    for (const Plan& plan : plans)
        all.push_back(make(plan, ++serial, now));
    return all;
}

std::optional<SandboxCertificate> find_sandbox_copy(std::string_view name, Instant now) {
    const std::string_view last = name.substr(name.rfind('/') + 1);
    const auto code = domain::parse_copy_code(name);
    const auto number = domain::parse_copy_number(name);
    for (SandboxCertificate& each : sandbox_certificates(now)) {
        const bool is_it = last == each.copy.token || (code && code->value == each.code) ||
                           (number && *number == each.copy.copy_no);
        if (is_it) return std::move(each);
    }
    return std::nullopt;
}

std::optional<SandboxCertificate> find_sandbox_number(std::string_view number, Instant now) {
    for (SandboxCertificate& each : sandbox_certificates(now)) {
        if (number == each.number || number == each.copy.certificate_no) return std::move(each);
    }
    return std::nullopt;
}

SandboxFile judge_sandbox_file(BytesView file, const verify::Question& question, Instant now) {
    const std::string_view text =
        trim(as_text(file.first(std::min<std::size_t>(file.size(), 100))));
    SandboxFile answer;
    for (SandboxCertificate& each : sandbox_certificates(now)) {
        if (text != each.file) continue;
        answer.report = verify::judge_copy(each.copy, question, now);
        answer.report.integrity = verify::Integrity::full;
        answer.certificate = std::move(each);
        add_file(answer.report, file);
        return answer;
    }
    const auto plan = std::ranges::find_if(file_plans, [&](const FilePlan& each) {
        return text == std::string(file_start) + std::string(each.name);
    });
    answer.report = report_of(plan == file_plans.end() ? unsealed_plan() : *plan, question);
    if (answer.report.verdict == verify::Verdict::altered) {
        answer.certificate = sandbox_certificates(now).front();
        answer.report.copy = answer.certificate->copy;
    }
    add_file(answer.report, file);
    return answer;
}

std::vector<SandboxFileText> sandbox_files(Instant now) {
    std::vector<SandboxFileText> all;
    for (const SandboxCertificate& each : sandbox_certificates(now)) {
        all.push_back({each.file, verify::judge_copy(each.copy, {std::nullopt, now}, now).verdict});
    }
    for (const FilePlan& plan : file_plans) {
        all.push_back({std::string(file_start) + std::string(plan.name), plan.verdict});
    }
    return all;
}

}  // namespace yinxin::service
