// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/person_looks.hpp"

#include "yinxin/service/staff_audit.hpp"

namespace yinxin::service {

Result<void> audit_look(storage::Transaction& transaction,
                        const domain::StaffActor& actor,
                        std::string object,
                        std::map<std::string, std::string> facts,
                        Instant now) {
    return audit_staff(transaction,
                       domain::EventKind::counter_viewed,
                       actor,
                       std::move(object),
                       now,
                       std::move(facts));
}

Result<storage::LookId> keep_look(storage::Transaction& transaction,
                                  const Services& services,
                                  const domain::StaffActor& actor,
                                  HolderId holder,
                                  storage::LookPage page,
                                  std::string reason,
                                  Instant now) {
    return storage::insert_person_look(
        transaction,
        services.keys,
        holder,
        {{}, now, page, actor.id, actor.issuer_id, std::move(reason)});
}

}  // namespace yinxin::service
