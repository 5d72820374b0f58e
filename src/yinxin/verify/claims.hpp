// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/verify/finding.hpp"
#include "yinxin/verify/verdict.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace yinxin::verify {

/// Bounds on a foreign file; what passes one is REJECTED, never read on.
struct ReadLimits {
    std::size_t file_bytes = std::size_t{10} * 1024 * 1024;
    std::size_t unpacked_bytes = std::size_t{64} * 1024 * 1024;
    std::size_t members = 2000;      ///< ZIP entries, PDF objects are bounded by 100,000
    std::size_t nesting = 64;        ///< PDF arrays and dictionaries, XML elements, DER
    std::size_t ratio = 100;         ///< unpacked to packed, per member
    std::size_t pages_to_scan = 50;  ///< pages or pictures searched for QR codes
};

/// What the one signature of a file says of itself, as far as it needs no outside fact.
struct SealClaims {
    bool is_supported = true;               ///< false: an algorithm or variant we do not know
    bool is_intact = false;                 ///< digest and signature value are right
    bool covers_everything = false;         ///< every byte (PDF) or member (OFD) but the signature
    std::string algorithm;                  ///< e.g. "ecdsa-p256-sha256"
    Bytes certificate;                      ///< DER of the signer's certificate; empty if not there
    std::vector<Bytes> other_certificates;  ///< DER, those that travel with the file
    std::vector<Bytes> crls;                ///< DER, those that travel with the file
    std::optional<Instant> claimed_at;      ///< the signer's own clock: a claim
    Bytes timestamp_token;                  ///< DER; empty if none
    Bytes timestamp_imprint;                ///< what the token must cover, by its own digest
    Bytes seal_certificate;                 ///< OFD: the seal maker's certificate, DER; else empty
    std::optional<Instant> seal_not_before;  ///< OFD: dates of the seal itself
    std::optional<Instant> seal_not_after;
};

/// What the file says about the certificate and the endorsement in it: read, not believed.
struct FaceClaims {
    std::string title;
    std::string certificate_no;
    std::string licence_id;
    std::string issuer;
    std::string issued_on;
    std::string copy_no;
    std::string scenario;
    std::string recipient;
    std::optional<Instant> made_at;
    std::optional<Instant> valid_until;
};

/// One QR code found in a picture, a scan or a page.
struct FoundCode {
    std::string text;
    std::size_t page = 1;  ///< from 1
};

/// Everything reading a file gives: no key, no clock, no register. Made inside the sandbox; crosses
/// the process border as bytes (claims_encoding.hpp).
struct Claims {
    FileFormat format = FileFormat::other;
    crypto::Digest32 sha256{};
    crypto::Digest32 sm3{};
    std::size_t size = 0;
    bool is_hostile = false;  ///< REJECTED: `findings` starts with the first reason
    std::size_t signature_count = 0;
    std::size_t revision_count = 0;  ///< PDF; 1 for ours
    std::optional<SealClaims> seal;  ///< when exactly one signature could be read
    FaceClaims face;
    std::vector<FoundCode> codes;    ///< only searched where there is no seal
    std::size_t pages_searched = 0;  ///< for codes, of a PDF
    std::vector<Finding> findings;
};

}  // namespace yinxin::verify
