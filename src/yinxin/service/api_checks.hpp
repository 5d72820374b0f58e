// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/api_calls.hpp"
#include "yinxin/verify/judge.hpp"

#include <optional>
#include <string>

/// What a program may ask about certificates and copies. A live client asks the register, and the
/// holder sees it; a sandbox client asks the invented certificates of sandbox_register.hpp. What
/// was found is followed from then on if the client has the scope `changes`.
///
/// No way to list who has a certificate: a number is answered only together with the
/// holder's name, "no such number" and "another person's" are one answer,
/// five wrong answers close a number for the client for an hour, and a day has only so many misses.
namespace yinxin::service {

struct CertificateQuestion {
    std::string number;  ///< 管理号, 查询编号 or 证书编号
    std::string name;    ///< of the holder
};
/// How a certificate stands; no more about the person than was asked with.
struct CertificateStanding {
    std::string certificate_id;  ///< its name for this client, in the change feed
    domain::CertificateKind kind = domain::CertificateKind::certificate;
    domain::Bilingual title;
    domain::Bilingual qualification;
    domain::Bilingual level;
    domain::Bilingual specialty;
    domain::Bilingual issuer;
    CivilDay approved_on{};
    CivilDay issued_on{};
    domain::CertificateStatus status = domain::CertificateStatus::valid;
    Instant status_at{};
    bool is_recalled = false;
    bool is_stopped = false;
};
/// @error certificate.number_invalid
/// @error invalid_input  a name that can be none; param `member`
/// @error not_found, too_many_requests, api.too_many_misses
Task<Result<CertificateStanding>> ask_certificate(Services& services,
                                                  const ApiCall& call,
                                                  CertificateQuestion question);

/// Who the paper in the asker's hand says it is about.
struct PrintedPerson {
    std::string name;
    std::string id_tail;
};
struct CopyQuestion {
    std::string copy;  ///< number, 核验码, token, or a link with a token
    std::optional<std::string> recipient;
    std::optional<PrintedPerson> person;
};
struct CopyAnswer {
    verify::Report report;
    std::string certificate_id;      ///< empty: not about a certificate of ours
    std::optional<bool> is_match{};  ///< of the person; none: not asked
};
/// VALID means that such a copy exists and is current, not that a paper is it.
/// @error not_found, too_many_requests, api.too_many_misses
Task<Result<CopyAnswer>> ask_copy(Services& services, const ApiCall& call, CopyQuestion question);

struct CodeQuestion {
    std::string text;  ///< of a QR, or a typed 核验码
    std::optional<std::string> recipient;
};
/// As ask_copy. The text of an offline code leads to its copy once its signature is right; one that
/// is wrong is answered by itself. @error as ask_copy
Task<Result<CopyAnswer>> ask_code(Services& services, const ApiCall& call, CodeQuestion question);

struct FileToCheck {
    Bytes file;
    std::optional<std::string> recipient;
    std::optional<Instant> at;
};
/// @error too_large, unavailable
Task<Result<CopyAnswer>> ask_file(Services& services, const ApiCall& call, FileToCheck question);

}  // namespace yinxin::service
