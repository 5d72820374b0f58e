// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/domain/staff.hpp"
#include "yinxin/flow/task.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/http/response.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// How to add a page
// -----------------
//  1. Template web/templates/certificates_list.html: the inside of <main>. Visible text is
//     [[certificates.list.title]], values are {{NAME}}, lists {{#ROW}}…{{/ROW}} (template.hpp).
//  2. Texts in web/messages/zh-CN/certificates.toml and web/messages/en/certificates.toml.
//  3. Handler in http/pages/certificates.cpp, a free function; values and the Context only:
//         Task<Result<Response>> show_list(Context& context) {
//             Site& site = context.site();
//             YX_CO_TRY(auto rows, co_await site.certificates.list(context.visitor->holder));
//             View view;
//             for (const auto& row : rows) view.add("ROW").set("TITLE", row.title);
//             co_return html(site.templates.page(
//                 context.language, "certificates_list", view, layout_view(context)));
//         }
//     layout_view(context) is the pages' own function: login state, CSRF token, menu.
//     An Error that a handler returns becomes the error page of its code (problem.hpp); an
//     exception becomes the 500 page with the request's id. Expected refusals of a form are better
//     shown on the form again, with status 422.
//  4. Route in http/routes.cpp: router.get("/certificates", "certificates_list", show_list)
//         .needs(Access::consented);
// After a POST answer with redirect_see_other. HEAD is answered by the GET route.
namespace yinxin::http {

using flow::Task;

struct Site;     ///< what the handlers work with: services, templates, clock; defined by the pages
struct Visitor;  ///< who is asking: session and account; defined by the pages, set by the gate
struct StaffVisitor;  ///< the same for people of the office
struct Route;
struct Failure;
class Router;

/// Draws the answer for everything that is not a page: 404, 403, 500, … (problem.hpp).
using ErrorPages = std::function<Response(const Failure&)>;

/// What a handler gets. Lives until the response is made.
struct Context {
    Context(Request& asked, const Route& matched, Site* with, const ErrorPages& errors)
        : request(asked), route(matched), language(asked.language), site_(with), errors_(&errors) {}

    Request& request;
    const Route& route;
    Language language;
    std::shared_ptr<Visitor> visitor;     ///< null: nobody is logged in
    std::shared_ptr<StaffVisitor> staff;  ///< null: nobody of the office is
    std::vector<Cookie> cookies;          ///< set on whatever response this request gets
    const Router* routes = nullptr;       ///< the whole table
    bool has_body = true;  ///< false: the body is still to come, and with it the form and its token

    [[nodiscard]] Site& site() const { return *site_; }
    /// A path parameter of the matched pattern; exists, or the pattern is wrong and "" comes back.
    [[nodiscard]] std::string_view parameter(std::string_view name) const {
        return request.parameters[name];
    }
    /// A path parameter that is a positive number. @error not_found  it is anything else.
    [[nodiscard]] Result<std::int64_t> number(std::string_view name) const;
    /// The error page for an outcome, with its status.
    [[nodiscard]] Response fail(const Error& error) const;

  private:
    Site* site_;
    const ErrorPages* errors_;
};

using Handler = std::function<Task<Result<Response>>(Context&)>;
/// Runs before every handler whose route needs it: loads the session into context.visitor, checks
/// the route's access and the CSRF token; an answer or an Error ends the request there.
using Gate = std::function<Task<Result<std::optional<Response>>>(Context&)>;

/// Who may come in; the gate enforces it, tests walk it (tests/http/matrix.py).
enum class Access {
    anyone,       ///< public; a session is loaded if there is one
    machine,      ///< no session at all: static files, health
    account,      ///< logged in
    consented,    ///< logged in, and the current notice agreed to
    office_door,  ///< public pages of the office: login, invitation; a half session is loaded
    staff,        ///< logged in at the office with both factors, and `act` is allowed
};

/// "anyone", "machine", …: as `yinxin routes` prints it.
[[nodiscard]] std::string_view name_of(Access access) noexcept;

/// One row of the route table.
struct Route {
    Method method = Method::get;
    std::string pattern;  ///< "/certificates/{line}/endorsements"; {rest...} takes all that follows
    std::string name;     ///< stable, e.g. "certificates_list"
    Handler handler;
    Access access = Access::anyone;
    std::size_t body_limit =
        std::size_t{64} * 1024;  ///< bytes; more is refused with 413 before it is read
    domain::OfficeAct act = domain::OfficeAct::see_office;  ///< what Access::staff asks for
    bool confirms = false;  ///< dangerous: the second factor is asked for again
    bool spools = false;    ///< files of its form go sealed to the disk while they arrive
    bool checks_a_password =
        false;                   ///< costs Argon2id and its memory: a kind of its own at the door
    bool is_cross_site = false;  ///< an API for other origins: no same-origin check
    std::string summary;         ///< for the OpenAPI description

    Route& needs(Access who) {
        access = who;
        return *this;
    }
    Route& needs(domain::OfficeAct what) {
        access = Access::staff;
        act = what;
        return *this;
    }
    Route& needs_confirmation() {
        confirms = true;
        return *this;
    }
    Route& takes(std::size_t bytes) {
        body_limit = bytes;
        return *this;
    }
    /// For large files: they go sealed to the disk as they arrive (Upload::spooled). The gate is
    /// asked before the body is read as well, so that only who may come in can fill the disk.
    Route& spools_uploads() {
        spools = true;
        return *this;
    }
    Route& checks_password() {
        checks_a_password = true;
        return *this;
    }
    Route& from_anywhere() {
        is_cross_site = true;
        return *this;
    }
    Route& says(std::string text) {
        summary = std::move(text);
        return *this;
    }
};

namespace detail {
template <class F>
Task<Result<Response>> await_handler(F function, Context& context) {
    co_return co_await function(context);
}
inline Task<Result<Response>> at_once(Result<Response> outcome) {
    co_return outcome;
}
}  // namespace detail

/// Lets a handler be any of: Task<Result<Response>>(Context&), Task<Response>(Context&),
/// Result<Response>(Context&), Response(Context&).
template <class F>
[[nodiscard]] Handler make_handler(F function) {
    using Returned = std::invoke_result_t<F&, Context&>;
    if constexpr (std::is_same_v<Returned, Task<Result<Response>>>) {
        return function;
    } else if constexpr (std::is_same_v<Returned, Task<Response>>) {
        return [function](Context& context) { return detail::await_handler(function, context); };
    } else {
        return [function](Context& context) { return detail::at_once(function(context)); };
    }
}

/// What a path and method lead to.
struct Match {
    const Route* route = nullptr;  ///< null: see allowed
    Fields parameters;
    std::string allowed;  ///< value for Allow when the path exists with other methods; "" means 404
};

/// The route table. Filled at start-up, read-only afterwards.
class Router {
  public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    template <class F>
    Route& get(std::string pattern, std::string name, F handler) {
        return add(
            Method::get, std::move(pattern), std::move(name), make_handler(std::move(handler)));
    }
    template <class F>
    Route& post(std::string pattern, std::string name, F handler) {
        return add(
            Method::post, std::move(pattern), std::move(name), make_handler(std::move(handler)));
    }
    /// Throws std::logic_error for a malformed pattern, or a method and pattern that are there.
    Route& add(Method method, std::string pattern, std::string name, Handler handler);

    /// Literal segments win over parameters. Segments are decoded one by one; what does not decode
    /// to clean UTF-8, or hides a slash, a NUL or dots, matches nothing.
    [[nodiscard]] Match match(Method method, std::string_view path) const;
    /// All routes in the order they were added.
    [[nodiscard]] const std::deque<Route>& routes() const noexcept { return routes_; }

  private:
    struct Node;

    std::deque<Route> routes_;
    std::unique_ptr<Node> root_;
};

}  // namespace yinxin::http
