// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/qr.hpp"

#include "yinxin/documents/qr_codewords.hpp"
#include "yinxin/documents/qr_symbol.hpp"

namespace yinxin::documents {

bool fits_qr(std::string_view text, int largest_side) noexcept {
    const int version = text.empty() ? 0 : qr::version_for(text);
    return version != 0 && qr::side_of(version) <= largest_side;
}

Result<CodeModules> encode_qr(std::string_view text, int largest_side) {
    if (!fits_qr(text, largest_side)) {
        return Error(ErrorCode::qr_too_large, std::to_string(text.size()) + " bytes");
    }
    const int version = qr::version_for(text);
    return CodeModules{qr::side_of(version),
                       qr::make_symbol(qr::make_codewords(text, version), version)};
}

}  // namespace yinxin::documents
