// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/api/document.hpp"
#include "yinxin/http/messages.hpp"
#include "yinxin/http/pages/offline_page.hpp"
#include "yinxin/http/rate_limit.hpp"
#include "yinxin/http/response.hpp"
#include "yinxin/http/router.hpp"
#include "yinxin/http/static_files.hpp"
#include "yinxin/http/template.hpp"
#include "yinxin/http/view.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/service/sessions.hpp"
#include "yinxin/service/staff_sessions.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::http {

/// One printed account of the demonstration.
struct DemoAccount {
    std::string login_name;
    std::string password;
    std::string name;
    std::string mobile;
    std::string shows_zh;
    std::string shows_en;
};

/// One of the demonstration's office; the second factor is shown where it is asked for.
struct DemoStaff {
    std::string login_name;
    std::string password;
    std::string name;
    std::string shows_zh;
    std::string shows_en;
};

/// Who may log in to a demonstration. Empty outside one.
struct DemoPeople {
    std::vector<DemoAccount> accounts;
    std::vector<DemoStaff> staff;
};

/// What the page handlers work with; made once by app.
struct Site {
    service::Services& services;
    Templates templates;
    Messages messages;
    StaticFiles statics;
    DemoPeople demo;
    RateLimiter limiter;
    OfflinePage offline;
    ApiDocument api;
};

/// Who is asking, loaded by the gate.
struct Visitor {
    Secret token;
    service::SessionFacts facts;
};

/// Somebody of the office, loaded by the gate; before the second factor `facts` is not complete.
struct StaffVisitor {
    Secret token;
    service::StaffFacts facts;
};

/// Loads the session, checks the route's access and the CSRF token.
Task<Result<std::optional<Response>>> admit(Context& context);
/// Whether a form or header brings the CSRF token of the visitor's session, or of the first visit.
bool has_session_csrf(const Context& context);

/// The token that forms behind this session must carry.
std::string session_csrf(const storage::DataKeys& keys, std::string_view session);

/// The entries of the left menu.
enum class Menu { none, home, verify, certificates, scope, progress, faq, account };

/// What a page says about itself to the layout.
struct Frame {
    Menu menu = Menu::none;
    int status = 200;
    bool has_errors = false;  ///< the title begins with the word "error"
    bool refreshes = false;   ///< the page loads itself again every two seconds
    std::string title;        ///< empty: the message title.<template>
};

/// The page template inside the layout, with the cookies the page needs. Not stored anywhere.
Response show_page(Context& context, std::string_view name, View& view, const Frame& frame);
/// The same inside a layout whose own values the caller has filled.
Response draw_page(Context& context,
                   std::string_view layout_name,
                   std::string_view name,
                   View& view,
                   View& layout,
                   const Frame& frame);
/// The layout around an error page.
View error_layout(Site& site, const Failure& failure);

/// 303 with one sentence (message flash.<key>) for the page behind it.
Response redirect_with_flash(const Context& context,
                             std::string_view location,
                             std::string_view flash);

/// Message in the visitor's language.
std::string say(const Context& context,
                std::string_view key,
                const Messages::Parameters& parameters = {});
/// The words for an Error: message error.<dotted name> with the Error's parameters.
std::string say(const Context& context, const Error& error);

/// "2026年11月23日" or "23 November 2026"
std::string day_words(const Context& context, CivilDay day);
/// The month of a day in words; empty where it is not known.
std::string month_words(const Context& context, std::chrono::year_month month);
/// The same with hours and minutes, Beijing time.
std::string time_words(const Context& context, Instant at);
/// The text of the visitor's language; Chinese where there is no English.
const std::string& pick(const Context& context, const domain::Bilingual& text);

/// The errors of a form: a summary above, and each beside its field.
class FormErrors {
  public:
    void add(std::string field, std::string text);
    void add(const Context& context, std::string field, const Error& error);
    [[nodiscard]] bool any() const noexcept { return !errors_.empty(); }
    /// Fills ERRORS and <FIELD>_ERROR.
    void show(View& view) const;

  private:
    struct Entry {
        std::string field;
        std::string text;
    };
    std::vector<Entry> errors_;
};

/// The frame of a page with a form: status 422 and the word "error" in the title if there are any.
Frame form_frame(Menu menu, const FormErrors& errors);

/// Refuses a form field that the form does not have. @error invalid_input
Result<void> only_fields(const Context& context, const std::vector<std::string_view>& allowed);

/// Whether the browser sits inside an app that loses cookies when it hands a download on.
bool is_in_app(const Context& context);

}  // namespace yinxin::http
