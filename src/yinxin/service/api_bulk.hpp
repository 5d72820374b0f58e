// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/api_calls.hpp"
#include "yinxin/service/bulk_checks.hpp"
#include "yinxin/service/bulk_intake.hpp"

/// Bulk checks of clients of the API. The key stands for the code a person enters: what is handed
/// in starts at once. A sandbox client's are answered from the invented certificates.
namespace yinxin::service {

/// Whose a client's checks are.
[[nodiscard]] storage::BulkOwner owner_of(const ApiCall& call);

/// Hands in and starts; what cannot be started is not kept.
/// @error those of hand_in_bulk and start_draft
[[nodiscard]] Task<Result<domain::BulkId>> run_bulk(Services& services,
                                                    const ApiCall& call,
                                                    BulkUpload upload);

}  // namespace yinxin::service
