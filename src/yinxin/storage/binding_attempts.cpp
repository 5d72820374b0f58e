// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/binding_attempts.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<void> record_binding_attempt(Transaction& transaction,
                                    AccountId account,
                                    BindingOutcome outcome,
                                    Instant at) {
    YX_CHECK(transaction.execute(sql::binding_attempt::insert, account, new_id(), at, outcome));
    return ok();
}

Result<std::vector<BindingAttempt>> list_binding_attempts(Reader& reader,
                                                          AccountId account,
                                                          int most) {
    return reader.all<BindingAttempt>(sql::binding_attempt::list, account, most);
}

}  // namespace yinxin::storage
