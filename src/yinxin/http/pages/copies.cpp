// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/copies.hpp"

#include "yinxin/http/pages/step_up.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/copies.hpp"
#include "yinxin/service/endorsements.hpp"

namespace yinxin::http {
namespace {

std::string_view type_of(domain::CopyFormat format) {
    return format == domain::CopyFormat::ofd ? "application/ofd" : "application/pdf";
}

/// Without a word the PDF, as links of old have it.
domain::CopyFormat format_named(std::string_view key) {
    const auto format = domain::parse_key<domain::CopyFormat>(key);
    return format ? *format : domain::CopyFormat::pdf;
}

/// Nothing for the PDF: its address is the copy's.
std::string_view format_query(domain::CopyFormat format) {
    return format == domain::CopyFormat::ofd ? "?format=ofd" : "";
}

std::string url_of(CopyId copy, std::string_view tail) {
    return "/copies/" + copy.str() + "/" + std::string(tail);
}

domain::Validity validity_of(const storage::CopyRow& copy) {
    return {copy.applied_at.value_or(copy.created_at), copy.valid_until.value_or(Instant{})};
}

void set_copy(View& view, const Context& context, const service::CopyView& copy) {
    set_certificate(view, context, copy.certificate.certificate.face);
    view.set("ID", copy.copy.id.value)
        .set("CERTIFICATE_ID", copy.copy.line.value)
        .set("CERTIFICATE_URL", "/certificates/" + copy.copy.line.str() + "/endorse")
        .set("COPY_NUMBER", copy.copy.copy_no);
    if (!copy.copy.endorsement) return;
    const Instant now = context.site().services.clock.now();
    view.set("UNTIL_DAY", day_words(context, domain::last_day(validity_of(copy.copy))))
        .set("DAYS_LEFT", days_left(*copy.copy.valid_until, now))
        .set("SCENARIO_TEXT", scenario_words(context, *copy.copy.scenario));
}

Task<Result<service::CopyView>> load(Context& context) {
    YX_CO_TRY(const std::int64_t number, context.number("id"));
    co_return co_await service::load_copy(
        context.site().services, context.visitor->facts.actor(), CopyId{number});
}

void add_download(View& view, CopyId copy, domain::CopyFormat format, bool is_first) {
    View& face = view.add("FACES");
    face.set("FACE_URL", url_of(copy, "file").append(format_query(format)));
    face.show_if("FIRST", is_first);
    face.show_either(format == domain::CopyFormat::pdf, "FACE_PDF", "FACE_OFD");
}

}  // namespace

void set_downloads(View& view, const service::CopyView& copy) {
    add_download(view, copy.copy.id, copy.preferred, true);
    for (const storage::CopyFileRow& file : copy.files) {
        if (file.format == copy.preferred) continue;
        add_download(view, copy.copy.id, file.format, false);
        view.show("TWO_FACES");
    }
}

Task<Result<Response>> show_copy(Context& context) {
    YX_CO_TRY(const service::CopyView copy, co_await load(context));
    // Here already: the page shows the file itself in a frame.
    YX_CO_TRY(auto ask, co_await ask_at_new_device(context, url_of(copy.copy.id, "view")));
    if (ask) co_return *std::move(ask);
    YX_CO_TRY(service::CopyPicture picture,
              co_await service::draw_copy(
                  context.site().services, context.visitor->facts.actor(), copy.copy.id));
    View view;
    set_copy(view, context, copy);
    view.set_raw("SVG", SafeHtml(std::move(picture.svg)));
    for (const documents::TextLine& line : picture.text) {
        const bool english = context.language == Language::english && !line.label_en.empty();
        view.add("LINES")
            .set("LABEL", english ? line.label_en : line.label_zh)
            .set("TEXT", line.value);
    }
    set_downloads(view, copy);
    view.show_either(copy.copy.endorsement.has_value(), "ENDORSED", "EXEMPT");
    view.show_if("FRAME", !is_in_app(context));
    Response response = show_page(context, "view", view, {.menu = Menu::certificates});
    response.set_content_security_policy(viewer_content_security_policy);
    co_return response;
}

Task<Result<Response>> download_copy(Context& context) {
    YX_CO_TRY(const std::int64_t number, context.number("id"));
    const CopyId copy{number};
    const domain::CopyFormat format = format_named(context.request.query["format"]);
    // No browser shows an OFD by itself.
    const bool is_inline =
        context.request.query["inline"] == "1" && format == domain::CopyFormat::pdf;
    if (!is_inline && is_in_app(context)) {
        co_return redirect_see_other(url_of(copy, "handover").append(format_query(format)));
    }
    YX_CO_TRY(auto ask, co_await ask_at_new_device(context, url_of(copy, "view")));
    if (ask) co_return *std::move(ask);
    YX_CO_TRY(
        const service::SealedFile sealed,
        co_await service::open_file(context.site().services,
                                    context.visitor->facts.actor(),
                                    copy,
                                    format,
                                    is_inline ? service::FileUse::look : service::FileUse::keep));
    Response response = file(sealed.bytes,
                             type_of(format),
                             sealed.name,
                             is_inline ? Disposition::inline_ : Disposition::attachment);
    if (is_inline) response.set_content_security_policy(embedded_content_security_policy);
    apply_range(context.request, response);
    co_return response;
}

Task<Result<Response>> hand_over(Context& context) {
    YX_CO_TRY(const service::CopyView copy, co_await load(context));
    YX_CO_TRY(auto ask, co_await ask_at_new_device(context, url_of(copy.copy.id, "handover")));
    if (ask) co_return *std::move(ask);
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"format"}));
        YX_CO_TRY(
            const service::DownloadLink link,
            co_await service::make_download_link(context.site().services,
                                                 context.visitor->facts.actor(),
                                                 copy.copy.id,
                                                 format_named(context.request.form["format"])));
        co_return redirect_see_other("/d/" + link.token);
    }
    View view;
    set_copy(view, context, copy);
    view.set("MINUTES", 10)
        .set("FORMAT", domain::key(format_named(context.request.query["format"])));
    co_return show_page(context, "handover", view, {.menu = Menu::certificates});
}

Task<Result<Response>> show_link(Context& context) {
    const std::string token(context.parameter("token"));
    YX_CO_TRY(const service::LinkState link,
              co_await service::look_at_link(context.site().services, token));
    View view;
    view.set("TOKEN", token)
        .set("QUALIFICATION", link.qualification ? pick(context, *link.qualification) : "")
        .set("LINK", context.site().services.settings.public_url + "/d/" + token)
        .set("EXPIRES_AT", link.expires_at ? time_words(context, *link.expires_at) : "");
    View* usable = link.kind == service::LinkKind::usable ? &view.add("USABLE") : nullptr;
    if (usable != nullptr) {
        usable->show_either(link.format == domain::CopyFormat::pdf, "LINK_PDF", "LINK_OFD");
    }
    view.show_if("USED", link.kind == service::LinkKind::used);
    view.show_if("LATE", link.kind == service::LinkKind::over);
    const int status = link.kind == service::LinkKind::usable ? 200 : 410;
    co_return show_page(context, "redeem", view, {.menu = Menu::none, .status = status});
}

Task<Result<Response>> redeem_link(Context& context) {
    std::string token(context.parameter("token"));
    const Result<service::SealedFile> sealed =
        co_await service::redeem_link(context.site().services, token);
    if (!sealed && sealed.error().code() == ErrorCode::download_link_used) {
        co_return redirect_see_other("/d/" + token);
    }
    if (!sealed) co_return Error(sealed.error());
    co_return file(sealed->bytes, type_of(sealed->format), sealed->name);
}

Task<Result<Response>> withdraw_copy(Context& context) {
    YX_CO_TRY(const service::CopyView copy, co_await load(context));
    const std::string back = "/certificates/" + copy.copy.line.str() + "/endorse";
    if (!copy.copy.endorsement || !copy.is_open) co_return redirect_see_other(back);
    YX_CO_TRY(auto ask, co_await ask_at_new_device(context, url_of(copy.copy.id, "withdraw")));
    if (ask) co_return *std::move(ask);
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {}));
        YX_CO_CHECK(co_await service::withdraw_endorsement(
            context.site().services, context.visitor->facts.actor(), copy.copy.id));
        co_return redirect_with_flash(context, back, "withdrawn");
    }
    View view;
    set_copy(view, context, copy);
    view.set("USED", copy.certificate.used).set("QUOTA", copy.certificate.policy->quota);
    co_return show_page(context, "withdraw", view, {.menu = Menu::certificates});
}

}  // namespace yinxin::http
