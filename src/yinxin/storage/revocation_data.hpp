// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yinxin::storage {

/// What a row is about.
struct RevocationKey {
    std::string address;
    std::string subject;  ///< SHA-256 of the certificate asked about, hexadecimal; empty: a list

    friend auto operator<=>(const RevocationKey&, const RevocationKey&) = default;
};

/// How the fetching of one thing stands; members stand in the order of
/// sql/revocation/list_marks.sql.
struct RevocationMark {
    std::string address;
    std::string subject;
    std::optional<Instant> fetched_at;   ///< when acceptable data came last
    std::optional<Instant> next_update;  ///< of the data held
    Instant tried_at{};
    std::int64_t failures = 0;  ///< in a row
    std::string error;          ///< dotted name; empty: the last try was good
    std::string error_detail;
    std::optional<Bytes> sha256;  ///< of the data held

    [[nodiscard]] RevocationKey key() const { return {address, subject}; }
    friend bool operator==(const RevocationMark&, const RevocationMark&) = default;
};

/// Data that was accepted.
struct AcceptedRevocation {
    RevocationKey key;
    Bytes der;
    Bytes sha256;
    std::optional<Bytes> number;  ///< of a list
    Instant this_update{};
    std::optional<Instant> next_update;
};

Result<std::vector<RevocationMark>> list_revocation_marks(Reader& reader);
/// DER as it was accepted; none: nothing was, yet.
Result<std::optional<Bytes>> find_revocation_data(Reader& reader, const RevocationKey& key);
/// Puts data in the place of what was held, and forgets earlier failures. What another node put
/// there meanwhile and is newer stays. @return whether it was taken.
Result<bool> put_revocation_data(Transaction& transaction,
                                 const AcceptedRevocation& data,
                                 Instant now);
/// Notes a failed try; the data stays.
Result<void> note_revocation_failure(Transaction& transaction,
                                     const RevocationKey& key,
                                     const Error& error,
                                     Instant now);

}  // namespace yinxin::storage
