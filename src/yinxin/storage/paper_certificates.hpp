// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/paper_certificate.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>

namespace yinxin::storage {

/// The paper register's line for a certificate; none: it is electronic only.
Result<std::optional<domain::PaperCertificate>> find_paper_certificate(Reader& reader,
                                                                       HolderId holder,
                                                                       LineId line);
/// Enters or replaces the line, and with it that of the office's list (storage/paper_register).
/// @error invalid_input  the state is PaperState::none.
/// @error storage.conflict  another paper of the same authority has the serial number.
Result<void> put_paper_certificate(Transaction& transaction,
                                   HolderId holder,
                                   LineId line,
                                   const domain::PaperCertificate& paper,
                                   Instant at);

}  // namespace yinxin::storage
