// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/seals.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/proposal_words.hpp"
#include "yinxin/http/office/staff_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/seal_pictures.hpp"
#include "yinxin/service/seal_register.hpp"

namespace yinxin::http {
namespace {

using domain::SealState;
using service::SealView;

std::string url_of(std::string_view id) {
    return "/office/seals/" + std::string(id);
}

std::string_view chip_of(SealState state) {
    switch (state) {
        case SealState::applied:
        case SealState::made:
        case SealState::filed:
            return "making";
        case SealState::in_use:
            return "valid";
        case SealState::suspended:
            return "suspended";
        case SealState::cancelled:
            return "cancelled";
    }
    return "unknown";
}

std::string state_words(const Context& context, SealState state) {
    return say(context, "seal_state." + std::string(domain::key(state)));
}

void set_seal(View& row, const Context& context, const SealView& seal) {
    row.set("SEAL_URL", url_of(seal.record.seal.id))
        .set("SEAL_ID", seal.record.seal.id)
        .set("SEAL_NAME", pick(context, seal.record.seal.name))
        .set("SEAL_TYPE", seal.record.type)
        .set("AUTHORITY", authority_words(context, seal.record.seal.issuer_id))
        .set("STATE_CLASS", chip_of(seal.record.seal.state))
        .set("STATE_TEXT", state_words(context, seal.record.seal.state))
        .set("USES", seal.record.uses);
    if (!seal.days_left) return;
    View& left = row.add("LEFT");
    left.set("DAYS_LEFT", *seal.days_left);
    left.show_if("SOON", *seal.days_left < service::seal_warnings.front());
}

void set_facts(View& view, const Context& context, const SealView& seal) {
    const domain::Seal& known = seal.record.seal;
    view.set("KEY_NAME", seal.record.key_name)
        .set("KEY_ALGORITHM", seal.key_algorithm)
        .set("PICTURE_URL", url_of(known.id) + "/picture.svg")
        .set("FROM_DAY", day_words(context, known.valid_from))
        .set("UNTIL_DAY",
             known.valid_until ? day_words(context, *known.valid_until)
                               : say(context, "handler.open_end"));
    if (seal.certificate_ends_at) {
        view.add("CERTIFICATE")
            .set("SUBJECT", seal.certificate_subject)
            .set("ENDS_AT", time_words(context, *seal.certificate_ends_at));
    } else {
        view.show("NO_CERTIFICATE");
    }
    view.show_if("NOT_OPENED", known.state == SealState::in_use && !seal.is_opened);
    for (const domain::SealAssignment& assignment : seal.assignments) {
        view.add("ASSIGNMENTS")
            .set("SEAL_TYPE", assignment.type)
            .set("FROM_DAY", day_words(context, assignment.from))
            .set("UNTIL_DAY",
                 assignment.until ? day_words(context, *assignment.until)
                                  : say(context, "handler.open_end"));
    }
}

/// What can be done next: steps for two, the stop for one.
void set_steps(View& view, const Context& context, const SealView& seal) {
    const domain::StaffActor& actor = actor_of(context);
    const std::string url = url_of(seal.record.seal.id);
    if (actor.may(domain::OfficeAct::propose_seal)) {
        View& steps = view.add("STEPS");
        steps.set("STEP_URL", url + "/step").set("ASSIGN_URL", url + "/assign");
        bool any = false;
        for (const auto& row : domain::all_keyed<SealState>()) {
            if (!domain::may_become(seal.record.seal.state, row.value)) continue;
            any = true;
            steps.add("NEXT_STATES")
                .set("VALUE", row.key)
                .set("LABEL", say(context, "seal_step." + std::string(row.key)));
        }
        steps.show_if("HAS_STEPS", any);
        steps.show_if("MAY_ASSIGN", seal.record.seal.state != SealState::cancelled);
        const auto& form = context.request.form;
        steps.set("V_REASON", form["reason"])
            .set("V_DECISION_NO", form["decision_no"])
            .set("V_FROM", form["from"]);
    }
    const bool may_stop =
        actor.may(domain::OfficeAct::stop_seal) && seal.record.seal.state == SealState::in_use;
    if (may_stop) view.add("STOP").set("STOP_URL", url + "/stop");
}

Task<Result<SealView>> load(Context& context) {
    co_return co_await service::find_seal(
        context.site().services, actor_of(context), std::string(context.parameter("seal")));
}

Task<Result<Response>> show_one(Context& context, const SealView& seal, const FormErrors& errors) {
    const std::string object = "seal:" + seal.record.seal.id;
    YX_CO_TRY(const auto proposals,
              co_await context.site().services.store.read([&](storage::Reader& reader) {
                  return service::proposals_about(
                      reader, context.site().services, actor_of(context), object);
              }));
    View view;
    set_seal(view, context, seal);
    set_facts(view, context, seal);
    set_steps(view, context, seal);
    set_proposals(view, context, "PAST", proposals);
    errors.show(view);
    Frame frame = office_frame(errors);
    frame.title = pick(context, seal.record.seal.name);
    co_return show_office_page(context, "office_seal", view, Desk::seals, frame);
}

/// Errors that belong on the page of the seal; `field` says beside what.
bool add_error(FormErrors& errors, const Context& context, const Error& error) {
    switch (error.code()) {
        case ErrorCode::text_invalid:
            errors.add(error.params().at("field"),
                       say(context, "seal_fault." + error.params().at("field")));
            return true;
        case ErrorCode::office_reason_missing:
        case ErrorCode::office_decision_no_invalid: {
            const auto field = error.params().find("field");
            errors.add(context, field == error.params().end() ? "reason" : field->second, error);
            return true;
        }
        case ErrorCode::seal_dates_invalid:
            errors.add(context, "valid_from", error);
            return true;
        case ErrorCode::glyph_missing:
        case ErrorCode::text_does_not_fit:
            errors.add("arc_text", say(context, "seal_fault.picture"));
            return true;
        case ErrorCode::seal_picture_refused:
            errors.add("picture", say(context, "seal_picture." + error.params().at("why")));
            return true;
        case ErrorCode::seal_may_not_become:
            errors.add(context, "form", error);
            return true;
        case ErrorCode::key_unavailable:
            errors.add("form", say(context, "seal_fault.no_certificate"));
            return true;
        case ErrorCode::conflict:
            errors.add("form", say(context, "seal_fault.waiting"));
            return true;
        default:
            return false;
    }
}

void set_draft(View& view, const service::SealDraft& draft) {
    view.set("V_ID", draft.id)
        .set("V_TYPE", draft.type)
        .set("V_NAME_ZH", draft.name.zh)
        .set("V_NAME_EN", draft.name.en)
        .set("V_ARC_TEXT", draft.picture.arc_text)
        .set("V_CENTRE_TEXT", draft.picture.centre_text)
        .set("V_BASE_TEXT", draft.picture.base_text)
        .set("V_PICTURE_KEPT", draft.picture.png)
        .set("V_VALID_FROM", draft.valid_from)
        .set("V_VALID_UNTIL", draft.valid_until)
        .set("V_REASON", draft.reason)
        .set("V_DECISION_NO", draft.decision_no);
}

service::SealDraft read_draft(const Fields& form) {
    const auto text = [&form](const char* name) { return std::string(form[name]); };
    service::SealDraft draft;
    draft.id = text("id");
    draft.type = text("type");
    draft.issuer_id = text("issuer");
    draft.name = {text("name_zh"), text("name_en")};
    draft.picture = {text("arc_text"), text("centre_text"), text("base_text"), ""};
    draft.key_name = text("key");
    draft.valid_from = text("valid_from");
    draft.valid_until = text("valid_until");
    draft.reason = text("reason");
    draft.decision_no = text("decision_no");
    return draft;
}

/// The picture of a file that came with the form, or else the one that came before and stands in
/// it.
Task<Result<void>> take_picture(Context& context, service::SealDraft& draft, FormErrors& errors) {
    const auto& form = context.request.form;
    const Upload* upload = context.request.find_upload("picture");
    Bytes file;
    if (upload != nullptr && !upload->content.empty()) {
        file = upload->content;
    } else if (form["drop_picture"] != "yes" && !form["picture_kept"].empty()) {
        YX_CO_TRY(file, parse_base64url(form["picture_kept"]));
    } else {
        co_return ok();
    }
    auto picture = co_await service::read_seal_picture(
        context.site().services, actor_of(context), std::move(file));
    if (picture) {
        draft.picture.png = *std::move(picture);
    } else if (!add_error(errors, context, picture.error())) {
        co_return std::move(picture).error();
    }
    co_return ok();
}

/// The picture of the draft as it stands, or why there is none.
Task<Result<std::string>> look_at(Context& context,
                                  const service::SealDraft& draft,
                                  FormErrors& errors) {
    auto drawn = co_await service::draw_seal_picture(
        context.site().services, actor_of(context), draft.picture);
    if (drawn) co_return *std::move(drawn);
    if (!add_error(errors, context, drawn.error())) co_return std::move(drawn).error();
    co_return std::string();
}

Task<Result<void>> set_new_choices(View& view, Context& context, const service::SealDraft& draft) {
    YX_CO_TRY(const auto keys,
              co_await service::list_seal_keys(context.site().services, actor_of(context)));
    for (const storage::KeyRecord& key : keys) {
        view.add("KEYS")
            .set("VALUE", key.name)
            .set("LABEL", key.name + " (" + key.algorithm + ")")
            .show_if("SELECTED", key.name == draft.key_name);
    }
    for (const auto& [id, issuer] : context.site().services.reference->issuers) {
        view.add("ISSUERS")
            .set("VALUE", id)
            .set("LABEL", pick(context, issuer.name))
            .show_if("SELECTED", id == draft.issuer_id);
    }
    co_return ok();
}

}  // namespace

Task<Result<Response>> show_seals(Context& context) {
    YX_CO_TRY(const auto seals,
              co_await service::list_seals(context.site().services, actor_of(context)));
    View view;
    for (const SealView& seal : seals) {
        set_seal(view.add("SEALS"), context, seal);
    }
    view.show_if("MAY_APPLY", actor_of(context).may(domain::OfficeAct::propose_seal));
    co_return show_office_page(context, "office_seals", view, Desk::seals);
}

Task<Result<Response>> apply_for_seal(Context& context) {
    service::SealDraft draft = read_draft(context.request.form);
    FormErrors errors;
    std::string picture;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context,
                                {"id",
                                 "type",
                                 "issuer",
                                 "name_zh",
                                 "name_en",
                                 "arc_text",
                                 "centre_text",
                                 "base_text",
                                 "picture_kept",
                                 "drop_picture",
                                 "key",
                                 "valid_from",
                                 "valid_until",
                                 "reason",
                                 "decision_no",
                                 "look"}));
        YX_CO_CHECK(co_await take_picture(context, draft, errors));
        if (!errors.any() && context.request.form["look"] != "yes") {
            const auto proposed =
                co_await service::propose_seal(context.site().services, actor_of(context), draft);
            if (proposed) {
                co_return to_office(
                    context, "/office/proposals/" + proposed->str(), "proposal_made");
            }
            if (!add_error(errors, context, proposed.error())) {
                co_return Error(proposed.error());
            }
        }
    }
    const bool is_look = context.request.form["look"] == "yes";
    if (!errors.any() && (is_look || !draft.picture.png.empty())) {
        YX_CO_TRY(picture, co_await look_at(context, draft, errors));
    }
    View view;
    set_draft(view, draft);
    view.show_if("PICTURE_KEPT", !draft.picture.png.empty());
    YX_CO_CHECK(co_await set_new_choices(view, context, draft));
    if (!picture.empty()) view.add("PICTURE").set_raw("SEAL_SVG", SafeHtml(std::move(picture)));
    errors.show(view);
    co_return show_office_page(context, "office_seal_new", view, Desk::seals, office_frame(errors));
}

Task<Result<Response>> show_seal(Context& context) {
    YX_CO_TRY(const SealView seal, co_await load(context));
    co_return co_await show_one(context, seal, {});
}

Task<Result<Response>> show_seal_picture(Context& context) {
    YX_CO_TRY(const SealView seal, co_await load(context));
    YX_CO_TRY(std::string svg,
              co_await service::draw_seal_picture(
                  context.site().services, actor_of(context), seal.picture));
    Response response(200);
    response.set_body(Body(std::move(svg)), "image/svg+xml");
    response.forbid_storing();
    co_return response;
}

Task<Result<Response>> propose_seal_step(Context& context) {
    YX_CO_CHECK(only_fields(context, {"state", "reason", "decision_no"}));
    YX_CO_TRY(const SealView seal, co_await load(context));
    const auto& form = context.request.form;
    YX_CO_TRY(const SealState to, domain::parse_key<SealState>(form["state"]));
    const auto proposed = co_await service::propose_seal_step(context.site().services,
                                                              actor_of(context),
                                                              seal.record.seal.id,
                                                              to,
                                                              std::string(form["reason"]),
                                                              std::string(form["decision_no"]));
    if (proposed) {
        co_return to_office(context, "/office/proposals/" + proposed->str(), "proposal_made");
    }
    FormErrors errors;
    if (!add_error(errors, context, proposed.error())) co_return Error(proposed.error());
    co_return co_await show_one(context, seal, errors);
}

Task<Result<Response>> assign_seal(Context& context) {
    YX_CO_CHECK(only_fields(context, {"from", "reason"}));
    YX_CO_TRY(const SealView seal, co_await load(context));
    const auto& form = context.request.form;
    const auto proposed = co_await service::propose_seal_assignment(context.site().services,
                                                                    actor_of(context),
                                                                    seal.record.seal.id,
                                                                    std::string(form["from"]),
                                                                    std::string(form["reason"]));
    if (proposed) {
        co_return to_office(context, "/office/proposals/" + proposed->str(), "proposal_made");
    }
    FormErrors errors;
    if (!add_error(errors, context, proposed.error())) co_return Error(proposed.error());
    co_return co_await show_one(context, seal, errors);
}

Task<Result<Response>> stop_seal(Context& context) {
    YX_CO_CHECK(only_fields(context, {"reason"}));
    YX_CO_TRY(const SealView seal, co_await load(context));
    const Result<void> stopped =
        co_await service::stop_seal(context.site().services,
                                    actor_of(context),
                                    seal.record.seal.id,
                                    std::string(context.request.form["reason"]));
    if (stopped) co_return to_office(context, url_of(seal.record.seal.id), "seal_stopped");
    FormErrors errors;
    if (!add_error(errors, context, stopped.error())) co_return Error(stopped.error());
    co_return co_await show_one(context, seal, errors);
}

}  // namespace yinxin::http
