// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/registered_copies.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/copy_number.hpp"
#include "yinxin/domain/person_name.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/endorsements.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/verification_results.hpp"

namespace yinxin::service {
namespace {

using storage::CertificateRecord;
using storage::CopyKey;
using storage::CopyRow;
using storage::Reader;

/// Members stand in the order of sql/lookup/find_file.sql, find_by_sha256.sql and find_by_sm3.sql.
struct FileLookup {
    HolderId holder;
    CopyId copy;
    std::string format;
};

void tell_certificate(verify::RegisteredCopy& told, const CertificateRecord& certificate) {
    const domain::FaceData& face = certificate.face;
    told.certificate_no = face.certificate_no;
    told.management_no = face.management_no;
    told.title = face.title;
    told.qualification = face.qualification;
    told.level = face.level;
    told.specialty = face.specialty;
    told.issuer = face.issuer;
    told.issuer_id = face.issuer_id;
    told.approved_on = face.approved_on;
    told.issued_on = face.issued_on;
    told.masked_name = domain::masked_name({face.name});
    told.masked_id = domain::masked({face.id_type, face.id_number});
    told.status = certificate.status;
    told.status_at = certificate.status_at;
    told.is_recalled = storage::is_recalled(certificate);
    told.is_stopped = storage::is_stopped(certificate);
    told.is_superseded = !storage::is_current(certificate);
}

Result<void> tell_endorsement(Reader& reader, verify::RegisteredCopy& told, const CopyRow& copy) {
    if (!copy.endorsement) return ok();
    YX_TRY(const auto row, storage::find_endorsement(reader, copy.holder, *copy.endorsement));
    if (!row) return Error(ErrorCode::not_found, "endorsement of copy " + copy.id.str());
    told.has_endorsement = true;
    told.endorsement = row->state;
    told.applied_at = row->applied_at;
    told.valid_until = row->valid_until;
    told.scenario = row->scenario;
    told.recipient = row->recipient;
    const bool is_ended = row->state == domain::EndorsementState::withdrawn ||
                          row->state == domain::EndorsementState::ended_by_office;
    if (is_ended) told.ended_at = row->state_at;
    return ok();
}

/// What a file may call itself: its copy number, else the codes on its pages.
std::vector<std::string> names_in(const verify::Claims& claims) {
    std::vector<std::string> names;
    if (!claims.face.copy_no.empty()) names.push_back(claims.face.copy_no);
    for (const verify::FoundCode& code : claims.codes) {
        names.push_back(code.text);
    }
    return names;
}

}  // namespace

Result<std::optional<RegisterEntry>> read_register(Reader& reader,
                                                   const storage::DataKeys& keys,
                                                   CopyKey key) {
    YX_TRY(const std::optional<CopyRow> copy, storage::find_copy(reader, key));
    if (!copy || copy->state != domain::CopyState::released) return std::optional<RegisterEntry>();
    YX_TRY(const std::optional<CertificateRecord> certificate,
           storage::find_certificate(reader, keys, key.holder, copy->line, copy->version));
    if (!certificate || !storage::is_known(*certificate)) return std::optional<RegisterEntry>();
    RegisterEntry entry{key, copy->line, {}, domain::count_key(certificate->face)};
    entry.copy.copy_no = copy->copy_no;
    entry.copy.token = copy->token;
    entry.copy.released_at = copy->released_at;
    tell_certificate(entry.copy, *certificate);
    YX_CHECK(tell_endorsement(reader, entry.copy, *copy));
    return std::optional(std::move(entry));
}

Result<std::optional<CopyKey>> find_copy_by_file(Reader& reader,
                                                 const crypto::Digest32& sha256,
                                                 const crypto::Digest32& sm3) {
    YX_TRY(const auto found,
           reader.maybe<FileLookup>(storage::sql::lookup::find_file, sha256, sm3));
    return found ? std::optional(CopyKey{found->holder, found->copy}) : std::nullopt;
}

Result<std::optional<CopyKey>> find_copy_by_name(Reader& reader,
                                                 std::string_view public_url,
                                                 std::string_view name) {
    const std::string link = std::string(public_url) + "/v/";
    if (name.starts_with(link)) name.remove_prefix(link.size());
    if (const auto token = domain::parse_copy_token(name)) {
        YX_TRY(const auto key, storage::find_copy_by_token(reader, *token));
        if (key) return key;
    }
    if (const auto code = domain::parse_copy_code(name)) {
        YX_TRY(const auto key, storage::find_copy_by_code(reader, *code));
        if (key) return key;
    }
    const auto digest = parse_hex(name);
    if (digest && digest->size() == std::tuple_size_v<crypto::Digest32>) {
        for (const auto* look :
             {&storage::sql::lookup::find_by_sha256, &storage::sql::lookup::find_by_sm3}) {
            YX_TRY(const auto found, reader.maybe<FileLookup>(*look, *digest));
            if (found) return std::optional(CopyKey{found->holder, found->copy});
        }
    }
    return storage::find_copy_by_number(reader, name);
}

Result<Consulted> consult_register(Reader& reader,
                                   const storage::DataKeys& keys,
                                   std::string_view public_url,
                                   const verify::Claims& claims) {
    Consulted consulted;
    YX_TRY(const auto identical, find_copy_by_file(reader, claims.sha256, claims.sm3));
    if (identical) {
        YX_TRY(consulted.entry, read_register(reader, keys, *identical));
        if (consulted.entry) {
            consulted.answer.identical = consulted.entry->copy;
            return consulted;
        }
    }
    for (const std::string& name : names_in(claims)) {
        YX_TRY(const auto key, find_copy_by_name(reader, public_url, name));
        if (!key) continue;
        YX_TRY(consulted.entry, read_register(reader, keys, *key));
        if (!consulted.entry) continue;
        consulted.answer.named = consulted.entry->copy;
        return consulted;
    }
    YX_TRY(const auto receipt, storage::find_receipt_by_file(reader, claims.sha256));
    if (receipt) consulted.answer.receipt_no = receipt->number;
    return consulted;
}

}  // namespace yinxin::service
