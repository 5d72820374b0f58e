// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/qr.hpp"

#include "yinxin/documents/qr_codewords.hpp"
#include "yinxin/documents/qr_symbol.hpp"

namespace yinxin::documents {

Result<CodeModules> encode_qr(std::string_view text, int largest_side) {
    const int version = text.empty() ? 0 : qr::version_for(text.size());
    if (version == 0 || qr::side_of(version) > largest_side) {
        return Error(ErrorCode::qr_too_large, std::to_string(text.size()) + " bytes");
    }
    return CodeModules{qr::side_of(version),
                       qr::make_symbol(qr::make_codewords(text, version), version)};
}

}  // namespace yinxin::documents
