// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/seal_effects.hpp"

#include "yinxin/service/staff_audit.hpp"
#include "yinxin/service/text_effects.hpp"
#include "yinxin/storage/seals.hpp"

namespace yinxin::service {
namespace {

using storage::SealRecord;
using storage::Transaction;

std::string fact(const Effect& effect, const char* name) {
    const auto found = effect.facts.find(name);
    return found == effect.facts.end() ? std::string() : found->second;
}

/// The id behind "seal:".
std::string seal_id_of(const Effect& effect) {
    return effect.proposal.object.substr(std::string_view("seal:").size());
}

Result<void> audit_step(Transaction& transaction,
                        const Effect& effect,
                        const std::string& id,
                        std::string_view state) {
    return audit_staff(transaction,
                       domain::EventKind::seal_state_changed,
                       effect.decider,
                       "seal:" + id,
                       effect.now,
                       {{"state", std::string(state)}, {"proposal", effect.proposal.id.str()}});
}

/// The row beside the new version of the reference data.
Result<void> enter_seal(Transaction& transaction, const Effect& effect) {
    YX_CHECK(publish_rules(transaction, effect));
    SealRecord record;
    record.seal.id = seal_id_of(effect);
    record.seal.issuer_id = effect.proposal.issuer_id;
    record.seal.name.zh = fact(effect, "name");
    record.seal.state = domain::SealState::applied;
    YX_TRY(record.seal.valid_from, parse_day(fact(effect, "valid_from")));
    if (const std::string until = fact(effect, "valid_until"); !until.empty()) {
        YX_TRY(const CivilDay day, parse_day(until));
        record.seal.valid_until = day;
    }
    record.type = fact(effect, "seal_type");
    record.key_name = fact(effect, "key_name");
    YX_CHECK(storage::insert_seal(transaction, record));
    return audit_step(transaction, effect, record.seal.id, domain::key(record.seal.state));
}

Result<void> take_step(Transaction& transaction, const Effect& effect) {
    const std::string id = seal_id_of(effect);
    YX_TRY(const auto record, storage::find_seal(transaction, id));
    if (!record || effect.proposal.object_tag != domain::key(record->seal.state)) {
        return Error(ErrorCode::proposal_outdated);
    }
    YX_TRY(const auto to, domain::parse_key<domain::SealState>(fact(effect, "state")));
    if (!domain::may_become(record->seal.state, to)) return Error(ErrorCode::seal_may_not_become);
    YX_CHECK(storage::set_seal_state(transaction, id, to));
    return audit_step(transaction, effect, id, domain::key(to));
}

}  // namespace

Result<void> change_seal(Transaction& transaction, const Services&, const Effect& effect) {
    const std::string step = fact(effect, "step");
    if (step == "apply") return enter_seal(transaction, effect);
    if (step == "assign") return publish_rules(transaction, effect);
    return take_step(transaction, effect);
}

}  // namespace yinxin::service
