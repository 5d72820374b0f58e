// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/person_looks.hpp"

#include <map>
#include <string>

/// Looks of the office at a person (docs/choices.md#c83): each is one audit event counter.viewed
/// without the reason, which may name somebody; the reason stands sealed in a row of the person's,
/// to be shown to that person.
namespace yinxin::service {

/// The audit event alone. @param object  "line:…", "holder:…", or "" where nobody was found.
Result<void> audit_look(storage::Transaction& transaction,
                        const domain::StaffActor& actor,
                        std::string object,
                        std::map<std::string, std::string> facts,
                        Instant now);
/// The row alone, with the reason as parsed.
Result<storage::LookId> keep_look(storage::Transaction& transaction,
                                  const Services& services,
                                  const domain::StaffActor& actor,
                                  HolderId holder,
                                  storage::LookPage page,
                                  std::string reason,
                                  Instant now);

}  // namespace yinxin::service
