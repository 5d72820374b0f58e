// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/pdf_seal.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/signature_scheme.hpp"
#include "yinxin/signing/cms_read.hpp"
#include "yinxin/signing/timestamp.hpp"

namespace yinxin::verify {
namespace {

constexpr std::string_view byte_range_clause =
    "ISO 32000-2, 12.8.1: the byte range shall be the entire file, including the signature "
    "dictionary but excluding the signature value itself (the Contents entry)";

std::size_t count(std::string_view text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) {
        ++found;
    }
    return found;
}

/// The four numbers behind "/ByteRange[", or nothing.
std::optional<std::array<std::size_t, 4>> parse_byte_range(std::string_view text) {
    const auto open = text.find('[');
    const auto close = text.find(']');
    if (open == std::string_view::npos || close == std::string_view::npos || close - open > 64) {
        return std::nullopt;
    }
    std::array<std::size_t, 4> numbers{};
    std::size_t filled = 0;
    for (const std::string_view part : split(text.substr(open + 1, close - open - 1), ' ')) {
        if (part.empty()) continue;
        const auto number = parse_integer(part);
        if (!number || *number < 0 || filled == numbers.size()) return std::nullopt;
        numbers.at(filled++) = static_cast<std::size_t>(*number);
    }
    if (filled != numbers.size()) return std::nullopt;
    return numbers;
}

void fail(std::vector<Finding>& findings,
          std::string_view check,
          std::string code,
          std::string_view clause = {}) {
    findings.push_back({std::string(check), Level::fail, std::move(code), std::string(clause)});
}

/// By the signer's algorithm; empty for one we do not know, which is a finding of its own.
Bytes digest_around(BytesView file, const PdfSeal& seal, const signing::ReceivedCms& cms) {
    if (cms.signer() == nullptr) return {};
    const std::array covered{file.first(seal.contents_offset),
                             file.subspan(seal.contents_offset + seal.contents_length)};
    const auto digest = crypto::digest_named(cms.signer()->digest_oid, covered);
    return digest ? *digest : Bytes();
}

void check_timestamp(const signing::ReceivedCms& cms,
                     const crypto::TrustStore& trust,
                     TimestampRule rule,
                     Instant at,
                     std::vector<Finding>& findings) {
    const signing::CmsSignerInfo* signer = cms.signer();
    if (signer == nullptr || !signer->timestamp_token) {
        if (rule == TimestampRule::required) fail(findings, "timestamp", "timestamp.missing");
        return;
    }
    const auto info =
        signing::verify_token(*signer->timestamp_token,
                              signing::imprint_of(signer->signature, *signer->timestamp_token),
                              trust);
    if (!info) {
        fail(findings, "timestamp", "timestamp.wrong");
        return;
    }
    // The authority's clock and ours may differ by a few seconds, not by minutes.
    constexpr std::chrono::minutes tolerance{5};
    if (info->at > at + tolerance || info->at < at - tolerance) {
        fail(findings, "timestamp", "timestamp.clock");
    }
}

}  // namespace

std::optional<PdfSeal> find_pdf_seal(BytesView file, std::vector<Finding>& findings) {
    const std::string_view text = as_text(file);
    if (!text.starts_with("%PDF-1.") || !text.ends_with("%%EOF\n")) {
        fail(findings, "pdf.frame", "pdf.frame.foreign");
        return std::nullopt;
    }
    if (count(text, "%%EOF") != 1 || count(text, "startxref") != 1) {
        fail(findings, "pdf.revisions", "pdf.revisions.several");
        return std::nullopt;
    }
    if (count(text, "/ByteRange") != 1) {
        fail(findings, "pdf.signatures", "pdf.signatures.not_one");
        return std::nullopt;
    }
    const auto at = text.find("/ByteRange");
    const auto range = parse_byte_range(text.substr(at, 128));
    if (!range) {
        fail(findings, "pdf.byte_range", "pdf.byte_range.malformed", byte_range_clause);
        return std::nullopt;
    }
    const auto [first, first_length, second, second_length] = *range;
    const bool whole = first == 0 && second > first_length + 2 && second <= file.size() &&
                       second_length == file.size() - second;
    if (!whole || text[first_length] != '<' || text[second - 1] != '>') {
        fail(findings, "pdf.byte_range", "pdf.byte_range.not_whole", byte_range_clause);
        return std::nullopt;
    }
    const auto hex = parse_hex(text.substr(first_length + 1, second - first_length - 2));
    if (!hex) {
        fail(findings, "pdf.contents", "pdf.contents.not_hex");
        return std::nullopt;
    }
    const auto cms = crypto::der::parse_padded(*hex);
    if (!cms) {
        fail(findings, "pdf.contents", "pdf.contents.not_der");
        return std::nullopt;
    }
    PdfSeal seal{first_length, second - first_length, {}};
    seal.cms.assign(cms->whole.begin(), cms->whole.end());
    return seal;
}

std::vector<Finding> check_sealed_pdf(BytesView file,
                                      const crypto::TrustStore& trust,
                                      const crypto::Certificate& signer,
                                      TimestampRule timestamp,
                                      Instant at) {
    std::vector<Finding> findings;
    const std::optional<PdfSeal> seal = find_pdf_seal(file, findings);
    if (!seal) return findings;
    const auto cms = signing::ReceivedCms::parse(seal->cms);
    if (!cms) {
        fail(findings, "cms", "cms.malformed");
        return findings;
    }
    for (const signing::CmsProblem problem :
         signing::check_cms(*cms, digest_around(file, *seal, *cms))) {
        fail(findings, "cms", "cms." + std::string(signing::name_of(problem)));
    }
    const crypto::Certificate* used = cms->signer_certificate();
    if (used == nullptr || used->der() != signer.der()) {
        fail(findings, "signer", "signer.not_the_seal");
    } else if (!trust.verify(*used, cms->other_certificates(), at)) {
        fail(findings, "chain", "chain.untrusted");
    }
    check_timestamp(*cms, trust, timestamp, at, findings);
    return findings;
}

}  // namespace yinxin::verify
