// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/certificate_changes.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/certificate_words.hpp"
#include "yinxin/http/office/effective_time.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/proposal_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/certificate_dossier.hpp"

#include <array>

namespace yinxin::http {
namespace {

using domain::ProposalKind;
using storage::CertificateRecord;

struct Door {
    std::string_view path;
    ProposalKind kind;
};
constexpr std::array doors{Door{"suspend", ProposalKind::suspend_certificate},
                           Door{"restore", ProposalKind::restore_certificate},
                           Door{"revoke", ProposalKind::revoke_certificate},
                           Door{"cancel", ProposalKind::cancel_certificate}};

Result<ProposalKind> change_in_address(const Context& context) {
    const auto found = std::ranges::find(doors, context.parameter("change"), &Door::path);
    if (found == doors.end()) return Error(ErrorCode::not_found, "change");
    return found->kind;
}

Response show_form(Context& context,
                   const CertificateRecord& record,
                   ProposalKind kind,
                   const FormErrors& errors) {
    const bool is_stop = kind == ProposalKind::confirm_stop;
    const std::string key(domain::key(kind));
    View view;
    set_listed(view, context, record);
    view.set("ACTION_TEXT", say(context, "change_action." + key))
        .set("ACTION_NOTE", say(context, "change_note." + key))
        .set("EFFECT_NOTE", say(context, "change_effect." + key))
        .set("FORM_URL", context.request.path);
    view.show_either(is_stop, "STOPS", "PREPARES");
    set_change_wish(view, context, kind);
    errors.show(view);
    Frame frame = office_frame(errors);
    frame.title = say(context, "change_action." + key);
    return show_office_page(context, "office_change", view, Desk::certificates, frame);
}

/// A form that the present status does not allow leads back to the page, which says why.
std::optional<Response> turn_back(const Context& context,
                                  const CertificateRecord& record,
                                  ProposalKind kind) {
    if (domain::check_change(record.status, kind)) return std::nullopt;
    return to_office(context, certificate_page(record), "change_not_possible");
}

Task<Result<CertificateRecord>> load_present(Context& context) {
    YX_CO_TRY(const storage::LineKey key, certificate_in_address(context));
    co_return co_await service::find_present(context.site().services, actor_of(context), key);
}

}  // namespace

Task<Result<bool>> read_change_wish(Context& context,
                                    service::ChangeWish& wish,
                                    FormErrors& errors) {
    const Fields& form = context.request.form;
    wish.reason = form["reason"];
    wish.decision_no = form["decision_no"];
    const auto effective = read_effective(context);
    if (effective) {
        wish.effective_at = *effective;
    } else {
        errors.add(context, "effective", effective.error());
    }
    const Upload* upload = context.request.find_upload("attachment");
    if (upload == nullptr || upload->content.empty()) co_return !errors.any();
    service::Services& services = context.site().services;
    service::AttachmentFile file{upload->file_name, upload->content};
    auto keep = [&services, file = std::move(file)] {
        return service::keep_attachment(services, file);
    };
    auto kept = co_await flow::on_pool(service::pool_of_files(services), std::move(keep));
    if (kept) {
        wish.attachment = *std::move(kept);
    } else if (kept.error().code() == ErrorCode::office_attachment_refused) {
        errors.add(context, "attachment", kept.error());
    } else {
        co_return std::move(kept).error();
    }
    co_return !errors.any();
}

void set_change_wish(View& view, const Context& context, ProposalKind kind) {
    const Fields& form = context.request.form;
    view.set("V_REASON", form["reason"]).set("V_DECISION_NO", form["decision_no"]);
    view.show_either(domain::needs_decision_no(kind), "DECISION_NEEDED", "DECISION_FREE");
    const Upload* upload = context.request.find_upload("attachment");
    view.show_if("CHOOSE_AGAIN", upload != nullptr && !upload->content.empty());
    set_effective(view, context);
}

bool add_change_error(const Context& context, FormErrors& errors, const Error& error) {
    const auto field = error.params().find("field");
    if (field != error.params().end()) {
        errors.add(context, field->second, error);
        return true;
    }
    switch (error.code()) {
        case ErrorCode::conflict:
            errors.add("form", say(context, "handler.change_waits"));
            return true;
        case ErrorCode::certificate_may_not_become:
        case ErrorCode::proposal_outdated:
            errors.add(context, "form", error);
            return true;
        default:
            return false;
    }
}

Task<Result<Response>> change_certificate(Context& context) {
    YX_CO_TRY(const ProposalKind kind, change_in_address(context));
    YX_CO_TRY(const CertificateRecord record, co_await load_present(context));
    FormErrors errors;
    if (context.request.method != Method::post) {
        if (auto back = turn_back(context, record, kind)) co_return *std::move(back);
        co_return show_form(context, record, kind, errors);
    }
    YX_CO_CHECK(only_fields(context, {"reason", "decision_no", "when", "day", "time"}));
    service::ChangeWish wish;
    YX_CO_TRY(const bool is_read, co_await read_change_wish(context, wish, errors));
    if (!is_read) co_return show_form(context, record, kind, errors);
    const auto proposed = co_await service::propose_change(context.site().services,
                                                           actor_of(context),
                                                           {record.holder, record.line},
                                                           kind,
                                                           std::move(wish));
    if (proposed) co_return to_office(context, certificate_page(record), "change_prepared");
    if (!add_change_error(context, errors, proposed.error())) co_return Error(proposed.error());
    co_return show_form(context, record, kind, errors);
}

Task<Result<Response>> stop_certificate(Context& context) {
    YX_CO_TRY(const CertificateRecord record, co_await load_present(context));
    FormErrors errors;
    if (context.request.method != Method::post) {
        if (auto back = turn_back(context, record, ProposalKind::suspend_certificate)) {
            co_return *std::move(back);
        }
        co_return show_form(context, record, ProposalKind::confirm_stop, errors);
    }
    YX_CO_CHECK(only_fields(context, {"reason"}));
    const auto stopped =
        co_await service::stop_certificate(context.site().services,
                                           actor_of(context),
                                           {record.holder, record.line},
                                           std::string(context.request.form["reason"]));
    if (stopped) co_return to_office(context, certificate_page(record), "certificate_stopped");
    if (!add_change_error(context, errors, stopped.error())) co_return Error(stopped.error());
    co_return show_form(context, record, ProposalKind::confirm_stop, errors);
}

}  // namespace yinxin::http
