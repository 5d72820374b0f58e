// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/certificates.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/certificate_words.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/proposal_words.hpp"
#include "yinxin/http/office/search_fields.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/certificate_dossier.hpp"

#include <array>

namespace yinxin::http {
namespace {

using domain::ProposalKind;
using domain::ProposalState;
using service::CertificateDossier;
using service::ChangeBar;
using storage::CertificateRecord;

/// The last part of the address of each change's form.
std::string path_of(ProposalKind kind) {
    switch (kind) {
        case ProposalKind::correct_certificate:
            return "/correct";
        case ProposalKind::suspend_certificate:
            return "/suspend";
        case ProposalKind::restore_certificate:
            return "/restore";
        case ProposalKind::revoke_certificate:
            return "/revoke";
        case ProposalKind::cancel_certificate:
            return "/cancel";
        default:
            return "/stop";
    }
}

void set_options(View& view, const Context& context, const CertificateDossier& dossier) {
    const std::string page = certificate_page(dossier.present);
    for (const service::ChangeOption& option : dossier.options) {
        const bool is_stop = option.kind == ProposalKind::confirm_stop;
        const std::string key(domain::key(option.kind));
        View& row = view.add("OPTIONS");
        row.set("OPTION_TEXT", say(context, "change_action." + key))
            .set("OPTION_NOTE", say(context, "change_note." + key));
        if (option.bar == ChangeBar::none) {
            row.add(is_stop ? "STOP" : "MAY").set("OPTION_URL", page + path_of(option.kind));
            continue;
        }
        View& bar = row.add("BARRED");
        if (option.bar == ChangeBar::waiting) {
            bar.add("WAITS").set("WAITING_URL", "/office/proposals/" + option.waiting.str());
            continue;
        }
        const bool is_status = option.bar == ChangeBar::status;
        bar.add("WHY").set(
            "WHY_TEXT",
            is_status
                ? say(context, "change_bar." + std::string(domain::key(dossier.present.status)))
                : say(context, is_stop ? "change_bar.no_stop" : "change_bar.no_clerk"));
    }
}

void set_changes(View& view, const Context& context, const CertificateDossier& dossier) {
    if (dossier.changes.empty()) {
        view.show("NO_CHANGES");
        return;
    }
    View& table = view.add("HAS_CHANGES");
    for (const service::DossierChange& entry : dossier.changes) {
        const storage::CertificateChange& change = entry.change;
        View& row = table.add("CHANGES");
        set_sign(row, "FORMER", status_sign(context, change.former));
        set_sign(row, "STATUS", status_sign(context, change.status));
        row.set("AT", time_words(context, change.at))
            .set("VERSION", change.version)
            .set("REASON", change.reason)
            .set("STAFF", entry.staff);
        if (change.proposal.is_set()) {
            row.add("BY").set("PROPOSAL_URL", "/office/proposals/" + change.proposal.str());
        }
        if (!change.decision_no.empty()) {
            row.add("DECISION").set("DECISION_NO", change.decision_no);
        }
    }
}

void set_versions(View& view, const Context& context, const CertificateDossier& dossier) {
    for (const CertificateRecord& version : dossier.versions) {
        View& row = view.add("VERSIONS");
        set_sign(row, "STATUS", status_sign(context, version.status));
        row.set("VERSION", version.version)
            .set("NAME", version.face.name)
            .set("SINCE", time_words(context, version.status_at))
            .set("VERSION_URL",
                 certificate_page(version) + "?v=" + std::to_string(version.version));
        row.show_either(version.version == dossier.shown.version, "IS_SHOWN", "IS_OTHER");
    }
}

void set_copies(View& view, const Context& context, const CertificateDossier& dossier) {
    if (dossier.copies.empty()) {
        view.show("NO_COPIES");
        return;
    }
    View& table = view.add("HAS_COPIES");
    for (const storage::CopyStanding& standing : dossier.copies) {
        set_copy(table.add("COPIES"), context, standing, dossier.policy);
    }
}

void set_person(View& view, const Context& context, const CertificateDossier& dossier) {
    for (const storage::PersonNameFact& fact : dossier.names) {
        View& row = view.add("NAMES");
        row.set("NAME", fact.name.value);
        if (fact.state == storage::FactState::former) {
            row.add("FORMER").set("UNTIL", day_words(context, civil_day(fact.changed_at)));
        }
    }
    for (const storage::PersonDocumentFact& fact : dossier.documents) {
        View& row = view.add("DOCUMENTS");
        row.set("ID_TYPE", id_type_words(context, fact.document.type))
            .set("MASKED_ID", domain::masked(fact.document));
        if (fact.state == storage::FactState::former) {
            row.add("FORMER").set("UNTIL", day_words(context, civil_day(fact.changed_at)));
        }
    }
    if (dossier.others.empty()) return;
    View& table = view.add("HAS_OTHERS");
    const domain::FaceData& face = dossier.present.face;
    for (const CertificateRecord& other : dossier.others) {
        View& row = table.add("OTHERS");
        set_listed(row, context, other);
        const bool differs = other.face.name != face.name ||
                             other.face.id_number != face.id_number ||
                             other.face.id_type != face.id_type;
        row.show_if("DIFFERS", differs);
    }
}

void set_face(View& view, const Context& context, const CertificateRecord& shown) {
    const domain::FaceData& face = shown.face;
    set_certificate(view, context, face);
    view.set("NAME", face.name)
        .set("SEX", say(context, "sex." + std::string(domain::key(face.sex))))
        .set("BIRTH_MONTH", month_words(context, face.birth))
        .set("ID_TYPE", id_type_words(context, face.id_type))
        .set("MASKED_ID", domain::masked(domain::IdNumber{face.id_type, face.id_number}))
        .set("MANAGEMENT_NUMBER", face.management_no)
        .set("CERTIFICATE_NUMBER", face.certificate_no)
        .set("VERSION", shown.version);
    if (!face.latin_name.empty()) {
        view.add("HAS_LATIN_NAME").set("LATIN_NAME", face.latin_name);
    }
    if (!face.licence_id.empty()) view.add("HAS_LICENCE_ID").set("LICENCE_ID", face.licence_id);
}

/// What is already decided and only waits for its time.
void set_coming(View& view, const Context& context, const CertificateDossier& dossier) {
    for (const service::ProposalView& proposal : dossier.proposals) {
        if (proposal.proposal.state != ProposalState::approved) continue;
        View& row = view.add("COMING");
        row.set("KIND_TEXT", kind_words(context, proposal.proposal.kind))
            .set("EFFECT", effect_words(context, proposal))
            .set("PROPOSAL_URL", "/office/proposals/" + proposal.proposal.id.str());
    }
}

Response show_dossier(Context& context, const CertificateDossier& dossier) {
    const CertificateRecord& shown = dossier.shown;
    const CertificateRecord& present = dossier.present;
    View view;
    set_face(view, context, shown);
    const Sign status = status_sign(context, shown.status);
    set_sign(view, "STATUS", status);
    view.set("STATUS_NOTE", say(context, "status.certificate_note." + status.css))
        .set("STATUS_SINCE", time_words(context, shown.status_at))
        .set("AUTHORITY",
             dossier.issuer != nullptr ? pick(context, dossier.issuer->name) : shown.face.issuer_id)
        .set("PERSON_URL", certificate_page(present) + "/person")
        .set("PICTURE_URL",
             certificate_page(shown) + "/picture.svg?v=" + std::to_string(shown.version));
    if (shown.version != present.version) {
        view.add("OLD_VERSION").set("PRESENT_URL", certificate_page(present));
    }
    if (!storage::is_released(present)) {
        view.add("HIDDEN").set(
            "BATCH_TEXT",
            say(context, "hidden_batch." + std::string(domain::key(present.batch_state))));
    }
    set_coming(view, context, dossier);
    set_options(view, context, dossier);
    const domain::StaffActor& actor = actor_of(context);
    if (actor.may(domain::OfficeAct::prepare_change) ||
        actor.may(domain::OfficeAct::decide_change)) {
        set_proposals(view.add("SEES_PROPOSALS"), context, "PROPOSALS", dossier.proposals);
    }
    set_changes(view, context, dossier);
    set_versions(view, context, dossier);
    set_copies(view, context, dossier);
    set_paper(view, context, dossier.paper);
    set_person(view, context, dossier);
    Frame frame;
    frame.title = pick(context, shown.face.qualification);
    return show_office_page(context, "office_certificate", view, Desk::certificates, frame);
}

std::optional<int> version_asked(const Context& context) {
    const auto number = parse_integer(context.request.query["v"]);
    if (!number || *number < 1 || *number > 999) return std::nullopt;
    return static_cast<int>(*number);
}

Response show_search(Context& context,
                     const std::vector<CertificateRecord>& found,
                     const FormErrors& errors) {
    View view;
    set_search_fields(view, context);
    if (!found.empty()) {
        View& table = view.add("HAS_FOUND");
        for (const CertificateRecord& record : found) {
            set_listed(table.add("FOUND"), context, record);
        }
    }
    errors.show(view);
    return show_office_page(
        context, "office_certificates", view, Desk::certificates, office_frame(errors));
}

}  // namespace

Task<Result<Response>> find_office_certificates(Context& context) {
    FormErrors errors;
    if (context.request.method != Method::post) co_return show_search(context, {}, errors);
    YX_CO_CHECK(only_fields(context, {"number", "id_type", "id_number"}));
    const SearchFields typed = read_search_fields(context);
    const auto found = co_await service::search_certificates(
        context.site().services, actor_of(context), {typed.number, typed.id_type, typed.id_number});
    if (!found) {
        if (!add_search_error(context, errors, found.error())) co_return Error(found.error());
        co_return show_search(context, {}, errors);
    }
    if (found->size() == 1) {
        co_return redirect_see_other(certificate_page(found->front()));
    }
    if (found->empty()) {
        errors.add(typed.number.empty() ? "id_number" : "number",
                   say(context, "handler.no_certificate"));
    }
    co_return show_search(context, *found, errors);
}

Task<Result<Response>> show_office_certificate(Context& context) {
    YX_CO_TRY(const storage::LineKey key, certificate_in_address(context));
    YX_CO_TRY(const CertificateDossier dossier,
              co_await service::open_dossier(
                  context.site().services, actor_of(context), key, version_asked(context)));
    co_return show_dossier(context, dossier);
}

Task<Result<Response>> show_office_picture(Context& context) {
    YX_CO_TRY(const storage::LineKey key, certificate_in_address(context));
    YX_CO_TRY(std::string svg,
              co_await service::draw_version(
                  context.site().services, actor_of(context), key, version_asked(context)));
    Response response;
    response.set_body(Body(std::move(svg)), "image/svg+xml");
    response.forbid_storing();
    co_return response;
}

}  // namespace yinxin::http
