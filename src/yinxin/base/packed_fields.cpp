// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/packed_fields.hpp"

#include "yinxin/base/text.hpp"

namespace yinxin {

std::string pack_fields(const std::vector<std::string>& fields) {
    std::string packed;
    for (const std::string& field : fields) {
        packed += std::to_string(field.size()) + ':' + field;
    }
    return packed;
}

Result<std::vector<std::string>> unpack_fields(std::string_view packed) {
    std::vector<std::string> fields;
    while (!packed.empty()) {
        const std::size_t colon = packed.find(':');
        if (colon == std::string_view::npos) return Error(ErrorCode::malformed, "packed fields");
        const auto length = parse_integer(packed.substr(0, colon));
        packed.remove_prefix(colon + 1);
        if (!length || *length < 0 || static_cast<std::size_t>(*length) > packed.size()) {
            return Error(ErrorCode::malformed, "packed fields");
        }
        fields.emplace_back(packed.substr(0, static_cast<std::size_t>(*length)));
        packed.remove_prefix(static_cast<std::size_t>(*length));
    }
    return fields;
}

Result<std::vector<std::string>> unpack_fields(std::string_view packed, std::size_t count) {
    YX_TRY(std::vector<std::string> fields, unpack_fields(packed));
    if (fields.size() != count) return Error(ErrorCode::malformed, "packed fields");
    return fields;
}

}  // namespace yinxin
