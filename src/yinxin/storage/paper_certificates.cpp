// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/paper_certificates.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

struct PaperRow {
    domain::PaperState state = domain::PaperState::none;
    std::string serial;
    std::string pickup_zh;
    std::string pickup_en;
    std::optional<CivilDay> pickup_until;
};

}  // namespace

Result<std::optional<domain::PaperCertificate>> find_paper_certificate(Reader& reader,
                                                                       HolderId holder,
                                                                       LineId line) {
    YX_TRY(std::optional<PaperRow> row,
           reader.maybe<PaperRow>(sql::paper_certificate::find, holder, line));
    if (!row) return std::optional<domain::PaperCertificate>();
    return std::optional(
        domain::PaperCertificate{row->state,
                                 {std::move(row->pickup_zh), std::move(row->pickup_en)},
                                 row->pickup_until,
                                 std::move(row->serial)});
}

Result<void> put_paper_certificate(Transaction& transaction,
                                   HolderId holder,
                                   LineId line,
                                   const domain::PaperCertificate& paper,
                                   Instant at) {
    if (paper.state == domain::PaperState::none) {
        return Error(ErrorCode::invalid_input, "a certificate without paper has no register line");
    }
    std::optional<std::string> deadline;
    if (paper.pickup_until) deadline = format_day(*paper.pickup_until);
    YX_CHECK(transaction.execute(sql::paper_certificate::put,
                                 holder,
                                 line,
                                 paper.state,
                                 paper.serial,
                                 paper.pickup_place.zh,
                                 paper.pickup_place.en,
                                 deadline,
                                 at));
    YX_CHECK(transaction.execute(sql::paper_certificate::put_listing, holder, line));
    return ok();
}

}  // namespace yinxin::storage
