// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/revocation_data.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<std::vector<RevocationMark>> list_revocation_marks(Reader& reader) {
    return reader.all<RevocationMark>(sql::revocation::list_marks);
}

Result<std::optional<Bytes>> find_revocation_data(Reader& reader, const RevocationKey& key) {
    YX_TRY(
        const auto row,
        reader.maybe<std::optional<Bytes>>(sql::revocation::find_data, key.address, key.subject));
    return row ? *row : std::optional<Bytes>();
}

Result<bool> put_revocation_data(Transaction& transaction,
                                 const AcceptedRevocation& data,
                                 Instant now) {
    YX_TRY(const std::int64_t rows,
           transaction.execute(sql::revocation::put,
                               data.key.address,
                               data.key.subject,
                               data.der,
                               data.sha256,
                               data.number,
                               data.this_update,
                               data.next_update,
                               now));
    return rows > 0;
}

Result<void> note_revocation_failure(Transaction& transaction,
                                     const RevocationKey& key,
                                     const Error& error,
                                     Instant now) {
    YX_CHECK(transaction.execute(sql::revocation::note_failure,
                                 key.address,
                                 key.subject,
                                 now,
                                 dotted_name(error.code()),
                                 error.detail()));
    return ok();
}

}  // namespace yinxin::storage
