// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/proposals.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/batch_words.hpp"
#include "yinxin/http/office/corrections.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/proposal_words.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/rules.hpp"
#include "yinxin/service/seal_pictures.hpp"

namespace yinxin::http {
namespace {

using domain::ProposalId;
using domain::ProposalState;
using service::ProposalView;

std::string url_of(ProposalId id) {
    return "/office/proposals/" + id.str();
}

std::string fact_words(const Context& context, const std::string& name, const std::string& value) {
    if (name == "state") return say(context, "seal_state." + value);
    if (name == "id_type") {
        const auto type = domain::parse_key<domain::IdDocumentType>(value);
        return type ? id_type_words(context, *type) : value;
    }
    if (name == "second_factor") return say(context, "handler.identity_second_factor");
    if (name == "outcome") return say(context, "identity_outcome." + value);
    if (const auto day = parse_day(value)) return day_words(context, *day);
    if (const auto at = parse_instant(value)) return time_words(context, *at);
    return value;
}

/// Facts that have a name for people; others are the program's own.
void set_changes(View& view, const Context& context, const service::ProposalFacts& facts) {
    for (const auto& [name, value] : facts) {
        const std::string key = "proposal_fact." + name;
        if (value.empty() || !context.site().messages.find(context.language, key)) continue;
        view.add("CHANGES")
            .set("FACT_NAME", say(context, key))
            .set("FACT_VALUE", fact_words(context, name, value));
    }
}

void set_hands(View& view, const Context& context, const ProposalView& shown) {
    const storage::Proposal& proposal = shown.proposal;
    if (proposal.decided_at) {
        View& decided = view.add("DECIDED");
        decided.set("DECIDER", shown.decider)
            .set("DECIDED_AT", time_words(context, *proposal.decided_at));
        if (!proposal.note.empty()) decided.add("HAS_NOTE").set("NOTE", proposal.note);
    }
    if (proposal.applied_at && proposal.state == ProposalState::applied) {
        view.add("IN_EFFECT").set("APPLIED_AT", time_words(context, *proposal.applied_at));
    }
    if (proposal.state == ProposalState::failed) {
        view.add("FAILED").set("FAILURE_TEXT", say(context, "error." + proposal.failure_code));
    }
}

/// What a change of the rules changes, place by place.
void set_rule_changes(View& view, const service::ProposalFacts& facts) {
    const auto packed = facts.find("changes");
    if (packed == facts.end()) return;
    const auto changes = service::unpack_changes(packed->second);
    if (!changes) return;
    View& table = view.add("RULES");
    for (const service::RuleChange& change : *changes) {
        table.add("RULE_CHANGES")
            .set("PLACE", change.place)
            .set("BEFORE", change.before)
            .set("AFTER", change.after);
    }
}

/// What it is about, where somebody who decides must see more of it than its name.
Task<Result<void>> show_subject(Context& context, View& view, const ProposalView& shown) {
    YX_CO_TRY(std::string picture,
              co_await service::draw_proposed_seal(context.site().services, shown));
    if (!picture.empty()) view.add("SEAL").set_raw("SEAL_SVG", SafeHtml(std::move(picture)));
    YX_CO_TRY(
        const auto batch,
        co_await service::batch_of_proposal(context.site().services, actor_of(context), shown));
    if (!batch) co_return ok();
    View& section = view.add("BATCH");
    set_facts(section, context, *batch);
    set_state(section, context, batch->batch.state);
    co_return ok();
}

Task<Result<Response>> show_one(Context& context,
                                const ProposalView& shown,
                                const FormErrors& errors) {
    const storage::Proposal& proposal = shown.proposal;
    View view;
    YX_CO_CHECK(co_await show_subject(context, view, shown));
    set_proposal(view, context, shown);
    const std::string about = about_url(proposal.object);
    if (about.empty()) {
        view.show("PLAIN_ABOUT");
    } else {
        view.add("HAS_ABOUT_URL").set("ABOUT_URL", about);
    }
    set_changes(view, context, shown.facts);
    set_rule_changes(view, shown.facts);
    YX_CO_CHECK(co_await set_correction(context, view, shown));
    view.set("REASON", proposal.reason);
    if (!proposal.decision_no.empty()) {
        view.add("DECISION").set("DECISION_NO", proposal.decision_no);
    }
    if (proposal.attachment) {
        view.add("ATTACHMENT")
            .set("ATTACHMENT_URL", url_of(proposal.id) + "/attachment")
            .set("ATTACHMENT_NAME", proposal.attachment->name);
    }
    set_hands(view, context, shown);
    if (shown.may_decide) {
        view.add("MAY_DECIDE")
            .set("DECIDE_URL", url_of(proposal.id) + "/decide")
            .set("V_NOTE", context.request.form["note"]);
    }
    if (shown.is_own && proposal.state == ProposalState::open) {
        View& own = view.add("OWN");
        if (proposal.kind != domain::ProposalKind::confirm_stop) {
            own.add("MAY_WITHDRAW").set("WITHDRAW_URL", url_of(proposal.id) + "/withdraw");
        }
    }
    errors.show(view);
    Frame frame = office_frame(errors);
    frame.title = kind_words(context, proposal.kind);
    co_return show_office_page(context, "office_proposal", view, Desk::proposals, frame);
}

Task<Result<ProposalView>> load(Context& context) {
    YX_CO_TRY(const std::int64_t id, context.number("proposal"));
    co_return co_await service::find_proposal(
        context.site().services, actor_of(context), ProposalId{id});
}

std::string_view flash_of(ProposalState state) {
    switch (state) {
        case ProposalState::applied:
            return "proposal_applied";
        case ProposalState::approved:
            return "proposal_approved";
        case ProposalState::failed:
            return "proposal_failed";
        default:
            return "proposal_refused";
    }
}

std::string_view media_of(BytesView file) {
    const std::string_view text = as_text(file);
    if (text.starts_with("%PDF-")) return "application/pdf";
    if (text.starts_with("\x89PNG")) return "image/png";
    return "image/jpeg";
}

}  // namespace

Task<Result<Response>> show_proposals(Context& context) {
    const Instant now = context.site().services.clock.now();
    const auto before = parse_integer(context.request.query["before"]);
    YX_CO_TRY(const service::ProposalList list,
              co_await service::list_proposals(
                  context.site().services,
                  actor_of(context),
                  before ? instant_of(*before) : now + std::chrono::seconds(1)));
    View view;
    set_proposals(view, context, "OPEN", list.open);
    if (!list.approved.empty()) set_proposals(view, context, "APPROVED", list.approved);
    set_proposals(view, context, "ENDED", list.ended);
    if (list.ended.size() == service::most_proposals_shown) {
        const Instant last = list.ended.back().proposal.made_at;
        view.add("OLDER").set("OLDER_URL",
                              "/office/proposals?before=" + std::to_string(epoch_of(last)));
    }
    co_return show_office_page(context, "office_proposals", view, Desk::proposals);
}

Task<Result<Response>> show_proposal(Context& context) {
    YX_CO_TRY(const ProposalView shown, co_await load(context));
    co_return co_await show_one(context, shown, {});
}

Task<Result<Response>> decide_proposal(Context& context) {
    YX_CO_CHECK(only_fields(context, {"decision", "note"}));
    YX_CO_TRY(const ProposalView shown, co_await load(context));
    const auto& form = context.request.form;
    const bool approves = form["decision"] == "approve";
    const Result<ProposalState> decided =
        co_await service::decide(context.site().services,
                                 actor_of(context),
                                 shown.proposal.id,
                                 approves ? service::Decision::approve : service::Decision::refuse,
                                 std::string(form["note"]));
    if (decided) co_return to_office(context, url_of(shown.proposal.id), flash_of(*decided));
    FormErrors errors;
    if (decided.error().code() == ErrorCode::office_reason_missing) {
        errors.add(context, "note", decided.error());
    } else if (decided.error().code() == ErrorCode::staff_same_person ||
               decided.error().code() == ErrorCode::proposal_not_open) {
        errors.add(context, "form", decided.error());
    } else {
        co_return Error(decided.error());
    }
    co_return co_await show_one(context, shown, errors);
}

Task<Result<Response>> withdraw_proposal(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const std::int64_t id, context.number("proposal"));
    YX_CO_CHECK(
        co_await service::withdraw(context.site().services, actor_of(context), ProposalId{id}));
    co_return to_office(context, url_of(ProposalId{id}), "proposal_withdrawn");
}

Task<Result<Response>> download_attachment(Context& context) {
    YX_CO_TRY(const ProposalView shown, co_await load(context));
    YX_CO_TRY(const Bytes bytes,
              co_await service::load_attachment(
                  context.site().services, actor_of(context), shown.proposal.id));
    const std::string_view media = media_of(bytes);
    co_return file(
        std::make_shared<const std::string>(as_text(bytes)), media, shown.proposal.attachment->name)
        .forbid_storing();
}

}  // namespace yinxin::http
