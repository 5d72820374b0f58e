// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/text.hpp"
#include "yinxin/service/office_verbs.hpp"
#include "yinxin/service/proposals.hpp"
#include "yinxin/storage/batches.hpp"
#include "yinxin/storage/certificates.hpp"

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

/// What is proposed about, and the state it is in.
struct Subject {
    std::string issuer_id;
    std::string tag;
    std::string title;
};

Error no_such_object() {
    return Error(ErrorCode::not_found, "object").with("field", "object");
}

/// The number behind a prefix. @error not_found
Result<std::int64_t> number_in(std::string_view text) {
    const auto number = parse_integer(text);
    if (!number || *number <= 0) return no_such_object();
    return *number;
}

Result<Subject> batch_subject(Reader& reader, std::string_view id) {
    YX_TRY(const std::int64_t number, number_in(id));
    YX_TRY(const auto batch, storage::find_batch(reader, BatchId{number}));
    if (!batch) return no_such_object();
    return Subject{
        batch->issuer_id, std::string(domain::key(batch->state)), "batch:" + batch->id.str()};
}

/// "<holder>-<line>"
Result<Subject> line_subject(Reader& reader, const Services& services, std::string_view id) {
    const auto dash = id.find('-');
    if (dash == std::string_view::npos) return no_such_object();
    YX_TRY(const std::int64_t holder, number_in(id.substr(0, dash)));
    YX_TRY(const std::int64_t line, number_in(id.substr(dash + 1)));
    YX_TRY(const auto record,
           storage::find_certificate(reader, services.keys, HolderId{holder}, LineId{line}));
    if (!record) return no_such_object();
    return Subject{record->face.issuer_id,
                   std::to_string(record->version) + ":" + std::string(domain::key(record->status)),
                   record->face.certificate_no};
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

/// The one place that knows what a program may propose.
Result<ProposalId> propose_one(Transaction& transaction,
                               const Services& services,
                               const SignedRequest& request,
                               ProposalWish wish,
                               Instant now) {
    constexpr std::string_view batch = "batch:";
    constexpr std::string_view line = "line:";
    const std::string_view object = wish.object;
    YX_TRY(const Subject subject,
           object.starts_with(batch)
               ? batch_subject(transaction, object.substr(batch.size()))
               : line_subject(transaction, services, object.substr(line.size())));
    YX_CHECK(require_scope(request.actor, subject.issuer_id));
    wish.issuer_id = subject.issuer_id;
    wish.object_tag = subject.tag;
    wish.facts = {{"title", subject.title}};
    return propose(transaction, services, request.actor, wish, now);
}

std::string parameter(const SignedRequest& request, const char* name) {
    const auto found = request.parameters.find(name);
    return found == request.parameters.end() ? std::string() : found->second;
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
    if (is_done || request.verb != "propose") answer["proposal"] = id.str();
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
    ProposalWish wish;
    wish.object = parameter(request, "object");
    auto kind = kind_of(parameter(request, "kind"), wish.object);
    if (!kind) co_return std::move(kind).error();
    wish.kind = *kind;
    // Before anything is looked up: who may not propose learns nothing of what there is.
    if (auto may = require(request.actor, domain::act_to_propose(wish.kind)); !may) {
        co_return std::move(may).error();
    }
    auto effective = effect_of(parameter(request, "effective_at"));
    if (!effective) co_return std::move(effective).error();
    wish.effective_at = *effective;
    wish.reason = parameter(request, "reason");
    wish.decision_no = parameter(request, "decision_no");
    if (!request.body.empty()) {
        const AttachmentFile file{request.file_name, request.body};
        auto kept =
            request.mode == Mode::apply ? keep_attachment(services, file) : judge_attachment(file);
        if (!kept) co_return std::move(kept).error();
        wish.attachment = *std::move(kept);
    }
    auto run = [&services, &request, wish, now](Transaction& transaction) {
        return propose_one(transaction, services, request, wish, now);
    };
    const auto made = co_await run_in_mode(services, request.mode, std::move(run));
    if (!made) co_return made.error();
    co_return answer_of("open", request, *made);
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
