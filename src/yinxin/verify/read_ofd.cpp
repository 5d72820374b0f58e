// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/text.hpp"
#include "yinxin/verify/code_search.hpp"
#include "yinxin/verify/ofd_document.hpp"
#include "yinxin/verify/ofd_seal.hpp"

#include <algorithm>

namespace yinxin::verify {
namespace {

/// Every XML of the package, whoever names it: a reader may open it.
/// @return false  one of them is in an encoding nobody here knows.
bool scan_all(const OfdPackage& package, const ReadLimits& limits, Claims& claims) {
    bool is_known = true;
    for (const OfdPackage::Member& member : package.members()) {
        const bool is_xml = to_lower_ascii(member.name).ends_with(".xml");
        if (is_xml && !scan_xml(member, limits, claims)) is_known = false;
    }
    return is_known;
}

/// Signatures that lie in the package although nothing leads to them.
bool has_hidden_signature(const OfdPackage& package) {
    return std::ranges::any_of(package.members(), [](const OfdPackage::Member& member) {
        const std::string name = to_lower_ascii(member.name);
        return name.ends_with("signature.xml") || name.ends_with("signedvalue.dat");
    });
}

void count_signatures(const OfdPackage& package, const OfdDocument& document, Claims& claims) {
    claims.signature_count = document.signatures.size();
    if (claims.signature_count == 0 && has_hidden_signature(package)) {
        claims.signature_count = 1;
        add_finding(claims, Level::fail, "ofd.signatures", "ofd.signatures.hidden");
    }
    if (claims.signature_count > 1) {
        add_finding(claims,
                    Level::fail,
                    "ofd.signatures",
                    "ofd.signatures.several",
                    "design section 3: a copy of ours carries one seal; a second signature can "
                    "only have been added later");
    }
}

/// What is proven broken is not merely unsupported, whatever else somebody put into it.
void prefer_proof(SealClaims& seal, Claims& claims) {
    if (seal.is_intact) return;
    seal.is_supported = true;
    for (Finding& finding : claims.findings) {
        if (finding.code.ends_with("unsupported")) finding.level = Level::warning;
    }
}

/// A scan that somebody packed: our code may be in one of its pictures.
void search_pictures(const OfdPackage& package, Claims& claims) {
    CodeSearch codes(claims);
    for (const OfdPackage::Member& member : package.members()) {
        // Most members are no pictures.
        if (!codes.is_exhausted()) (void)codes.search_file(member.content, 1);
    }
    codes.conclude();
}

/// @return what the first signature says; there is no other in ours.
std::optional<SealClaims> read_first_seal(const OfdPackage& package,
                                          const OfdDocument& document,
                                          const ReadLimits& limits,
                                          Claims& claims) {
    if (document.signatures.empty()) return std::nullopt;
    const OfdDocument::Signature& first = document.signatures.front();
    if (!first.is_seal) {
        add_finding(claims, Level::fail, "ofd.signatures", "ofd.signatures.kind");
        return SealClaims{.is_supported = false};
    }
    const OfdPackage::Member* file = package.find(first.file);
    if (file == nullptr) return std::nullopt;
    const auto signature = read_ofd_signature(package, *file, limits, claims);
    if (!signature) return std::nullopt;
    SealClaims seal = read_ses_seal(*signature, claims);
    seal.is_supported = seal.is_supported && signature->is_supported;
    seal.is_intact = seal.is_intact && signature->is_intact;
    const bool covers = covers_package(package, *signature, document.signatures_file, claims);
    seal.covers_everything = seal.covers_everything && covers;
    prefer_proof(seal, claims);
    return seal;
}

}  // namespace

void read_ofd(BytesView file, const ReadLimits& limits, Claims& claims) {
    claims.format = FileFormat::ofd;
    const OfdPackage package = OfdPackage::read(file, limits, claims);
    const auto document = read_ofd_document(package, limits, claims);
    const bool is_encoding_known = scan_all(package, limits, claims);
    if (!document) return;
    claims.seal = read_first_seal(package, *document, limits, claims);
    count_signatures(package, *document, claims);
    if (claims.signature_count == 0) return search_pictures(package, claims);
    if (!claims.seal || !claims.seal->is_intact || !claims.seal->covers_everything) return;
    // Sealed as a whole, but nobody here can say what a reader shows.
    if (document->bodies > 1) {
        claims.seal->is_supported = false;
        add_finding(claims, Level::fail, "ofd.document", "ofd.document.several");
    }
    if (!is_encoding_known) {
        claims.seal->is_supported = false;
        add_finding(claims, Level::fail, "ofd.xml", "ofd.xml.encoding");
    }
}

}  // namespace yinxin::verify
