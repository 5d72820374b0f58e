// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"

#include <functional>

/// The program's own work on imports: looking through a table, taking its rows over, checking them.
/// Everything goes in pieces, each a short transaction that moves the cursor of the import, so that
/// a restart goes on where the last piece ended and nobody else waits long for the writer.
namespace yinxin::service {

struct ImportWork {
    const Services& services;
    std::function<bool()> stops;  ///< whether the process is ending; asked between pieces
    /// How long one import is worked on while others wait.
    std::chrono::seconds slice{10};
};

/// Works on the import that was left alone longest until it is done, its slice is over, or the
/// process ends.
/// @return 0: there was nothing to do.
Result<std::int64_t> work_on_imports(const ImportWork& work);

}  // namespace yinxin::service
