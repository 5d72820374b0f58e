// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/agent_data.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/issuing/letter_press.hpp"
#include "yinxin/service/person_looks.hpp"
#include "yinxin/service/proposals.hpp"
#include "yinxin/service/staff_audit.hpp"

namespace yinxin::service {
namespace {

using domain::OfficeAct;
using storage::IdentityCase;
using storage::Reader;
using storage::Transaction;

/// Whose data, and why they are handed out.
struct Granted {
    AccountId account;
    std::vector<HolderId> holders;
    std::string reason;
};

Result<Granted> find_granted(Reader& reader,
                             const Services& services,
                             const domain::StaffActor& actor,
                             domain::IdentityCaseId id,
                             Instant now) {
    YX_CHECK(require(actor, OfficeAct::look_up_person));
    YX_TRY(const auto request, storage::find_identity_case(reader, services.keys, id));
    if (!request) return Error(ErrorCode::not_found, "identity case");
    YX_CHECK(require_scope(actor, request->issuer_id));
    YX_TRY(const auto proposals, proposals_about(reader, services, actor, "identity:" + id.str()));
    for (const ProposalView& view : proposals) {
        if (view.proposal.state != domain::ProposalState::applied) continue;
        const auto account = account_for_agent(*request, {view.facts}, now);
        if (!account) continue;
        Granted granted{*account, {}, view.proposal.reason};
        YX_TRY(granted.holders, storage::list_bound_holders(reader, *account));
        return granted;
    }
    return Error(ErrorCode::not_found, "nothing to hand over");
}

Result<void> record(Transaction& transaction,
                    const Services& services,
                    const domain::StaffActor& actor,
                    domain::IdentityCaseId id,
                    const Granted& granted,
                    const Bytes& file,
                    Instant now) {
    for (const HolderId holder : granted.holders) {
        YX_CHECK(keep_look(
            transaction, services, actor, holder, storage::LookPage::counter, granted.reason, now));
    }
    return audit_staff(transaction,
                       domain::EventKind::account_data_exported,
                       actor,
                       "account:" + granted.account.str(),
                       now,
                       {{"request", id.str()}, {"sha256", to_hex(crypto::sha256(file))}});
}

}  // namespace

std::optional<AccountId> account_for_agent(
    const IdentityCase& request,
    const std::vector<std::map<std::string, std::string>>& applied,
    Instant now) {
    const bool is_granted = request.kind == domain::IdentityCaseKind::agent_view &&
                            request.state == domain::IdentityCaseState::confirmed &&
                            request.settled_at && now < *request.settled_at + agents_data_stays;
    if (!is_granted) return std::nullopt;
    for (const auto& facts : applied) {
        const auto found = facts.find("account");
        const auto number = found == facts.end() ? std::nullopt : parse_integer(found->second);
        if (number) return AccountId{*number};
    }
    return std::nullopt;
}

Task<Result<Bytes>> seal_agents_data(
    Services& services,
    domain::StaffActor actor,
    domain::IdentityCaseId id,
    const std::function<documents::Letter(const AccountData& data)>& letter_of) {
    const Instant now = services.clock.now();
    if (services.letters == nullptr) co_return Error(ErrorCode::unavailable, "no receipts key");
    auto read = [&services, actor, id, now](Reader& reader) {
        return find_granted(reader, services, actor, id, now);
    };
    YX_CO_TRY(const Granted granted, co_await services.store.read(read));
    YX_CO_TRY(const AccountData data,
              co_await load_account_data(
                  services, Actor{granted.account, granted.holders}, Secret(std::string())));
    const documents::Letter letter = letter_of(data);
    flow::Pool& pool = services.letters_pool != nullptr ? *services.letters_pool : services.cpu;
    YX_CO_TRY(Bytes file, co_await flow::on_pool(pool, [letters = services.letters, letter, now] {
                  return letters->seal(letter, now);
              }));
    auto write = [&services, actor, id, granted, file, now](Transaction& transaction) {
        return record(transaction, services, actor, id, granted, file, now);
    };
    YX_CO_CHECK(co_await services.store.write(write));
    co_return file;
}

}  // namespace yinxin::service
