// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/domain/bilingual.hpp"
#include "yinxin/domain/id_number.hpp"
#include "yinxin/domain/keyed.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::domain {

enum class CertificateKind {
    certificate,         ///< 资格证书
    pass_proof,          ///< 合格证明, e.g. for a further specialty (增项)
    query_result_proof,  ///< 职业资格查询结果证明, carries a 查询编号 instead of a 管理号
};

template <>
struct KeyTable<CertificateKind> {
    static constexpr std::array<Keyed<CertificateKind>, 3> rows{{
        {CertificateKind::certificate, "certificate"},
        {CertificateKind::pass_proof, "pass_proof"},
        {CertificateKind::query_result_proof, "query_result_proof"},
    }};
};

/// 照面数据: everything one version of one certificate says on its face, as text ready to print.
/// Personal data: never logged.
struct FaceData {
    CertificateKind kind = CertificateKind::certificate;
    int version = 1;  ///< of the certificate; the licence id carries the same number

    // Who
    std::string name;        ///< PersonName::value
    std::string latin_name;  ///< name in Latin capitals for the English face; may be empty
    Sex sex = Sex::unknown;
    std::chrono::year_month birth{};  ///< 出生年月; !ok() where it is not known
    IdDocumentType id_type = IdDocumentType::resident_identity_card;
    std::string id_number;     ///< IdNumber::number
    std::string photo_sha256;  ///< hexadecimal hash of the photo file; empty: no photo

    // What
    std::string qualification_id;
    std::string level_code;      ///< empty: none
    std::string specialty_code;  ///< empty: none
    Bilingual title;             ///< heading, by the edition of the approval year
    Bilingual qualification;
    Bilingual level;
    Bilingual specialty;

    // When and under which numbers
    CivilDay approved_on{};      ///< 批准日期; its year chooses the edition
    CivilDay issued_on{};        ///< 签发日期
    std::string certificate_no;  ///< 证书编号
    std::string management_no;   ///< 管理号, or 查询编号 on a query result proof
    std::string licence_id;      ///< 电子证照标识; empty: none assigned

    // By whom
    std::string issuer_id;
    std::string issuer_uscc;
    Bilingual issuer;
    std::vector<Bilingual> authorities;  ///< 批准部门, in printing order
    std::string template_id;
    std::string seal_type;

    friend bool operator==(const FaceData&, const FaceData&) = default;
};

/// One byte string per distinct face: a version line, then every field as "name length:value\n" in
/// a fixed order. What an approval signs and the press checks again, so the form never changes
/// without a new version line.
[[nodiscard]] std::string canonical_text(const FaceData& face);

/// The face a canonical text stands for; canonical_text of the result is `text` again.
/// @error malformed  anything canonical_text does not write. The detail names the field, not its
/// value.
[[nodiscard]] Result<FaceData> parse_canonical_text(std::string_view text);

}  // namespace yinxin::domain
