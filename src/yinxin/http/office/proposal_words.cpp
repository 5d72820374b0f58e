// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/proposal_words.hpp"

#include <array>

namespace yinxin::http {
namespace {

using domain::ProposalState;
using service::ProposalView;

std::string_view chip_of(ProposalState state) {
    switch (state) {
        case ProposalState::open:
            return "checking";
        case ProposalState::approved:
            return "generating";
        case ProposalState::applied:
            return "valid";
        case ProposalState::refused:
            return "revoked";
        case ProposalState::withdrawn:
            return "withdrawn";
        case ProposalState::failed:
            return "failed";
    }
    return "unknown";
}

struct Place {
    std::string_view object;
    std::string_view path;
};
/// Objects that have a page of their own: "batch:123" is at /office/batches/123.
constexpr std::array places{
    Place{"batch:", "/office/batches/"},
    Place{"line:", "/office/certificates/"},
    Place{"seal:", "/office/seals/"},
    Place{"text:", "/office/texts/"},
    Place{"rules:", "/office/rules/"},
    Place{"identity:", "/office/identity/"},
    Place{"doubts:", "/office/doubts/directory?issuer="},
};

}  // namespace

std::string kind_words(const Context& context, domain::ProposalKind kind) {
    return say(context, "proposal_kind." + std::string(domain::key(kind)));
}

std::string effect_words(const Context& context, const ProposalView& view) {
    if (view.proposal.effective_at) return time_words(context, *view.proposal.effective_at);
    return say(context, "handler.with_decision");
}

std::string about_url(std::string_view object) {
    for (const Place& place : places) {
        if (!object.starts_with(place.object)) continue;
        return std::string(place.path) + std::string(object.substr(place.object.size()));
    }
    return {};
}

void set_proposal(View& row, const Context& context, const ProposalView& view) {
    const storage::Proposal& proposal = view.proposal;
    const auto title = view.facts.find("title");
    row.set("KIND_TEXT", kind_words(context, proposal.kind))
        .set("STATE_CLASS", chip_of(proposal.state))
        .set("STATE_TEXT",
             say(context, "proposal_state." + std::string(domain::key(proposal.state))))
        .set("ABOUT", title != view.facts.end() ? title->second : proposal.object)
        .set("MAKER", view.maker)
        .set("MADE_AT", time_words(context, proposal.made_at))
        .set("EFFECT", effect_words(context, view))
        .set("PROPOSAL_URL", "/office/proposals/" + proposal.id.str())
        .show_if("ESCALATED",
                 proposal.escalated_at.has_value() && proposal.state == ProposalState::open);
}

void set_proposals(View& view,
                   const Context& context,
                   std::string_view section,
                   const std::vector<ProposalView>& proposals) {
    const std::string name(section);
    if (proposals.empty()) {
        view.show("NO_" + name);
        return;
    }
    View& table = view.add("HAS_" + name);
    for (const ProposalView& proposal : proposals) {
        set_proposal(table.add(section), context, proposal);
    }
}

}  // namespace yinxin::http
