// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/text.hpp"
#include "yinxin/service/batch_decisions.hpp"
#include "yinxin/service/certificate_changes.hpp"
#include "yinxin/service/office_verbs.hpp"
#include "yinxin/service/proposals.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;
using domain::ProposalId;
using domain::ProposalKind;
using domain::ProposalState;
using storage::Reader;
using storage::Transaction;

Error no_such_object() {
    return Error(ErrorCode::not_found, "object").with("field", "object");
}

/// The short words of the command line stand for the kind that fits the object.
Result<ProposalKind> kind_of(std::string_view word, std::string_view object) {
    const bool is_batch = object.starts_with("batch:");
    if (is_batch && word == "release") return ProposalKind::release_batch;
    if (is_batch && word == "recall") return ProposalKind::recall_batch;
    if (is_batch && word == "restore") return ProposalKind::restore_batch;
    const bool is_line = object.starts_with("line:");
    if (is_line && word == "suspend") return ProposalKind::suspend_certificate;
    if (is_line && word == "restore") return ProposalKind::restore_certificate;
    if (is_line && word == "revoke") return ProposalKind::revoke_certificate;
    if (is_line && word == "cancel") return ProposalKind::cancel_certificate;
    return Error(ErrorCode::invalid_input, "kind").with("field", "kind");
}

Result<std::optional<Instant>> effect_of(std::string_view text) {
    if (text.empty()) return std::optional<Instant>();
    const auto at = parse_instant(text);
    if (!at) return Error(ErrorCode::office_time_invalid).with("field", "effective_at");
    return std::optional(*at);
}

std::string parameter(const SignedRequest& request, const char* name) {
    const auto found = request.parameters.find(name);
    return found == request.parameters.end() ? std::string() : found->second;
}

/// What a program wants done, as texts.
struct Wanted {
    std::string object;  ///< "batch:<id>" or "line:<holder>-<line>"
    ProposalKind kind{};
    ChangeWish change;
};

/// The use case that the page calls, for what the object is.
Result<ProposalId> propose_one(Transaction& transaction,
                               const Services& services,
                               const domain::StaffActor& actor,
                               const Wanted& wanted,
                               Instant now) {
    if (const auto batch = batch_of(wanted.object)) {
        const bool releases = wanted.kind == ProposalKind::release_batch;
        // A recall and a restoration are in force with the decision.
        if (wanted.change.effective_at && !releases) {
            return Error(ErrorCode::office_time_invalid).with("field", "effective_at");
        }
        const BatchWish wish{wanted.kind,
                             wanted.change.reason,
                             wanted.change.decision_no,
                             wanted.change.attachment,
                             wanted.change.effective_at};
        return enter_batch_wish(transaction, services, actor, *batch, wish, now);
    }
    const auto line = line_of(wanted.object);
    if (!line) return no_such_object();
    YX_TRY(const storage::CertificateRecord record,
           find_in_scope(transaction, services, actor, *line));
    return enter_change(transaction, services, actor, record, wanted.kind, wanted.change, {}, now);
}

Result<ProposalId> stop_one(Transaction& transaction,
                            const Services& services,
                            const SignedRequest& request,
                            Instant now) {
    const std::string object = parameter(request, "object");
    const std::string reason = parameter(request, "reason");
    if (const auto batch = batch_of(object)) {
        return enter_batch_stop(transaction, services, request.actor, *batch, reason, now);
    }
    const auto line = line_of(object);
    if (!line) return no_such_object();
    return enter_stop(transaction, services, request.actor, *line, reason, now);
}

json::value or_null(const std::optional<Instant>& at) {
    return at ? json::value(format_civil(*at)) : json::value(nullptr);
}

json::object described(const ProposalView& view) {
    const storage::Proposal& proposal = view.proposal;
    const auto title = view.facts.find("title");
    return {{"proposal", proposal.id.str()},
            {"kind", domain::key(proposal.kind)},
            {"object", proposal.object},
            {"title", title == view.facts.end() ? std::string() : title->second},
            {"state", domain::key(proposal.state)},
            {"made_at", format_civil(proposal.made_at)},
            {"effective_at", or_null(proposal.effective_at)},
            {"may_decide", view.may_decide},
            {"is_own", view.is_own}};
}

json::array all_of(const std::vector<ProposalView>& views) {
    json::array list;
    for (const ProposalView& view : views)
        list.push_back(described(view));
    return list;
}

Result<ProposalId> proposal_of(const SignedRequest& request) {
    const auto number = parse_integer(parameter(request, "proposal"));
    if (!number || *number <= 0) return Error(ErrorCode::not_found, "proposal");
    return ProposalId{*number};
}

std::string answer_of(std::string_view state, const SignedRequest& request, ProposalId id) {
    const bool is_done = request.mode == Mode::apply;
    json::object answer{{"verb", request.verb}, {"applied", is_done}};
    // The number of a rehearsed proposal is undone with it.
    const bool is_made_here = request.verb == "propose" || request.verb == "stop";
    if (is_done || !is_made_here) answer["proposal"] = id.str();
    answer[is_done ? "state" : "would_be"] = state;
    return json::serialize(answer);
}

/// What the decision would be refused for, in the words of service/proposals.
Result<void> check_decision(const ProposalView& view, Decision decision, const std::string& note) {
    if (view.is_own) return Error(ErrorCode::staff_same_person);
    if (view.proposal.state != ProposalState::open) return Error(ErrorCode::proposal_not_open);
    if (!view.may_decide) return Error(ErrorCode::forbidden);
    if (decision == Decision::refuse || !trim(note).empty()) {
        YX_CHECK(domain::parse_reason(note));
    }
    return ok();
}

std::string_view future_of(const ProposalView& view, Decision decision, Instant now) {
    if (decision == Decision::refuse) return "refused";
    const bool waits = view.proposal.effective_at && *view.proposal.effective_at > now;
    return waits ? "approved" : "applied";
}

}  // namespace

Task<Result<std::string>> verb_proposals(Services& services, SignedRequest request) {
    const auto list = co_await list_proposals(services, request.actor, services.clock.now());
    if (!list) co_return list.error();
    const json::object answer{{"open", all_of(list->open)}, {"approved", all_of(list->approved)}};
    co_return json::serialize(answer);
}

Task<Result<std::string>> verb_propose(Services& services, SignedRequest request) {
    const Instant now = services.clock.now();
    Wanted wanted;
    wanted.object = parameter(request, "object");
    auto kind = kind_of(parameter(request, "kind"), wanted.object);
    if (!kind) co_return std::move(kind).error();
    wanted.kind = *kind;
    // Before anything is looked up: who may not propose learns nothing of what there is.
    if (auto may = require(request.actor, domain::act_to_propose(wanted.kind)); !may) {
        co_return std::move(may).error();
    }
    auto effective = effect_of(parameter(request, "effective_at"));
    if (!effective) co_return std::move(effective).error();
    wanted.change.effective_at = *effective;
    wanted.change.reason = parameter(request, "reason");
    wanted.change.decision_no = parameter(request, "decision_no");
    if (!request.body.empty()) {
        const AttachmentFile file{request.file_name, request.body};
        const bool is_kept = request.mode == Mode::apply;
        auto keep = [&services, &file, is_kept] {
            return is_kept ? keep_attachment(services, file) : judge_attachment(file);
        };
        auto kept = co_await flow::on_pool(pool_of_files(services), std::move(keep));
        if (!kept) co_return std::move(kept).error();
        wanted.change.attachment = *std::move(kept);
    }
    auto run = [&services, &request, wanted, now](Transaction& transaction) {
        return propose_one(transaction, services, request.actor, wanted, now);
    };
    const auto made = co_await run_in_mode(services, request.mode, std::move(run));
    if (!made) co_return made.error();
    co_return answer_of("open", request, *made);
}

Task<Result<std::string>> verb_stop(Services& services, SignedRequest request) {
    const Instant now = services.clock.now();
    if (auto may = require(request.actor, domain::OfficeAct::stop_at_once); !may) {
        co_return std::move(may).error();
    }
    auto run = [&services, &request, now](Transaction& transaction) {
        return stop_one(transaction, services, request, now);
    };
    const auto made = co_await run_in_mode(services, request.mode, std::move(run));
    if (!made) co_return made.error();
    co_return answer_of("stopped", request, *made);
}

Task<Result<std::string>> verb_decide(Services& services, SignedRequest request) {
    const auto id = proposal_of(request);
    if (!id) co_return id.error();
    const std::string word = parameter(request, "decision");
    if (word != "approve" && word != "refuse") {
        co_return Error(ErrorCode::invalid_input, "decision").with("field", "decision");
    }
    const Decision decision = word == "approve" ? Decision::approve : Decision::refuse;
    const std::string note = parameter(request, "note");
    if (request.mode == Mode::apply) {
        const auto state = co_await decide(services, request.actor, *id, decision, note);
        if (!state) co_return state.error();
        co_return answer_of(domain::key(*state), request, *id);
    }
    // An effect may reach beyond the transaction: it is not rehearsed, what precedes it is.
    const auto view = co_await find_proposal(services, request.actor, *id);
    if (!view) co_return view.error();
    if (auto checked = check_decision(*view, decision, note); !checked) {
        co_return std::move(checked).error();
    }
    co_return answer_of(future_of(*view, decision, services.clock.now()), request, *id);
}

Task<Result<std::string>> verb_withdraw(Services& services, SignedRequest request) {
    const auto id = proposal_of(request);
    if (!id) co_return id.error();
    if (request.mode == Mode::apply) {
        const auto done = co_await withdraw(services, request.actor, *id);
        if (!done) co_return done.error();
        co_return answer_of("withdrawn", request, *id);
    }
    const auto view = co_await find_proposal(services, request.actor, *id);
    if (!view) co_return view.error();
    const bool may = view->is_own && view->proposal.state == ProposalState::open;
    if (!may) co_return Error(ErrorCode::proposal_not_open);
    if (view->proposal.kind == ProposalKind::confirm_stop) co_return Error(ErrorCode::forbidden);
    co_return answer_of("withdrawn", request, *id);
}

}  // namespace yinxin::service
