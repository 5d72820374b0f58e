// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/face_fields.hpp"

#include <array>

namespace yinxin::verify {
namespace {

template <class Value>
struct Field {
    std::string_view name;
    std::string_view english;
    Value FaceClaims::* kept;
};

constexpr std::array texts{
    Field{"ZZMC", "certificateName", &FaceClaims::title},
    Field{"ZZBH", "certificateNumber", &FaceClaims::certificate_no},
    Field{"ZZBS", "certificateIdentifier", &FaceClaims::licence_id},
    Field{"ZZBFJG", "certificateIssuingAuthorityName", &FaceClaims::issuer},
    Field{"ZZBFRQ", "certificateIssuedDate", &FaceClaims::issued_on},
    Field{"FBBH", "", &FaceClaims::copy_no},
    Field{"SYCJ", "", &FaceClaims::scenario},
    Field{"JSF", "", &FaceClaims::recipient},
};
constexpr std::array instants{
    Field{"JZJZZSJ", "certificateCopyCreationTime", &FaceClaims::made_at},
    Field{"JZJYXQJZSJ", "certificateCopyExpiringTime", &FaceClaims::valid_until},
};

template <class Fields>
auto find(const Fields& fields, std::string_view name) -> decltype(fields.data()) {
    for (const auto& field : fields) {
        if (name == field.name || (name == field.english && !name.empty())) return &field;
    }
    return nullptr;
}

}  // namespace

void keep_field(FaceClaims& face, std::string_view name, std::string text) {
    if (text.size() > longest_field) return;
    if (const auto* field = find(instants, name)) {
        const Result<Instant> at = parse_instant(text);
        if (at) face.*field->kept = *at;
    }
    if (const auto* field = find(texts, name)) face.*field->kept = std::move(text);
}

}  // namespace yinxin::verify
