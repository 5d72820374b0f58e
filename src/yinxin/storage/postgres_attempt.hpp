// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/postgres_connection.hpp"

namespace yinxin::storage {

/// Runs `work` on one snapshot; `connection` is made when there is none or it broke, and a snapshot
/// that broke with it is read once more. @error storage.unavailable
Result<void> attempt_read(const PostgresAddress& address,
                          std::unique_ptr<PostgresConnection>& connection,
                          const std::function<void(Reader&)>& work);

/// Runs `work` in one transaction, again and again while others come in its way, until it is
/// committed, refused, or the deadline is over. @return why nothing was changed; an outcome that
/// cannot be found out is storage.unavailable.
std::optional<Error> attempt_write(const PostgresAddress& address,
                                   std::unique_ptr<PostgresConnection>& connection,
                                   const std::function<Result<void>(Transaction&)>& work);

}  // namespace yinxin::storage
