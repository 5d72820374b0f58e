// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/authenticator.hpp"

#include "yinxin/crypto/totp.hpp"
#include "yinxin/documents/qr.hpp"

#include <fmt/format.h>

namespace yinxin::http {
namespace {

constexpr int largest_side = 77;
constexpr int quiet_zone = 4;

/// Dark squares on white, in light and dark mode alike: cameras want it so.
SafeHtml draw_qr(const documents::CodeModules& code, std::string_view words) {
    const int side = code.size + 2 * quiet_zone;
    std::string path;
    for (int y = 0; y < code.size; ++y) {
        for (int x = 0; x < code.size; ++x) {
            const auto module = static_cast<std::size_t>(y) * static_cast<std::size_t>(code.size) +
                                static_cast<std::size_t>(x);
            if (!code.dark[module]) continue;
            path += fmt::format("M{} {}h1v1h-1z", x + quiet_zone, y + quiet_zone);
        }
    }
    return SafeHtml(
        fmt::format("<svg viewBox=\"0 0 {0} {0}\" role=\"img\" aria-label=\"{1}\">"
                    "<rect width=\"{0}\" height=\"{0}\" fill=\"#fff\"/>"
                    "<path fill=\"#000\" d=\"{2}\"/></svg>",
                    side,
                    words,
                    path));
}

}  // namespace

std::string grouped_base32(const Secret& secret) {
    const std::string text = crypto::to_base32(secret.expose_bytes());
    std::string grouped;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && i % 4 == 0) grouped += ' ';
        grouped += text[i];
    }
    return grouped;
}

void show_authenticator(View& view,
                        const Context& context,
                        const Secret& secret,
                        std::string_view login_name,
                        std::string_view issuer_name) {
    const service::Services& services = context.site().services;
    const std::string issuer = say(context, issuer_name);
    const auto code =
        documents::encode_qr(crypto::totp_address(secret, issuer, login_name), largest_side);
    if (code) view.set_raw("QR", draw_qr(*code, say(context, "handler.authenticator_qr")));
    view.set("SECRET", grouped_base32(secret));
    if (!services.is_demonstration) return;
    view.add("DEMO_CODE")
        .set("CODE", crypto::totp_code(secret, crypto::totp_step(services.clock.now())));
}

}  // namespace yinxin::http
