// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/form.hpp"

#include "yinxin/http/wire.hpp"

namespace yinxin::http {

Result<void> parse_form(Request& request, std::size_t most_fields) {
    const std::string type = request.content_type();
    if (type == "multipart/form-data" && !request.body.empty()) {
        return Error(ErrorCode::malformed, "form: no usable boundary");
    }
    if (type != "application/x-www-form-urlencoded") return ok();
    YX_TRY(request.form, parse_urlencoded(request.body, most_fields));
    request.body.clear();
    request.body.shrink_to_fit();
    return ok();
}

}  // namespace yinxin::http
