// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/doubt_directory.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/province.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/list_address.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/doubt_directory.hpp"

namespace yinxin::http {
namespace {

using service::DirectoryInForce;

std::string chosen_issuer(const Context& context) {
    const domain::StaffActor& actor = actor_of(context);
    if (!actor.issuer_id.empty()) return actor.issuer_id;
    const bool posts = context.request.method == Method::post;
    const std::string_view asked =
        posts ? context.request.form["issuer"] : context.request.query["issuer"];
    const auto& issuers = context.site().services.reference->issuers;
    if (!asked.empty() || issuers.empty()) return std::string(asked);
    return issuers.begin()->first;
}

std::string list_words(const Context& context,
                       const std::vector<std::string>& codes,
                       const auto& words_of) {
    if (codes.empty()) return say(context, "handler.all_of_them");
    std::string words;
    for (const std::string& code : codes) {
        if (!words.empty()) words += say(context, "handler.list_comma");
        words += words_of(code);
    }
    return words;
}

void set_desks(View& view, const Context& context, const domain::DoubtDirectory& directory) {
    view.show_either(directory.desks.empty(), "NO_DESKS", "HAS_DESKS");
    const bool is_zh = context.language == Language::chinese;
    for (const domain::DoubtDesk& desk : directory.desks) {
        const auto item_words = [&](const std::string& id) {
            const auto* edition = context.site().services.reference->catalogue.newest_edition(id);
            return edition == nullptr ? id : pick(context, edition->name);
        };
        const auto province_words = [&](const std::string& code) {
            const domain::Province* province = domain::find_province(code);
            if (province == nullptr) return code;
            return std::string(is_zh ? province->zh : province->en);
        };
        view.add("DESKS")
            .set("NAME", pick(context, desk.name))
            .set("ITEMS_TEXT", list_words(context, desk.qualifications, item_words))
            .set("PROVINCES_TEXT", list_words(context, desk.provinces, province_words));
    }
}

/// What may stand in the lines.
void set_words(View& view, const Context& context) {
    const bool is_zh = context.language == Language::chinese;
    for (const domain::Qualification& item : context.site().services.reference->catalogue.items()) {
        view.add("ITEMS")
            .set("ITEM", item.id)
            .set("ITEM_TEXT", pick(context, item.editions.back().name));
    }
    for (const domain::Province& province : domain::all_provinces()) {
        view.add("PROVINCES")
            .set("PROVINCE", province.code)
            .set("PROVINCE_TEXT", is_zh ? province.zh : province.en);
    }
}

std::string line_error(const Context& context, const Error& error) {
    const auto param = [&error](const char* name) {
        const auto found = error.params().find(name);
        return found == error.params().end() ? std::string() : found->second;
    };
    return say(context,
               "desk_line." + param("reason"),
               {{"line", param("line")}, {"word", param("word")}});
}

Result<Response> show_directory(Context& context,
                                const std::string& issuer,
                                const DirectoryInForce& in_force,
                                const FormErrors& errors) {
    const auto& form = context.request.form;
    const bool posts = context.request.method == Method::post;
    View view;
    set_desks(view, context, in_force.directory);
    view.set("ANSWER_DAYS", in_force.directory.answer_days);
    if (actor_of(context).may(domain::OfficeAct::edit_rules)) {
        View& edit = view.add("MAY_EDIT");
        set_words(edit, context);
        edit.set("ISSUER", issuer)
            .set("DIRECTORY_VERSION", in_force.version)
            .set("MOST_DAYS", domain::most_answer_days)
            .set("V_REASON", form["reason"]);
        if (posts) {
            edit.set("V_ANSWER_DAYS", form["answer_days"]).set("V_DESKS", form["desks"]);
        } else {
            edit.set("V_ANSWER_DAYS", in_force.directory.answer_days)
                .set("V_DESKS", domain::format_desks(in_force.directory.desks));
        }
    }
    if (actor_of(context).issuer_id.empty()) {
        View& choice = view.add("CHOOSE_ISSUER");
        for (const auto& [id, each] : context.site().services.reference->issuers) {
            add_choice(choice, "ISSUERS", id, pick(context, each.name), issuer);
        }
    }
    errors.show(view);
    return show_office_page(
        context, "office_doubt_directory", view, Desk::doubts, office_frame(errors));
}

}  // namespace

Task<Result<Response>> edit_doubt_directory(Context& context) {
    auto& services = context.site().services;
    const std::string issuer = chosen_issuer(context);
    YX_CO_TRY(const DirectoryInForce in_force,
              co_await service::find_doubt_directory(services, actor_of(context), issuer));
    FormErrors errors;
    if (context.request.method != Method::post) {
        co_return show_directory(context, issuer, in_force, errors);
    }
    YX_CO_CHECK(only_fields(context, {"issuer", "version", "answer_days", "desks", "reason"}));
    const auto& form = context.request.form;
    const Result<domain::ProposalId> proposed =
        co_await service::propose_doubt_directory(services,
                                                  actor_of(context),
                                                  {issuer,
                                                   parse_integer(form["version"]).value_or(-1),
                                                   std::string(form["answer_days"]),
                                                   std::string(form["desks"]),
                                                   std::string(form["reason"])});
    if (proposed) {
        co_return to_office(context, "/office/proposals/" + proposed->str(), "directory_proposed");
    }
    const Error& error = proposed.error();
    const auto field = error.params().find("field");
    if (field != error.params().end() && field->second == "desks") {
        errors.add("desks", line_error(context, error));
    } else if (field != error.params().end() && field->second == "answer_days") {
        errors.add("answer_days", say(context, "handler.answer_days"));
    } else if (field != error.params().end()) {
        errors.add(context, field->second, error);
    } else if (error.code() == ErrorCode::conflict) {
        errors.add("form", say(context, "handler.directory_waits"));
    } else if (error.code() == ErrorCode::text_edited_meanwhile) {
        errors.add(context, "form", error);
    } else {
        co_return Error(error);
    }
    co_return show_directory(context, issuer, in_force, errors);
}

}  // namespace yinxin::http
