// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

#include <string>
#include <string_view>

/// The office's own front door: sessions, roles and the second factor, apart from those of holders.
namespace yinxin::http {

/// The gate of Access::office_door and Access::staff: loads the session, checks the CSRF token, the
/// role, and for routes that are dangerous that the second factor was shown lately. A page is
/// opened within service::confirmation_opens of it, its form may be sent within confirmation_sends.
Task<Result<std::optional<Response>>> admit_staff(Context& context);

/// The session's cookie.
void keep_staff_token(Response& response, const Context& context, const Secret& token);
void forget_staff_token(Response& response, const Context& context);

/// The entries of the office's menu; each is shown to those who may open it.
enum class Desk {
    none,
    overview,
    imports,
    batches,
    proposals,
    certificates,
    counter,
    doubts,
    paper,
    bindings,
    texts,
    rules,
    seals,
    statistics,
    service,
    staff,
    audit,
    doors,
    account,
};

/// The values of office_layout that depend on who looks; null, or before the second factor: nobody.
void fill_office_layout(
    View& layout, const Site& site, Language language, const StaffVisitor* visitor, Desk desk);
/// A page of the office inside its layout. `frame.menu` is not used.
Response show_office_page(
    Context& context, std::string_view name, View& view, Desk desk, Frame frame = {});
/// The frame of an office page with a form: status 422 and the word "error" if there are any.
Frame office_frame(const FormErrors& errors);
/// 303 with one sentence for the page behind it.
inline Response to_office(const Context& context, std::string_view path, std::string_view flash) {
    return redirect_with_flash(context, path, flash);
}

/// Who acts; a route with Access::staff has one.
inline const domain::StaffActor& actor_of(const Context& context) {
    return context.staff->facts.actor;
}

}  // namespace yinxin::http
