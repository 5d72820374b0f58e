// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/ofd_signature.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/algorithms.hpp"

#include <algorithm>
#include <array>

namespace yinxin::verify {
namespace {

constexpr const char* references_clause =
    "GB/T 33190-2016, 18: each reference holds the digest of one file of the package";

void refuse(Claims& claims, const char* code) {
    reject(claims, "ofd.signature", code, references_clause);
}

/// Digest algorithms by the names found in files.
using Digest = crypto::Digest32 (*)(BytesView);

Digest digest_named(std::string_view name) {
    const std::string upper = to_upper_ascii(name);
    if (upper == "SM3" || name == crypto::oid::sm3) return &crypto::sm3;
    if (upper == "SHA256" || upper == "SHA-256" || name == crypto::oid::sha256) {
        return &crypto::sha256;
    }
    return nullptr;
}

/// Digests that were broken: whoever uses them could have sealed something else. None named is no
/// better.
bool is_weak(std::string_view name) {
    constexpr std::array<std::string_view, 6> weak{
        "", "MD5", "SHA1", "SHA-1", "1.2.840.113549.2.5", "1.3.14.3.2.26"};
    return std::ranges::find(weak, to_upper_ascii(name)) != weak.end();
}

std::string without_white_space(std::string_view text) {
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out), [](char c) { return c > ' ' || c < 0; });
    return out;
}

/// "20201004072855.302Z", "20261123100000Z", "2026-11-23T10:00:00Z"; nothing for other forms, which
/// are in use too and prove nothing.
std::optional<Instant> time_in(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c != '-'; });
    const std::string iso = digits.size() > 14 && digits.ends_with('Z') && !digits.contains('T')
                                ? digits.substr(0, 4) + '-' + digits.substr(4, 2) + '-' +
                                      digits.substr(6, 2) + 'T' + digits.substr(8, 2) + ':' +
                                      digits.substr(10, 2) + ':' + digits.substr(12, 2) + 'Z'
                                : std::string(text);
    const Result<Instant> at = parse_instant(iso);
    return at ? std::optional(*at) : std::nullopt;
}

class SignatureReader {
  public:
    SignatureReader(const OfdPackage& package, const OfdPackage::Member& file, Claims& claims)
        : package_(package), claims_(claims) {
        signature_.file = &file;
    }

    [[nodiscard]] OfdSignature read(const XmlElement& root) {
        const auto parts = root.children_named("SignedInfo");
        signature_.value = member_at(root, "SignedValue");
        if (parts.size() != 1 || signature_.value == nullptr) {
            refuse(claims_, "ofd.signature.incomplete");
        } else {
            read_information(*parts.front());
        }
        return std::move(signature_);
    }

  private:
    void fail(const char* code) {
        add_finding(claims_, Level::fail, "ofd.signature", code, references_clause);
    }
    [[nodiscard]] const OfdPackage::Member* member_at(const XmlElement& element,
                                                      std::string_view name) {
        const std::string_view location = element.text_of(name);
        return location.empty() ? nullptr
                                : package_.find(resolve(location, signature_.file->name, claims_));
    }
    void read_information(const XmlElement& information) {
        const std::string_view method = information.text_of("SignatureMethod");
        if (method != crypto::oid::sm2_sm3) {
            signature_.is_supported = false;
            fail("ofd.signature.unsupported");
        }
        signature_.claimed_at = time_in(information.text_of("SignatureDateTime"));
        if (const XmlElement* seal = information.child("Seal")) {
            signature_.seal = member_at(*seal, "BaseLoc");
            if (signature_.seal == nullptr) refuse(claims_, "ofd.signature.incomplete");
        }
        const auto lists = information.children_named("References");
        if (lists.size() != 1) return refuse(claims_, "ofd.signature.incomplete");
        read_references(*lists.front());
    }
    void read_references(const XmlElement& list) {
        const std::string_view method = list.attribute("CheckMethod");
        const Digest digest = digest_named(method);
        if (digest == nullptr) {
            // Weak is not "unsupported": such a list is worth nothing whoever made it.
            if (is_weak(method)) return spoil("ofd.reference.weak");
            signature_.is_supported = false;
            return fail("ofd.reference.unsupported");
        }
        for (const XmlElement* reference : list.children_named("Reference")) {
            compare(*reference, digest);
        }
    }
    void compare(const XmlElement& reference, Digest digest) {
        const std::string_view location = reference.attribute("FileRef");
        const auto* member = package_.find(resolve(location, signature_.file->name, claims_));
        if (member == nullptr) return spoil("ofd.reference.missing");
        if (!signature_.listed.insert(member->name).second) return spoil("ofd.reference.twice");
        const std::string stated = without_white_space(reference.text_of("CheckValue"));
        if (stated != to_base64(digest(member->content))) spoil("ofd.reference.digest");
    }
    void spoil(const char* code) {
        signature_.is_intact = false;
        fail(code);
    }

    const OfdPackage& package_;
    Claims& claims_;
    OfdSignature signature_;
};

}  // namespace

std::optional<OfdSignature> read_ofd_signature(const OfdPackage& package,
                                               const OfdPackage::Member& file,
                                               const ReadLimits& limits,
                                               Claims& claims) {
    const auto root = read_xml(file, "Signature", limits, claims);
    if (!root) return std::nullopt;
    OfdSignature signature = SignatureReader(package, file, claims).read(*root);
    if (signature.value == nullptr) return std::nullopt;
    return signature;
}

}  // namespace yinxin::verify
