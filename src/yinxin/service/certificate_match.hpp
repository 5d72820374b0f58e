// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/id_number.hpp"
#include "yinxin/domain/person_name.hpp"
#include "yinxin/storage/certificates.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The certificate somebody asks about with the three fields he has from it: name, number of the ID
/// document, and 管理号 or 查询编号 (证书查询, 批量核验).
namespace yinxin::service {

struct CertificateClaim {
    domain::PersonName name;
    std::vector<domain::IdNumber> documents;  ///< all kinds of document the number can be of
    std::string management_no;
};

/// @error person.*, certificate.number_invalid  param `field`: name, id_number, management_number
Result<CertificateClaim> parse_certificate_claim(std::string_view name,
                                                 std::string_view id_number,
                                                 std::string_view management_no);

/// The current version, if all three belong together: the number to a certificate, the document and
/// the name, present or former, to its holder (docs/choices.md). Nothing in every other case, and
/// for a certificate whose batch was never released; a recalled or stopped one is found and says
/// so.
Result<std::optional<storage::CertificateRecord>> find_claimed_certificate(
    storage::Reader& reader, const storage::DataKeys& keys, const CertificateClaim& claim);

}  // namespace yinxin::service
