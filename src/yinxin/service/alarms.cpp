// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/alarms.hpp"

#include "yinxin/domain/proposal.hpp"
#include "yinxin/service/staff_audit.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::OfficeAct;
using domain::StaffActor;
using storage::AlarmRow;
using storage::Reader;
using storage::Transaction;

bool is_for(const StaffActor& actor, const AlarmRow& alarm) {
    return actor.roles.meets(domain::roles_for(alarm.kind)) &&
           (alarm.issuer_id.empty() || actor.covers(alarm.issuer_id));
}

}  // namespace

Result<std::vector<AlarmRow>> alarms_for(Reader& reader, const StaffActor& actor) {
    YX_TRY(auto alarms, storage::list_open_alarms(reader, actor.issuer_id, most_alarms_shown));
    std::erase_if(alarms, [&actor](const AlarmRow& alarm) { return !is_for(actor, alarm); });
    return alarms;
}

Task<Result<std::vector<AlarmRow>>> list_alarms(Services& services, StaffActor actor) {
    YX_CO_CHECK(require(actor, OfficeAct::see_alarms));
    auto read = [actor](Reader& reader) { return alarms_for(reader, actor); };
    co_return co_await services.store.read(read);
}

Task<Result<void>> end_alarm(Services& services,
                             StaffActor actor,
                             domain::AlarmId id,
                             std::string note) {
    YX_CO_CHECK(require(actor, OfficeAct::see_alarms));
    YX_CO_TRY(const std::string words, domain::parse_reason(note));
    const Instant now = services.clock.now();
    auto run = [&services, actor, id, words, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const auto alarm, storage::find_open_alarm(transaction, id));
        if (!alarm || !is_for(actor, *alarm)) return Error(ErrorCode::not_found, "alarm");
        YX_CHECK(storage::end_alarm(transaction, services.keys, id, actor.id, words, now));
        return audit_staff(
            transaction,
            domain::EventKind::alarm_ended,
            actor,
            "alarm:" + id.str(),
            now,
            {{"kind", std::string(domain::key(alarm->kind))}, {"about", alarm->object}});
    };
    co_return co_await services.store.write(run);
}

}  // namespace yinxin::service
