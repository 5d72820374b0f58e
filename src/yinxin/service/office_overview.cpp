// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/office_overview.hpp"

#include "yinxin/service/batches.hpp"
#include "yinxin/service/doubt_answers.hpp"
#include "yinxin/service/proposals.hpp"
#include "yinxin/storage/identity_cases.hpp"
#include "yinxin/storage/imports.hpp"

#include <algorithm>

namespace yinxin::service {

Task<Result<std::map<Waiting, std::int64_t>>> count_waiting(Services& services,
                                                            domain::StaffActor actor) {
    YX_CO_TRY(const ProposalList list,
              co_await list_proposals(services, actor, services.clock.now()));
    std::map<Waiting, std::int64_t> counts;
    counts[Waiting::proposals] = std::ranges::count_if(list.open, &ProposalView::may_decide);
    counts[Waiting::escalated_stops] = std::ranges::count_if(
        list.open, [](const ProposalView& view) { return view.proposal.escalated_at.has_value(); });
    if (actor.may(domain::OfficeAct::import_results)) {
        YX_CO_TRY(counts[Waiting::imports],
                  co_await services.store.read([&](storage::Reader& reader) {
                      return storage::count_waiting_imports(reader, actor.issuer_id);
                  }));
    }
    if (actor.may(domain::OfficeAct::see_batches)) {
        YX_CO_TRY(const BatchNeeds needs, co_await count_batch_needs(services, actor));
        counts[Waiting::stopped_batches] = needs.stopped;
        counts[Waiting::troubled_batches] = needs.troubled;
    }
    const Instant now = services.clock.now();
    YX_CO_TRY(const DoubtsWaiting doubts,
              co_await services.store.read([actor, now](storage::Reader& reader) {
                  return count_doubts(reader, actor, now);
              }));
    counts[Waiting::overdue_doubts] = doubts.overdue;
    counts[Waiting::doubts] = doubts.to_answer;
    counts[Waiting::corrections] = doubts.to_correct;
    if (actor.may(domain::OfficeAct::look_up_person)) {
        YX_CO_TRY(counts[Waiting::identities],
                  co_await services.store.read([&](storage::Reader& reader) {
                      return storage::count_waiting_identity_cases(reader, actor.issuer_id);
                  }));
    }
    co_return counts;
}

}  // namespace yinxin::service
