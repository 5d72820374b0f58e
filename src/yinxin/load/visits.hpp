// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/load/accounts_file.hpp"
#include "yinxin/load/browser.hpp"

/// What each kind of visitor does, from arrival to departure.
namespace yinxin::load {

/// Logs in, reads the notice, looks at the list and the certificate, checks the data, applies,
/// waits for the copy and fetches both files. One in fifty then withdraws it.
[[nodiscard]] flow::Task<Result<void>> apply_and_fetch(Crowd& crowd,
                                                       Browser& browser,
                                                       const LoadAccount& account);
/// Logs in and looks around: list, certificate, the data to check, the query form.
[[nodiscard]] flow::Task<Result<void>> look_around(Crowd& crowd,
                                                   Browser& browser,
                                                   const LoadAccount& account);
/// Scans the code of a copy somebody has shown, or types it; one in four hands in a file.
[[nodiscard]] flow::Task<Result<void>> verify_copy(Crowd& crowd, Browser& browser);
/// Reads the home page and the questions, and finds out that the query needs a login.
[[nodiscard]] flow::Task<Result<void>> pass_by(Crowd& crowd, Browser& browser);

}  // namespace yinxin::load
