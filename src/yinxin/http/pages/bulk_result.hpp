// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"
#include "yinxin/service/bulk_checks.hpp"

namespace yinxin::http {

/// The page of a check that was started: its progress, then its result (show, page).
Task<Result<Response>> show_standing(Context& context, const service::BulkStanding& standing);

/// GET /bulk/{id}/result.xlsx, result.csv, summary.pdf, summary.json
Task<Result<Response>> download_bulk_xlsx(Context& context);
Task<Result<Response>> download_bulk_csv(Context& context);
Task<Result<Response>> download_bulk_pdf(Context& context);
Task<Result<Response>> download_bulk_json(Context& context);

/// The name of what was handed in, or words for that it has none.
[[nodiscard]] std::string handed_in_words(const Context& context,
                                          const storage::BulkCheckRow& check);
/// Class of the sign of a state: a key of domain::BulkState, or "cancelled".
[[nodiscard]] std::string_view bulk_state_css(std::string_view state);

}  // namespace yinxin::http
