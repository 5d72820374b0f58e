// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/der.hpp"
#include "yinxin/verify/pdf_tree.hpp"
#include "yinxin/verify/read_seal.hpp"
#include "yinxin/verify/read_xmp.hpp"

#include <algorithm>
#include <array>

namespace yinxin::verify {
namespace {

constexpr const char* byte_range_clause =
    "ISO 32000-2, 12.8.1: the byte range shall be the entire file, including the signature "
    "dictionary but excluding the signature value itself (the Contents entry)";
constexpr const char* one_signature_clause =
    "design section 3: a copy of ours carries one seal; a second signature can only have been "
    "added later";

std::size_t count(std::string_view text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string_view::npos;
         at = text.find(what, at + what.size())) {
        ++found;
    }
    return found;
}

/// What the bytes say before anybody parses them.
void read_frame(std::string_view text, Claims& claims) {
    if (!text.starts_with("%PDF-")) {
        reject(claims,
               "pdf.frame",
               "pdf.frame.prefix",
               "ISO 32000-2, 7.5.2: the PDF file begins with the 5 characters %PDF-");
    }
    constexpr std::string_view minors = "01234567";
    const std::string_view version = text.substr(0, 8);
    const bool is_known = version == "%PDF-2.0" ||
                          (version.starts_with("%PDF-1.") && minors.contains(version.back()));
    if (text.starts_with("%PDF-") && !is_known) reject(claims, "pdf.frame", "pdf.frame.version");
    const std::size_t ends = count(text, "%%EOF");
    if (ends == 0) {
        reject(claims,
               "pdf.frame",
               "pdf.frame.no_end",
               "ISO 32000-2, 7.5.5: the last line of the file shall contain only %%EOF");
    }
    claims.revision_count = std::max(ends, count(text, "startxref"));
    if (claims.revision_count > 1) {
        add_finding(claims,
                    Level::warning,
                    "pdf.revisions",
                    "pdf.revisions.several",
                    "ISO 32000-2, 7.5.6: updates are appended to the end of the file");
    }
}

void fail(Claims& claims, const char* check, const char* code) {
    add_finding(claims, Level::fail, check, code, byte_range_clause);
}

/// Whether the range leaves out the hexadecimal Contents and nothing else, to the last byte.
/// @return false  the range itself makes no sense and nothing can be hashed.
bool check_byte_range(BytesView file,
                      const PdfSignature& signature,
                      SealClaims& seal,
                      Claims& claims) {
    if (!signature.is_range_readable) {
        fail(claims, "pdf.byte_range", "pdf.byte_range.malformed");
        return false;
    }
    const auto [first, first_length, second, second_length] = signature.byte_range;
    const bool is_inside = first == 0 && second <= file.size() &&
                           second_length <= file.size() - second && first_length + 2 <= second;
    if (!is_inside) {
        fail(claims, "pdf.byte_range", "pdf.byte_range.odd");
        return false;
    }
    if (file[first_length] != '<' || file[second - 1] != '>' ||
        signature.contents_offset != first_length) {
        fail(claims, "pdf.byte_range", "pdf.byte_range.gap");
        return false;
    }
    seal.covers_everything = second + second_length == file.size();
    if (!seal.covers_everything) fail(claims, "pdf.byte_range", "pdf.byte_range.not_whole");
    return true;
}

/// The Contents as they stand in the gap; what a parser makes of them elsewhere does not count.
std::optional<Bytes> cms_in_gap(BytesView file, const PdfSignature& signature, Claims& claims) {
    const auto [first, first_length, second, second_length] = signature.byte_range;
    const auto hex = parse_hex(as_text(file.subspan(first_length + 1, second - first_length - 2)));
    if (!hex) {
        fail(claims, "pdf.contents", "pdf.contents.not_hex");
        return std::nullopt;
    }
    const auto element = crypto::der::parse_padded(*hex);
    if (element) return Bytes(element->whole.begin(), element->whole.end());
    return *hex;
}

void check_certification(const PdfSignature& signature, Claims& claims) {
    constexpr const char* clause =
        "ISO 32000-2, 12.8.2.2: DocMDP with P 1 permits no change to the document";
    if (!signature.is_certification) {
        add_finding(claims, Level::warning, "pdf.certification", "pdf.certification.none", clause);
    } else if (signature.permissions != 1) {
        add_finding(claims, Level::warning, "pdf.certification", "pdf.certification.level", clause);
    }
}

/// "D:20261123100000+08'00'" (ISO 32000-2, 7.9.4), with all its parts.
std::optional<Instant> parse_date(std::string_view text) {
    if (text.size() < 21 || !text.starts_with("D:")) return std::nullopt;
    std::string iso;
    for (const auto [at, length, after] : {std::tuple{2, 4, '-'},
                                           std::tuple{6, 2, '-'},
                                           std::tuple{8, 2, 'T'},
                                           std::tuple{10, 2, ':'},
                                           std::tuple{12, 2, ':'}}) {
        iso.append(text.substr(at, length)) += after;
    }
    iso.append(text.substr(14, 5)).append(":").append(text.substr(20, 2));
    const Result<Instant> at = parse_instant(iso);
    return at ? std::optional(*at) : std::nullopt;
}

/// Whether the dictionary is a seal that readers show, and of a kind that is judged here.
bool check_kind(const PdfSignature& signature, SealClaims& seal, Claims& claims) {
    if (!signature.is_shown) {
        add_finding(claims,
                    Level::fail,
                    "pdf.signatures",
                    "pdf.signatures.no_field",
                    "ISO 32000-2, 12.8.1: a signature is the value of a signature field");
        return false;
    }
    seal.is_supported =
        signature.format == "/ETSI.CAdES.detached" || signature.format == "/adbe.pkcs7.detached";
    if (!seal.is_supported) {
        add_finding(claims, Level::fail, "pdf.signatures", "pdf.signatures.subfilter");
    }
    return seal.is_supported;
}

void read_signature(BytesView file, const PdfTree& tree, Claims& claims) {
    const PdfSignature& signature = tree.signatures.front();
    SealClaims seal;
    if (!signature.has_contents) fail(claims, "pdf.contents", "pdf.contents.missing");
    const bool is_readable = signature.has_contents && check_kind(signature, seal, claims) &&
                             check_byte_range(file, signature, seal, claims);
    const auto cms = is_readable ? cms_in_gap(file, signature, claims) : std::nullopt;
    if (!cms) {
        claims.seal = seal;
        return;
    }
    const auto [first, first_length, second, second_length] = signature.byte_range;
    const std::array covered{file.first(first_length), file.subspan(second, second_length)};
    const bool covers_everything = seal.covers_everything;
    seal = read_seal(*cms, covered, claims);
    seal.covers_everything = covers_everything;
    if (!seal.claimed_at) seal.claimed_at = parse_date(signature.claimed_at);
    for (const Bytes& certificate : tree.certificates) {
        seal.other_certificates.push_back(certificate);
    }
    seal.crls = tree.crls;
    check_certification(signature, claims);
    claims.seal = std::move(seal);
}

}  // namespace

void read_pdf(BytesView file, const ReadLimits& limits, Claims& claims) {
    claims.format = FileFormat::pdf;
    read_frame(as_text(file), claims);
    // A signature that an update hid from the object tree still stands in the bytes.
    claims.signature_count = count(as_text(file), "/ByteRange");
    const PdfTree tree = read_pdf_tree(file, limits, claims);
    claims.signature_count = std::max(tree.signatures.size(), claims.signature_count);
    if (!tree.xmp.empty()) read_xmp(tree.xmp, limits, claims);
    if (tree.is_encrypted) {
        claims.seal = SealClaims{.is_supported = false};
        claims.signature_count = std::max<std::size_t>(claims.signature_count, 1);
        return add_finding(claims, Level::fail, "pdf.encryption", "pdf.encrypted");
    }
    if (claims.signature_count > 1) {
        add_finding(
            claims, Level::fail, "pdf.signatures", "pdf.signatures.several", one_signature_clause);
    }
    if (!tree.is_readable) return;
    if (tree.signatures.size() == 1) return read_signature(file, tree, claims);
    if (claims.signature_count == 1) {
        add_finding(claims, Level::fail, "pdf.signatures", "pdf.signatures.hidden");
    }
}

}  // namespace yinxin::verify
