// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/ids.hpp"
#include "yinxin/verify/judge.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The invented certificates of the sandbox: one for each way a certificate or copy can stand. They
/// are made here and stand in no table. Their days move with the calendar, all else is fixed.
namespace yinxin::service {

struct SandboxCertificate {
    std::string name;    ///< what it shows, e.g. "valid", "endorsement_expired"
    LineId line;         ///< 1, 2, 3 …
    std::string number;  ///< 管理号
    std::string code;    ///< 核验码
    std::string file;    ///< a text file with exactly this content is "its file"
    verify::RegisteredCopy copy;
};

/// Everybody in the sandbox is this one person.
inline constexpr std::string_view sandbox_person = "演示甲";
inline constexpr std::string_view sandbox_id_tail = "001X";

[[nodiscard]] std::vector<SandboxCertificate> sandbox_certificates(Instant now);
/// By copy number, 核验码, token, or a link that ends in the token.
[[nodiscard]] std::optional<SandboxCertificate> find_sandbox_copy(std::string_view name,
                                                                  Instant now);
/// By 管理号 or 证书编号.
[[nodiscard]] std::optional<SandboxCertificate> find_sandbox_number(std::string_view number,
                                                                    Instant now);

/// A file the sandbox knows, or how it answers for one it does not: there are files for the
/// verdicts that no certificate can have, too ("YINXIN-SANDBOX altered").
struct SandboxFile {
    verify::Report report;
    std::optional<SandboxCertificate> certificate;  ///< the one it is, or names
};
[[nodiscard]] SandboxFile judge_sandbox_file(BytesView file,
                                             const verify::Question& question,
                                             Instant now);
/// The texts of all files with a verdict of their own, for documentation and tests.
struct SandboxFileText {
    std::string text;
    verify::Verdict verdict = verify::Verdict::valid;
};
[[nodiscard]] std::vector<SandboxFileText> sandbox_files(Instant now);

}  // namespace yinxin::service
