// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/certificate.hpp"
#include "yinxin/domain/id_number.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::domain {

/// 合格人员: one person's passed examination, read from a row of an import and checked, as issuing
/// takes it. Personal data: never logged.
///
/// Everything is in the one spelling of its parser (parse_person_name, parse_id_number, …) and the
/// codes are those of the edition in force in the approval year.
struct ExamResult {
    CertificateKind kind = CertificateKind::certificate;

    // Who
    std::string name;        ///< PersonName::value
    std::string latin_name;  ///< name in Latin letters for the English face; may be empty
    std::vector<std::string> former_names;
    IdNumber document;                       ///< under which the examination was sat
    std::vector<IdNumber> former_documents;  ///< what accounts may still be registered with
    std::string mobile;                      ///< Mobile::e164, the proof of binding; may be empty
    Sex sex = Sex::unknown;           ///< by the document where it says, else as the row says
    std::chrono::year_month birth{};  ///< the same; !ok() where nobody knows
    std::string photo_sha256;         ///< in the blob store, hexadecimal; empty: no photo

    // What
    std::string qualification_id;
    std::string level_code;      ///< empty: none
    std::string specialty_code;  ///< empty: none

    // When and under which numbers
    CivilDay approved_on{};             ///< 批准日期; its year chooses the edition
    std::optional<CivilDay> issued_on;  ///< 签发日期; none: the day of issue
    std::string management_no;          ///< 管理号, or 查询编号 on a query result proof
    std::string certificate_no;         ///< 证书编号; empty: by the authority's numbering rule

    friend bool operator==(const ExamResult&, const ExamResult&) = default;
};

/// One byte string per distinct result, as for a FaceData.
[[nodiscard]] std::string canonical_text(const ExamResult& result);

/// The result a canonical text stands for; canonical_text of it is `text` again.
/// @error malformed  anything canonical_text does not write. The detail names the field, not its
/// value.
[[nodiscard]] Result<ExamResult> parse_exam_result(std::string_view text);

}  // namespace yinxin::domain
