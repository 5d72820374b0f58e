// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/certificates.hpp"

#include "yinxin/domain/person_name.hpp"
#include "yinxin/http/pages/authorised_uses.hpp"
#include "yinxin/http/pages/check_history.hpp"
#include "yinxin/http/pages/doubts.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/bindings.hpp"

#include <fmt/format.h>

namespace yinxin::http {
namespace {

using service::CertificateFacts;

std::string certificate_url(LineId line) {
    return "/certificates/" + line.str();
}

/// The one next action of a card.
struct Action {
    std::string url;
    std::string text;
};

Action next_action(const Context& context, const CertificateFacts& facts) {
    const std::string base = certificate_url(facts.certificate.line);
    const Instant now = context.site().services.clock.now();
    if (!facts.is_valid()) return {base + "/endorse", say(context, "action.info")};
    const bool is_open = !facts.needs_endorsement || facts.current(now) != nullptr;
    if (is_open) return {base + "/endorse", say(context, "action.download")};
    if (const auto* pending = facts.pending()) {
        return {"/endorsements/" + pending->id.str(), say(context, "action.progress")};
    }
    return {base + "/endorse", say(context, "action.apply")};
}

void add_card(View& view, const Context& context, const CertificateFacts& facts) {
    const auto& certificate = facts.certificate;
    View& card = view.add("CARDS");
    set_certificate(card, context, certificate.face);
    set_sign(card, "STATUS", status_sign(context, certificate.status));
    set_sign(card, "ENDORSEMENT", endorsement_sign(context, facts));
    const Action action = next_action(context, facts);
    const std::string base = certificate_url(certificate.line);
    card.set("PICTURE_URL",
             fmt::format("{}/picture.svg?v={}&size=small", base, certificate.version))
        .set("NAME", certificate.face.name)
        .set("INFO_URL", base)
        .set("ACTION_URL", action.url)
        .set("ACTION_TEXT", action.text);
}

/// Why the list is empty: what the register proves first, then what else may be.
void explain_empty(const Context& context, View& view, const service::BindingState& state) {
    View& empty = view.add("EMPTY");
    const auto add = [&](const char* reason, const char* url) {
        View& row = empty.add("REASONS");
        row.set("TEXT", say(context, std::string("empty.") + reason));
        if (url == nullptr) return;
        row.add("LINK")
            .set("URL", url)
            .set("LABEL", say(context, std::string("empty_action.") + reason));
    };
    if (state.is_with_office) add("with_office", "/bind/office");
    if (state.name_changed) add("name_changed", "/rebind");
    if (state.number_changed) add("number_changed", "/rebind");
    if (state.stage == service::BindingStage::can_bind) add("not_bound", "/bind");
    if (state.stage == service::BindingStage::not_stated) {
        add("only_checks", "/verify");
        add("not_stated", "/bind/person");
        return;
    }
    add("not_obtained", nullptr);
    add("not_online", "/progress");
    add("not_ours", "/scope");
}

using Changes = std::vector<storage::CertificateChange>;

/// Why a version stands as it does, in the words of the office with the number of its decision;
/// where the office gave no reason, how it came about.
std::string reason_words(const Context& context,
                         const storage::CertificateRecord& version,
                         const Changes& changes) {
    for (const storage::CertificateChange& change : changes) {
        if (change.version != version.version || change.status != version.status) continue;
        if (change.decision_no.empty()) return change.reason;
        return change.reason + " (" + change.decision_no + ")";
    }
    if (!version.status_reason.empty()) return version.status_reason;
    const bool is_first = version.version == 1;
    return say(context, is_first ? "handler.version_first" : "handler.version_corrected");
}

void add_versions(View& view,
                  const Context& context,
                  const std::vector<storage::CertificateRecord>& versions,
                  const Changes& changes) {
    for (const auto& version : versions) {
        View& row = view.add("VERSIONS");
        row.set("VERSION", version.version)
            .set("DAY", day_words(context, version.face.issued_on))
            .set("REASON", reason_words(context, version, changes));
        set_sign(row, "STATUS", status_sign(context, version.status));
    }
}

/// Who looked at copies, as counts per day, door and copy, the last 90 days.
void add_checks(View& view,
                const Context& context,
                const std::vector<storage::CopyChecks>& checks) {
    constexpr std::int64_t window_days = 90;
    const CivilDay today = civil_day(context.site().services.clock.now());
    bool is_empty = true;
    for (const auto& row : checks) {
        if (row.day <= today.time_since_epoch().count() - window_days) continue;
        is_empty = false;
        view.add("CHECKS")
            .set("DAY", day_words(context, CivilDay(Days(row.day))))
            .set("DOOR_TEXT", say(context, "door." + row.door))
            .set("COUNT", row.checks)
            .set("COPY_NUMBER", row.copy_no);
    }
    view.show_if("NO_CHECKS", is_empty);
}

/// Who checked while signed in: one by one.
void add_known_checks(View& view,
                      const Context& context,
                      const std::vector<storage::CheckRow>& checks) {
    if (checks.empty()) return;
    View& section = view.add("KNOWN");
    for (const storage::CheckRow& check : checks) {
        set_check(section.add("KNOWN_CHECKS"), context, check);
    }
}

/// What was in the list and is gone for now, and whom to ask.
Task<Result<bool>> show_withheld(Context& context, View& view) {
    YX_CO_TRY(
        const auto withheld,
        co_await service::list_withheld(context.site().services, context.visitor->facts.actor()));
    for (const storage::CertificateRecord& record : withheld) {
        View& row = view.add("WITHHELD");
        const std::string state(domain::key(record.batch_state));
        set_sign(row, "STATUS", {state, say(context, "status.certificate." + state)});
        row.set("QUALIFICATION", pick(context, record.face.qualification))
            .set("NOTE", say(context, "status.certificate_note." + state));
        const auto* issuer = context.site().services.reference->find_issuer(record.face.issuer_id);
        if (issuer != nullptr) set_contact(row, context, *issuer);
    }
    co_return !withheld.empty();
}

}  // namespace

Task<Result<Response>> show_certificates(Context& context) {
    YX_CO_TRY(const std::vector<CertificateFacts> all,
              co_await service::list_certificates(context.site().services,
                                                  context.visitor->facts.actor()));
    View view;
    for (const CertificateFacts& facts : all) {
        add_card(view, context, facts);
    }
    view.set("COUNT", all.size());
    YX_CO_TRY(const bool is_withheld, co_await show_withheld(context, view));
    if (all.empty() && !is_withheld) {
        YX_CO_TRY(const service::BindingState state,
                  co_await service::binding_state(context.site().services,
                                                  context.visitor->facts.account));
        // The office corrected the name: one word, and the list is full again.
        if (!state.corrected_name.empty()) co_return redirect_see_other("/rebind");
        explain_empty(context, view, state);
    }
    co_return show_page(context, "certificates", view, {.menu = Menu::certificates});
}

Task<Result<Response>> show_certificate(Context& context) {
    auto& services = context.site().services;
    YX_CO_TRY(const std::int64_t number, context.number("id"));
    const service::Actor actor = context.visitor->facts.actor();
    const LineId line{number};
    YX_CO_TRY(const CertificateFacts facts,
              co_await service::load_certificate(services, actor, line));
    YX_CO_TRY(const auto versions, co_await service::list_versions(services, actor, line));
    YX_CO_TRY(const Changes changes, co_await service::list_changes(services, actor, line));
    YX_CO_TRY(const auto checks, co_await service::list_checks(services, actor, line));
    YX_CO_TRY(const auto known, co_await service::list_known_checks(services, actor, line));
    const domain::FaceData& face = facts.certificate.face;
    View view;
    set_certificate(view, context, face);
    const Sign status = status_sign(context, facts.certificate.status);
    set_sign(view, "STATUS", status);
    view.set("STATUS_NOTE", say(context, "status.certificate_note." + status.css))
        .set("ID", line.value)
        .set("PICTURE_URL",
             fmt::format("{}/picture.svg?v={}", certificate_url(line), facts.certificate.version))
        .set("NAME", face.name)
        .set("SEX", say(context, "sex." + std::string(domain::key(face.sex))))
        .set("BIRTH_MONTH", month_words(context, face.birth))
        .set("MASKED_ID", domain::masked(domain::IdNumber{face.id_type, face.id_number}))
        .set("MANAGEMENT_NUMBER", face.management_no)
        .set("CERTIFICATE_NUMBER", face.certificate_no);
    if (!face.licence_id.empty()) {
        view.add("HAS_LICENCE_ID").set("LICENCE_ID", face.licence_id);
    }
    set_contact(view, context, *facts.issuer);
    set_paper(view, context, facts.paper);
    add_versions(view, context, versions, changes);
    add_checks(view, context, checks);
    add_known_checks(view, context, known);
    YX_CO_CHECK(co_await add_doubts(context, view, line));
    YX_CO_TRY(const auto uses, co_await service::list_uses(services, actor, line));
    set_uses(view, context, uses);
    view.show_if("NO_USES", uses.empty());
    view.show_if("MAY_AUTHORISE", facts.is_valid() && facts.needs_endorsement);
    const Action action = next_action(context, facts);
    view.set("ACTION_URL", action.url).set("ACTION_TEXT", action.text);
    co_return show_page(context, "certificate", view, {.menu = Menu::certificates});
}

Task<Result<Response>> show_picture(Context& context) {
    YX_CO_TRY(const std::int64_t number, context.number("id"));
    const bool small = context.request.query["size"] == "small";
    const auto size = small ? documents::SvgSize::thumbnail : documents::SvgSize::whole;
    YX_CO_TRY(std::string svg,
              co_await service::draw_preview(
                  context.site().services, context.visitor->facts.actor(), LineId{number}, size));
    Response response;
    response.set_body(Body(std::move(svg)), "image/svg+xml");
    response.forbid_storing();
    co_return response;
}

}  // namespace yinxin::http
