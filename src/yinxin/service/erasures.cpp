// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/erasures.hpp"

namespace yinxin::service {

Task<Result<std::vector<storage::ErasureRow>>> list_erasures(Services& services,
                                                             domain::StaffActor actor) {
    YX_CO_CHECK(require(actor, domain::OfficeAct::manage_staff));
    const CivilDay from = civil_day(services.clock.now()) - erasures_shown;
    co_return co_await services.store.read(
        [from](storage::Reader& reader) { return storage::list_erasures(reader, from); });
}

}  // namespace yinxin::service
