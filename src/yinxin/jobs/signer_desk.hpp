// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/settings.hpp"
#include "yinxin/jobs/seal_desk.hpp"

#include <memory>

namespace yinxin::jobs {

/// The desk alone, with the seals' keys: what `yinxin signer` has. settings.signing.socket is not
/// looked at. @error those of opening keys and certificates
/// @param keys  outlive the desk.
Result<std::unique_ptr<SealDesk>> open_seal_desk(storage::Store& store,
                                                 const storage::DataKeys& keys,
                                                 const config::ReferenceShelf& reference,
                                                 const config::Settings& settings);

}  // namespace yinxin::jobs
