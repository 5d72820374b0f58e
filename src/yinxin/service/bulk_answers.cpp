// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/bulk_answers.hpp"

#include "yinxin/domain/endorsement.hpp"
#include "yinxin/service/packed_aggregate.hpp"

namespace yinxin::service {

domain::BulkVerdict bulk_verdict(verify::Verdict verdict) {
    const auto known = domain::parse_key<domain::BulkVerdict>(domain::key(verdict));
    return known ? *known : domain::BulkVerdict::indeterminate;
}

void tell_copy(BulkAnswer& answer, const verify::RegisteredCopy& copy) {
    answer.name = copy.masked_name;
    answer.masked_id = copy.masked_id;
    answer.qualification = copy.qualification;
    answer.level = copy.level;
    answer.specialty = copy.specialty;
    answer.issued_on = format_day(copy.issued_on);
    answer.copy_no = copy.copy_no;
    if (copy.has_endorsement) {
        answer.valid_until = format_day(domain::last_day({copy.applied_at, copy.valid_until}));
    }
}

std::string pack(const BulkAnswer& answer) {
    return pack_aggregate(answer);
}

Result<JudgedAnswer> open_answer(const storage::BulkAnswerRow& row) {
    YX_TRY(BulkAnswer answer, unpack_aggregate<BulkAnswer>(row.answer));
    return JudgedAnswer{row.verdict, std::move(answer), LineId{}};
}

std::string pack(const BulkAsker& asker) {
    return pack_aggregate(asker);
}

Result<BulkAsker> unpack_asker(std::string_view packed) {
    return unpack_aggregate<BulkAsker>(packed);
}

}  // namespace yinxin::service
