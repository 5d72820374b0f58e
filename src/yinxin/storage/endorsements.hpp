// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/endorsement_policy.hpp"
#include "yinxin/storage/store.hpp"

#include <vector>

namespace yinxin::storage {

/// One application for an endorsement (加注) as the register keeps it. Members stand in the order
/// of the columns of sql/endorsement/*.sql.
struct EndorsementRow {
    EndorsementId id;
    HolderId holder;
    LineId line;
    int version = 0;
    int slot = 0;
    Instant applied_at;
    CivilDay applied_on;
    Instant valid_until;
    int days = 0;
    std::string scenario;
    std::string recipient;
    int repeat_no = 0;
    domain::EndorsementState state = domain::EndorsementState::pending;
    std::string failure_code;  ///< dotted error code; empty unless failed or ended by the office
    Instant state_at;
    CopyId copy;
};

/// Newest first.
Result<std::vector<EndorsementRow>> list_endorsements(Reader& reader, HolderId holder, LineId line);
/// Of all certificates of one person, newest first.
Result<std::vector<EndorsementRow>> list_endorsements(Reader& reader, HolderId holder);
Result<std::optional<EndorsementRow>> find_endorsement(Reader& reader,
                                                       HolderId holder,
                                                       EndorsementId id);

/// What the endorsement rule needs to know of earlier applications.
std::vector<domain::PastApplication> past_applications(const std::vector<EndorsementRow>& rows);

struct NewEndorsement {
    EndorsementId id;
    HolderId holder;
    LineId line;
    int version = 0;
    AccountId account;
    int slot = 0;
    Instant applied_at;
    CivilDay window_ends_on;
    Instant valid_until;
    domain::EndorsementTerms terms;
    int repeat_no = 0;
    CopyId copy;
};
/// @error storage.conflict  the slot is taken or over the quota, one is pending, or the same was
///   applied for today.
Result<void> insert_endorsement(Transaction& transaction, const NewEndorsement& endorsement);

/// How an application ends, or a copy stops being good.
struct EndorsementEnd {
    HolderId holder;
    EndorsementId id;
    LineId line;
    CopyId copy;
    domain::EndorsementState former = domain::EndorsementState::pending;
    domain::EndorsementState state = domain::EndorsementState::failed;
    std::string_view reason;  ///< dotted error code; empty: the holder's own wish
    Instant at;
};
/// Nothing happens unless it is in its former state. Those who follow the copy are told.
Result<void> end_endorsement(Transaction& transaction, const EndorsementEnd& end);

}  // namespace yinxin::storage
