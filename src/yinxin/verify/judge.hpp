// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/trust.hpp"
#include "yinxin/domain/bilingual.hpp"
#include "yinxin/domain/certificate.hpp"
#include "yinxin/domain/endorsement.hpp"
#include "yinxin/verify/claims.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace yinxin::verify {

/// Whom the verifier trusts.
struct Trust {
    std::shared_ptr<const crypto::TrustStore> store;  ///< anchors and revocation lists at hand
    /// Seal certificates that may sign (DER); empty: any that leads to an anchor.
    std::vector<Bytes> pinned_signers;
};

/// What the register knows about one copy of ours.
struct RegisteredCopy {
    std::string copy_no;
    std::string token;
    std::string certificate_no;
    std::string management_no;
    domain::Bilingual title;
    domain::Bilingual qualification;
    domain::Bilingual level;
    domain::Bilingual specialty;
    domain::Bilingual issuer;
    std::string issuer_id;
    CivilDay approved_on{};
    CivilDay issued_on{};
    std::string masked_name;
    std::string masked_id;
    domain::CertificateStatus status = domain::CertificateStatus::valid;
    Instant status_at{};
    bool is_recalled = false;      ///< the batch was recalled by the office
    bool is_stopped = false;       ///< the batch was stopped until the office has looked at it
    bool is_superseded = false;    ///< a newer version of the certificate is in force
    bool has_endorsement = false;  ///< false: policy exempts this certificate; then none of these
    domain::EndorsementState endorsement = domain::EndorsementState::ready;
    Instant applied_at{};
    Instant valid_until{};
    std::string scenario;
    std::string recipient;
    std::optional<Instant> ended_at;     ///< when withdrawn or ended by the office
    std::optional<Instant> released_at;  ///< when the copy entered the register
};

/// The register's answer about one file; none at all when it was not consulted.
struct RegisterAnswer {
    std::optional<RegisteredCopy> identical;  ///< the file's hash is that of this copy
    std::optional<RegisteredCopy> named;      ///< the file names this copy (number or QR)
    /// The file is byte for byte this receipt of ours (its number), which is no copy.
    std::optional<std::string> receipt_no = std::nullopt;
};

/// What the verifier wants to know besides.
struct Question {
    std::optional<std::string> recipient;  ///< who he is; a mismatch is a finding
    Instant at{};                          ///< the moment the question is about; usually now
};

/// Who sealed, as read from the certificate.
struct SignerSummary {
    std::string common_name;
    std::string organization;
    std::string issuer;
    std::string serial;  ///< hexadecimal
    std::string sha256;  ///< of the certificate, hexadecimal
    Instant not_before{};
    Instant not_after{};
};

struct Report {
    Verdict verdict = Verdict::rejected;
    Integrity integrity = Integrity::malformed;
    Authenticity authenticity = Authenticity::unknown;
    Currency currency = Currency::unknown;
    FileFormat format = FileFormat::other;
    std::string sha256;             ///< hexadecimal
    std::string sm3;                ///< hexadecimal
    std::vector<Finding> findings;  ///< the one that decided stands first
    std::optional<SignerSummary> signer;
    std::optional<Instant> signed_at;
    bool is_time_trusted = false;        ///< signed_at comes from a timestamp that was verified
    FaceClaims face;                     ///< what the file says
    std::optional<RegisteredCopy> copy;  ///< what the register says: the identical, else the named
    std::vector<FoundCode> codes;
    std::size_t pages_searched = 0;  ///< for codes, of a PDF without seal
    Instant at{};                    ///< the moment judged
    bool was_register_asked = false;
};

/// Second of the two calls: the first row of the table of design section 3 that matches. Pure.
/// @param answer  nullptr: the register was not consulted, the answer is about the file alone.
/// @param now  when the question is asked; question.at may lie before it.
[[nodiscard]] Report judge(const Claims& claims,
                           const Trust& trust,
                           const RegisterAnswer* answer,
                           const Question& question,
                           Instant now);

/// What the register says of a copy where there is no file: rows 10 to 12. VALID means that such a
/// copy exists and is current.
[[nodiscard]] Report judge_copy(const RegisteredCopy& copy, const Question& question, Instant now);

/// The one code that decided, e.g. "certificate.revoked"; messages "verdict." + VERDICT and
/// "finding." + code say it in words.
[[nodiscard]] std::string_view deciding_code(const Report& report) noexcept;

}  // namespace yinxin::verify
