// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/reference_texts.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<void> insert_reference_text(Transaction& transaction, const ReferenceText& text) {
    YX_CHECK(transaction.execute(
        sql::reference_text::insert, text.name, text.version, text.body, text.effective_at));
    return ok();
}

Result<ReferenceText> load_reference_text(Reader& reader, std::string_view name, Instant now) {
    return reader.one<ReferenceText>(sql::reference_text::find_in_force, name, now);
}

Result<std::optional<std::int64_t>> find_reference_version(Reader& reader,
                                                           std::string_view name,
                                                           Instant now) {
    return reader.maybe<std::int64_t>(sql::reference_text::find_version_in_force, name, now);
}

Result<void> put_policy_quota(Transaction& transaction, std::string_view policy_id, int quota) {
    YX_CHECK(transaction.execute(sql::policy::put, policy_id, quota));
    return ok();
}

}  // namespace yinxin::storage
