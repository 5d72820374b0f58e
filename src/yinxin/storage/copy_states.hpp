// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/recipient.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/copies.hpp"

#include <optional>
#include <string>
#include <vector>

/// How the copies of one certificate stand, with the jobs that are not done: what the office reads.
namespace yinxin::storage {

/// A job that waits, is being done, or was given up. Members stand in the order of
/// sql/job/list_of_copies.sql.
struct CopyJob {
    CopyId copy;
    std::string state;  ///< "waiting", "leased" or "dead"
    int attempts = 0;
    Instant run_after{};
    Instant created_at{};
    std::optional<Instant> ended_at;
    std::string error_code;  ///< dotted code of the last failure; empty: none yet
};

struct CopyStanding {
    CopyRow copy;
    std::optional<CopyFileRow> pdf;  ///< none: never pressed
    std::optional<CopyJob> job;      ///< the newest that is not done
};
/// Newest first.
Result<std::vector<CopyStanding>> list_copy_standings(Reader& reader, LineKey key);

/// One message to a mobile or a mail address; what it said is forgotten once it was sent. Members
/// stand in the order of sql/message/list_to.sql.
struct MessageStanding {
    std::string name;  ///< of the template
    std::string masked_recipient;
    std::string state;  ///< "queued", "sent", "delivered" or "failed"
    Instant created_at{};
    std::optional<Instant> ended_at;
};
/// Newest first.
Result<std::vector<MessageStanding>> list_messages_to(Reader& reader,
                                                      const DataKeys& keys,
                                                      const domain::Recipient& recipient,
                                                      int most);

}  // namespace yinxin::storage
