// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/qr.hpp"

#include <cerrno>
#include <memory>

#include <qrencode.h>

namespace yinxin::documents {

Result<CodeModules> encode_qr(std::string_view text, int largest_side) {
    const auto too_large = [&] {
        return Error(ErrorCode::qr_too_large, std::to_string(text.size()) + " bytes");
    };
    if (text.empty()) return too_large();
    const std::unique_ptr<QRinput, decltype(&QRinput_free)> input(QRinput_new2(0, QR_ECLEVEL_M),
                                                                  &QRinput_free);
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    if (!input ||
        QRinput_append(input.get(), QR_MODE_8, static_cast<int>(text.size()), bytes) != 0) {
        return too_large();
    }
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> symbol(QRcode_encodeInput(input.get()),
                                                                 &QRcode_free);
    if (!symbol || symbol->width > largest_side) return too_large();
    CodeModules modules;
    modules.size = symbol->width;
    const auto count = static_cast<std::size_t>(symbol->width) * symbol->width;
    modules.dark.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        modules.dark[i] = (symbol->data[i] & 1) != 0;
    return modules;
}

}  // namespace yinxin::documents
