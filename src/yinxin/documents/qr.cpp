// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/qr.hpp"

#include "yinxin/documents/qr_codewords.hpp"
#include "yinxin/documents/qr_symbol.hpp"

namespace yinxin::documents {

namespace {

/// The smallest version within the room; 0 if there is none.
int version_within(std::string_view text, int largest_side) noexcept {
    const int version = text.empty() ? 0 : qr::version_for(text);
    return version != 0 && qr::side_of(version) <= largest_side ? version : 0;
}

}  // namespace

bool fits_qr(std::string_view text, int largest_side) noexcept {
    return version_within(text, largest_side) != 0;
}

Result<CodeModules> encode_qr(std::string_view text, int largest_side) {
    const int version = version_within(text, largest_side);
    if (version == 0) {
        return Error(ErrorCode::qr_too_large, std::to_string(text.size()) + " bytes");
    }
    return CodeModules{qr::side_of(version),
                       qr::make_symbol(qr::make_codewords(text, version), version)};
}

}  // namespace yinxin::documents
