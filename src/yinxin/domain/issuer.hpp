// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/bilingual.hpp"
#include "yinxin/domain/keyed.hpp"
#include "yinxin/domain/uscc.hpp"

#include <string>

namespace yinxin::domain {

/// Who stands behind a certificate; decides exemptions and which seal is used.
enum class IssuerKind {
    government,   ///< 政府部门 or its examination body
    association,  ///< 行业协会、学会 or a designated body
};

template <>
struct KeyTable<IssuerKind> {
    static constexpr std::array<Keyed<IssuerKind>, 2> rows{{
        {IssuerKind::government, "government"},
        {IssuerKind::association, "association"},
    }};
};

/// Where a holder asks about data on a certificate (如有疑问，请联系证书发放机构).
struct Contact {
    Bilingual department;
    Bilingual address;
    Bilingual hours;
    std::string phone;
    std::string email;

    friend bool operator==(const Contact&, const Contact&) = default;
};

/// 证书发放机构.
struct Issuer {
    std::string id;  ///< stable key in the catalogue, [a-z0-9_]
    IssuerKind kind = IssuerKind::government;
    Uscc uscc;
    Bilingual name;
    Contact contact;
};

/// 批准部门: one of the authorities that jointly approve a qualification.
struct Authority {
    std::string id;
    Bilingual name;
};

}  // namespace yinxin::domain
