// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/settled_endorsements.hpp"

#include "yinxin/storage/copies.hpp"
#include "yinxin/storage/file_lookups.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

constexpr domain::CopyFormat format = domain::CopyFormat::pdf;

Result<void> insert_gone_file(Transaction& transaction,
                              const NewEndorsement& application,
                              const GoneFile& file) {
    YX_CHECK(transaction.execute(sql::copy::insert_file,
                                 application.holder,
                                 application.copy,
                                 format,
                                 file.sha256,
                                 file.sm3,
                                 file.size,
                                 file.seal_id,
                                 file.key_name,
                                 "B-T",
                                 IntentId{},
                                 application.applied_at));
    YX_CHECK(
        transaction.execute(sql::copy::forget_blob, application.holder, application.copy, format));
    return enter_file_hashes(
        transaction,
        {{file.sha256.begin(), file.sha256.end()}, {file.sm3.begin(), file.sm3.end()}},
        {application.holder, application.copy},
        format);
}

}  // namespace

Result<void> insert_settled_endorsement(Transaction& transaction,
                                        const DataKeys& keys,
                                        const SettledEndorsement& settled) {
    const NewEndorsement& application = settled.application;
    if (settled.state == domain::EndorsementState::pending) {
        return Error(ErrorCode::invalid_input, "a pending application is not settled");
    }
    YX_CHECK(insert_endorsement(transaction, application));
    YX_CHECK(end_endorsement(transaction,
                             {application.holder,
                              application.id,
                              application.line,
                              application.copy,
                              domain::EndorsementState::pending,
                              settled.state,
                              settled.failure_code,
                              settled.state_at}));
    YX_CHECK(insert_copy(transaction,
                         keys,
                         {application.copy,
                          application.holder,
                          application.line,
                          application.version,
                          application.id,
                          application.applied_at}));
    if (!settled.file) {
        YX_CHECK(transaction.execute(sql::copy::fail, application.holder, application.copy));
        return ok();
    }
    YX_CHECK(insert_gone_file(transaction, application, *settled.file));
    YX_CHECK(transaction.execute(
        sql::copy::release, application.holder, application.copy, application.applied_at));
    return ok();
}

}  // namespace yinxin::storage
