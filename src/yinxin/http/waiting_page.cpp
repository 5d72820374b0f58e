// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/waiting_page.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/csrf.hpp"
#include "yinxin/http/messages.hpp"
#include "yinxin/http/template.hpp"
#include "yinxin/http/wire.hpp"

#include <algorithm>
#include <array>

namespace yinxin::http {
namespace {

/// Where the time goes into a page that is drawn already.
constexpr std::string_view mark = "@@WAIT@@";

/// Never sent back to anybody, not even to who typed it.
bool is_secret(std::string_view name) {
    constexpr std::array words{"password", "code", "secret"};
    return std::ranges::any_of(words, [name](const char* word) { return name.contains(word); });
}

/// What can be offered again: a form without files whose only secret, if any, is one password.
bool can_be_offered(const Request& request) {
    if (!request.uploads.empty() || request.method != Method::post) return false;
    if (!request.form.has(csrf_field)) return false;
    return std::ranges::all_of(request.form, [](const auto& field) {
        return field.first == "password" || !is_secret(field.first);
    });
}

}  // namespace

WaitingPage::WaitingPage(const Templates& templates,
                         const Messages& messages,
                         const Router& router,
                         ErrorLayout layout)
    : templates_(templates), messages_(messages), router_(router), layout_(std::move(layout)) {
    for (const Language language : languages) {
        Failure nobody;
        nobody.language = language;
        nobody.status = 503;
        View view;
        view.add("LOOKING").set("WAIT_TEXT", mark);
        looking_.at(static_cast<std::size_t>(language)) =
            templates_.page(language, "waiting", view, layout_(nobody));
    }
}

std::string WaitingPage::waiting_words(Language language, std::chrono::seconds expected) const {
    if (expected < std::chrono::seconds(60))
        return messages_.text(language, "handler.waiting_soon");
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(expected).count();
    return messages_.text(language, "handler.waiting_minutes", {{"n", std::to_string(minutes)}});
}

/// Its own path, or the nearest above it that can be looked at: /verify/file is sent from /verify.
std::string WaitingPage::page_of_form(std::string_view path) const {
    while (path.size() > 1 && router_.match(Method::get, path).route == nullptr)
        path = path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
    return std::string(path);
}

std::string WaitingPage::draw_form(const Request& request, const std::string& wait) const {
    View view;
    const bool can_offer = can_be_offered(request);
    View& sent = view.add("SENT").set("WAIT_TEXT", wait);
    if (can_offer) {
        View& form = sent.add("FORM").set("ACTION", request.target);
        form.set("CSRF", request.form[csrf_field]);
        for (const auto& [name, value] : request.form) {
            if (name == csrf_field || is_secret(name)) continue;
            form.add("FIELD").set("NAME", name).set("VALUE", value);
        }
        const bool has_password = request.form.has("password");
        form.show_if("PASSWORD", has_password).show_if("NO_PASSWORD", !has_password);
    } else {
        sent.add("TYPE_AGAIN").set("BACK_URL", page_of_form(request.path));
    }
    Failure failure;
    failure.status = 503;
    failure.language = request.language;
    failure.id = request.id;
    return templates_.page(request.language, "waiting", view, layout_(failure));
}

Response WaitingPage::draw(const Request& request, const WaitingWords& words) const {
    const std::string wait = waiting_words(request.language, words.expected);
    const bool looks = is_safe(request.method);
    Response response =
        html(looks ? replace_all(looking_.at(static_cast<std::size_t>(request.language)),
                                 mark,
                                 escape_html(wait))
                   : draw_form(request, wait),
             503);
    const std::string retry = std::to_string(words.retry.count());
    response.set("Retry-After", retry);
    if (looks) response.set("Refresh", retry);
    response.set("Content-Language", tag(request.language));
    return response;
}

}  // namespace yinxin::http
