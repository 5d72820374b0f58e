// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/certificates.hpp"

#include <string>

namespace yinxin::http {

/// A class for style sheets and icons, and the words beside it.
struct Sign {
    std::string css;
    std::string text;
};
void set_sign(View& view, std::string_view prefix, const Sign& sign);

Sign status_sign(const Context& context, domain::CertificateStatus status);
Sign endorsement_sign(const Context& context, domain::EndorsementView view);
/// How the newest application of a certificate stands; "none" and "exempt" where there is none.
Sign endorsement_sign(const Context& context, const service::CertificateFacts& facts);

std::string kind_words(const Context& context, domain::CertificateKind kind);
std::string scenario_words(const Context& context, std::string_view scenario);
/// "居民身份证"
std::string id_type_words(const Context& context, domain::IdDocumentType type);

/// QUALIFICATION, KIND, HAS_LEVEL / LEVEL, HAS_SPECIALTY / SPECIALTY, HAS_APPROVED / APPROVED_DAY,
/// ISSUED_DAY: what every page about a certificate names.
void set_certificate(View& view, const Context& context, const domain::FaceData& face);
/// PAPER with its sections, or NO_PAPER.
void set_paper(View& view,
               const Context& context,
               const std::optional<domain::PaperCertificate>& paper);
/// AUTHORITY, AUTHORITY_PHONE, AUTHORITY_ADDRESS: whom to ask.
void set_contact(View& view, const Context& context, const domain::Issuer& issuer);

/// Whole civil days from today until the end, counting the last one: 1 on the last day.
std::int64_t days_left(Instant until, Instant now);

}  // namespace yinxin::http
