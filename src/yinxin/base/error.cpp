// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/error.hpp"

#include <utility>

namespace yinxin {

std::string_view dotted_name(ErrorCode code) noexcept {
    switch (code) {
#define YX_ERROR(number, name, dotted) \
    case ErrorCode::name:              \
        return dotted;
#define YX_RESERVED(number)
#include "yinxin/base/error_codes.def"
#undef YX_ERROR
#undef YX_RESERVED
    }
    return "internal";
}

Error::Error(ErrorCode code, std::string detail, std::source_location where)
    : code_(code), detail_(std::move(detail)), where_(where) {}

Error& Error::with(std::string key, std::string value) & {
    params_[std::move(key)] = std::move(value);
    return *this;
}

Error&& Error::with(std::string key, std::string value) && {
    params_[std::move(key)] = std::move(value);
    return std::move(*this);
}

Error&& Error::retry_in(std::chrono::seconds wait) && {
    retry_after_ = wait;
    return std::move(*this);
}

std::string Error::describe() const {
    std::string_view file = where_.file_name();
    if (const auto slash = file.rfind('/'); slash != std::string_view::npos) {
        file.remove_prefix(slash + 1);
    }
    std::string text(dotted_name(code_));
    if (!detail_.empty()) {
        text += ": " + detail_;
    }
    text += " (" + std::string(file) + ":" + std::to_string(where_.line()) + ")";
    return text;
}

}  // namespace yinxin
