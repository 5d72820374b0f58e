// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/certificate.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"

#include <algorithm>

namespace yinxin::domain {
namespace {

using Status = CertificateStatus;

Result<std::string> parse_number(std::string_view raw) {
    const std::u32string text = fold::compact(raw);
    const auto allowed = [](char32_t c) {
        return fold::is_digit(c) || fold::is_upper(c) || c == '-';
    };
    if (text.empty() || text.size() > max_number_length || !std::ranges::all_of(text, allowed)) {
        return Error(ErrorCode::certificate_number_invalid, "not 1 to 32 capitals and digits")
            .with("max", std::to_string(max_number_length));
    }
    return encode_utf8(text);
}

}  // namespace

bool may_become(CertificateStatus from, CertificateStatus to) noexcept {
    if (from == Status::valid) return to != Status::valid;
    if (from == Status::suspended) return to != Status::suspended;
    return false;
}

ExportCodes export_codes(CertificateStatus status) noexcept {
    switch (status) {
        case Status::valid:
            return {"01", "01"};
        case Status::suspended:
            return {"02", "03"};
        case Status::revoked:
            return {"03", "07"};
        case Status::cancelled:
            return {"04", "05"};
        case Status::superseded:
            return {"05", "09"};
    }
    return {"99", "07"};
}

Result<std::string> parse_management_no(std::string_view raw) {
    return parse_number(raw);
}

Result<std::string> parse_certificate_no(std::string_view raw) {
    return parse_number(raw);
}

}  // namespace yinxin::domain
