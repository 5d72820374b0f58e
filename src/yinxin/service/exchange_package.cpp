// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/exchange_package.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/documents/zip_writer.hpp"
#include "yinxin/domain/endorsement.hpp"
#include "yinxin/issuing/certificate_face.hpp"
#include "yinxin/service/exchange_evidence.hpp"
#include "yinxin/service/exchange_fields.hpp"
#include "yinxin/storage/batch_trail.hpp"
#include "yinxin/storage/certificate_changes.hpp"
#include "yinxin/storage/installation.hpp"

#include <algorithm>

#include <boost/json.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;
using storage::CertificateRecord;
using storage::CopyKey;
using storage::CopyRow;
using storage::LineKey;
using storage::Reader;

Error unknown(std::string_view what) {
    return Error(ErrorCode::not_found, std::string(what));
}

Result<std::optional<CopyKey>> copy_named(Reader& reader, std::string_view name) {
    if (const auto code = domain::parse_copy_code(name)) {
        YX_TRY(const auto key, storage::find_copy_by_code(reader, *code));
        if (key) return key;
    }
    return storage::find_copy_by_number(reader, name);
}

Result<std::optional<LineKey>> line_named(Reader& reader, std::string_view name) {
    constexpr std::string_view prefix = "line:";
    if (name.starts_with(prefix)) {
        YX_TRY(const LineKey key, storage::parse_line_key(name.substr(prefix.size())));
        return std::optional(key);
    }
    if (const auto number = domain::parse_certificate_no(name)) {
        YX_TRY(const auto key, storage::find_line_by_certificate_no(reader, *number));
        if (key) return key;
    }
    const auto number = domain::parse_management_no(name);
    if (!number) return std::optional<LineKey>();
    return storage::find_line_by_management_no(reader, *number);
}

bool is_current_copy(const CopyRow& copy, int version, Instant at) {
    if (copy.state != domain::CopyState::released || copy.version != version) return false;
    if (!copy.endorsement) return true;
    return copy.endorsement_state == domain::EndorsementState::ready && copy.valid_until &&
           at < *copy.valid_until;
}

Result<CertificateRecord> known_certificate(Reader& reader,
                                            const storage::DataKeys& keys,
                                            LineKey line,
                                            std::optional<int> version) {
    YX_TRY(auto certificate,
           storage::find_certificate(reader, keys, line.holder, line.line, version));
    // What was never released is as if it were not there, here as everywhere.
    if (!certificate || !storage::is_known(*certificate)) return unknown("no such certificate");
    return *std::move(certificate);
}

Result<void> check_bytes(const storage::FaceEvidence& row, BytesView file) {
    const bool is_same = std::ranges::equal(crypto::sha256(file), row.sha256) &&
                         (!row.sm3 || std::ranges::equal(crypto::sm3(file), *row.sm3)) &&
                         static_cast<std::int64_t>(file.size()) == row.size;
    if (is_same) return ok();
    return Error(ErrorCode::blob_corrupt,
                 "the " + std::string(domain::key(row.format)) + " is not that of the register");
}

/// Steps of the batch have their events at the same second, so that nobody has to search for them.
Result<void> read_events(Reader& reader,
                         const storage::DataKeys& keys,
                         const ExportSubject& subject,
                         ExportFacts& facts) {
    const auto take = [&](const std::string& object, Instant from, Instant to) -> Result<void> {
        YX_TRY(auto events, storage::list_audit_evidence(reader, object, from, to));
        std::ranges::move(events, std::back_inserter(facts.events));
        return ok();
    };
    const BatchId batch = subject.certificate.batch;
    YX_TRY(const auto steps, storage::list_batch_steps(reader, keys, batch));
    for (const storage::NewBatchStep& step : steps)
        YX_CHECK(take("batch:" + batch.str(), step.at, step.at));
    if (subject.copy) {
        const CopyRow& copy = *subject.copy;
        const Instant from = copy.created_at;
        const Instant to = copy.released_at.value_or(from);
        if (copy.endorsement) YX_CHECK(take("endorsement:" + copy.endorsement->str(), from, to));
        for (const storage::FaceEvidence& face : subject.faces)
            YX_CHECK(take("intent:" + face.intent.str(), from, to));
        YX_CHECK(take("copy:" + copy.id.str(), from, to));
    }
    // Two steps in one second would bring the same events twice.
    std::ranges::sort(facts.events, {}, &storage::AuditEvidence::id);
    const auto twice = std::ranges::unique(facts.events, {}, &storage::AuditEvidence::id);
    facts.events.erase(twice.begin(), twice.end());
    YX_TRY(facts.head, storage::audit_head(reader));
    YX_TRY(facts.suite, storage::suite_of(reader));
    return ok();
}

Result<bool> was_restored(Reader& reader,
                          const storage::DataKeys& keys,
                          const CertificateRecord& shown) {
    YX_TRY(const auto changes,
           storage::list_certificate_changes(reader, keys, {shown.holder, shown.line}));
    return std::ranges::any_of(changes, [&](const storage::CertificateChange& change) {
        return change.version == shown.version && change.at == shown.status_at &&
               change.former == domain::CertificateStatus::suspended &&
               change.status == domain::CertificateStatus::valid;
    });
}

Result<ExportFacts> read_facts(Reader& reader,
                               const storage::DataKeys& keys,
                               const ExportSubject& subject) {
    const CertificateRecord& shown = subject.certificate;
    ExportFacts facts;
    YX_TRY(facts.approval_key, storage::find_key(reader, storage::approval_key_name));
    YX_TRY(facts.was_restored, was_restored(reader, keys, shown));
    YX_TRY(const auto batch, storage::find_batch(reader, shown.batch));
    facts.changed_at = batch ? std::max(shown.status_at, batch->changed_at) : shown.status_at;
    if (subject.copy && subject.copy->endorsement) {
        YX_TRY(facts.endorsement,
               storage::find_endorsement(reader, shown.holder, *subject.copy->endorsement));
    }
    for (const storage::FaceEvidence& row : subject.faces) {
        ExportedFace face{row, std::nullopt, std::nullopt, std::nullopt, std::nullopt};
        YX_TRY(face.key, storage::find_key(reader, row.key_name));
        YX_TRY(face.seal, storage::find_seal(reader, row.seal_id));
        facts.faces.push_back(std::move(face));
    }
    YX_CHECK(read_events(reader, keys, subject, facts));
    return facts;
}

Result<void> check_approved(const CertificateRecord& certificate, const ExportFacts& facts) {
    if (!facts.approval_key || !facts.approval_key->public_key) {
        return Error(ErrorCode::approval_wrong, "the register has no key of approvals");
    }
    YX_TRY(const auto key, crypto::PublicKey::parse(*facts.approval_key->public_key));
    if (storage::check_approval(certificate, key)) return ok();
    return Error(ErrorCode::approval_wrong, "the certificate is not what was approved");
}

/// Outside the view of the database: reading and judging files may take a while.
Result<void> read_faces(const ExportGround& ground, ExportFacts& facts) {
    for (ExportedFace& face : facts.faces) {
        if (!face.row.has_blob) continue;
        crypto::Digest32 name{};
        if (face.row.sha256.size() != name.size()) {
            return Error(ErrorCode::blob_corrupt, "a hash of the register is none");
        }
        std::ranges::copy(face.row.sha256, name.begin());
        YX_TRY(Bytes file, ground.blobs.get(name));
        YX_CHECK(check_bytes(face.row, file));
        YX_TRY(face.judged, ground.judge(file));
        face.file = std::move(file);
    }
    return ok();
}

/// In the words of the file itself where there is one: it was made from the same rows.
ExchangeCopy copy_words(const ExportSubject& subject, const ExportFacts& facts) {
    const CopyRow& row = *subject.copy;
    ExchangeCopy copy;
    copy.copy_no = row.copy_no;
    if (!facts.endorsement) return copy;
    const storage::EndorsementRow& endorsement = *facts.endorsement;
    std::optional<Instant> made_at = row.released_at;
    for (const ExportedFace& face : facts.faces) {
        if (face.judged && face.judged->report.face.made_at) {
            made_at = face.judged->report.face.made_at;
            break;
        }
    }
    if (made_at) copy.made_at = format_civil(*made_at);
    copy.made_by = subject.certificate.face.issuer.zh;
    copy.scenario = issuing::scenario_words(endorsement.scenario);
    copy.recipient = endorsement.recipient;
    copy.made_for = copy.recipient.empty() ? copy.scenario : copy.scenario + "；" + copy.recipient;
    copy.valid_until = format_civil(endorsement.valid_until);
    return copy;
}

json::value text_or_null(const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

std::string manifest_of(const ExportSubject& subject,
                        const std::vector<PackageMember>& members,
                        Instant now) {
    json::array list;
    for (const PackageMember& member : members) {
        list.push_back(json::object{{"name", member.name},
                                    {"size", member.content.size()},
                                    {"sha256", to_hex(crypto::sha256(member.content))},
                                    {"sm3", to_hex(crypto::sm3(member.content))}});
    }
    json::array missing;
    for (const storage::FaceEvidence& face : subject.faces) {
        if (!face.has_blob) missing.push_back(json::value(domain::key(face.format)));
    }
    const json::object manifest{
        {"schema", package_schema},
        {"made_at", format_civil(now)},
        {"certificate_no", text_or_null(subject.certificate.face.certificate_no)},
        {"licence_id", text_or_null(subject.certificate.face.licence_id)},
        {"copy_no", subject.copy ? json::value(subject.copy->copy_no) : json::value(nullptr)},
        {"faces_not_kept", std::move(missing)},
        {"members", std::move(list)}};
    return json::serialize(manifest) + "\n";
}

}  // namespace

std::string face_member(domain::CopyFormat format) {
    return "faces/certificate." + std::string(domain::key(format));
}

std::string ExportSubject::file_name() const {
    const domain::FaceData& face = certificate.face;
    const std::string& number =
        face.certificate_no.empty() ? face.management_no : face.certificate_no;
    return (face.licence_id.empty() ? number : face.licence_id) + ".zip";
}

Result<ExportSubject> find_export_subject(Reader& reader,
                                          const storage::DataKeys& keys,
                                          std::string_view name,
                                          Instant at) {
    ExportSubject subject;
    YX_TRY(const auto named, copy_named(reader, name));
    if (named) {
        YX_TRY(auto copy, storage::find_copy(reader, *named));
        if (!copy || copy->state != domain::CopyState::released) return unknown("no such copy");
        YX_TRY(subject.certificate,
               known_certificate(reader, keys, {copy->holder, copy->line}, copy->version));
        subject.copy = *std::move(copy);
    } else {
        YX_TRY(const auto line, line_named(reader, name));
        if (!line) return unknown("no certificate and no copy has this number");
        YX_TRY(subject.certificate, known_certificate(reader, keys, *line, std::nullopt));
        YX_TRY(const auto copies, storage::list_copies(reader, *line));
        const auto newest = std::ranges::find_if(copies, [&](const CopyRow& copy) {
            return is_current_copy(copy, subject.certificate.version, at);
        });
        if (newest != copies.end()) subject.copy = *newest;
    }
    if (subject.copy) {
        YX_TRY(subject.faces,
               storage::list_face_evidence(reader, {subject.copy->holder, subject.copy->id}));
    }
    return subject;
}

Result<std::vector<PackageMember>> gather_package(const ExportGround& ground,
                                                  const ExportSubject& subject) {
    YX_TRY(ExportFacts facts, ground.store.read_now([&](Reader& reader) {
        return read_facts(reader, ground.keys, subject);
    }));
    YX_CHECK(check_approved(subject.certificate, facts));
    YX_CHECK(read_faces(ground, facts));
    std::vector<PackageMember> members;
    for (const ExportedFace& face : facts.faces) {
        if (face.file) members.push_back({face_member(face.row.format), *face.file});
        add_face(members, face, ground.words);
    }
    add_approval(members, subject.certificate, facts);
    add_application(members, facts);
    add_audit(members, facts);
    ExchangeFacts told{subject.certificate, facts.was_restored, facts.changed_at, std::nullopt};
    if (subject.copy) told.copy = copy_words(subject, facts);
    const ExchangeMetadata metadata = make_metadata(told);
    members.push_back({std::string(metadata_xml_member), to_bytes(metadata_xml(metadata))});
    members.push_back({std::string(metadata_json_member), to_bytes(metadata_json(metadata))});
    std::ranges::sort(members, {}, &PackageMember::name);
    return members;
}

Bytes pack_package(const ExportSubject& subject,
                   const std::vector<PackageMember>& members,
                   Instant now) {
    using documents::Packing;
    documents::ZipWriter zip;
    zip.add(documents::pack_member(
        std::string(manifest_member), manifest_of(subject, members, now), Packing::tight));
    for (const PackageMember& member : members) {
        // The faces are packed already; their bytes stand in the archive as they were issued.
        const Packing packing =
            member.name.starts_with("faces/") ? Packing::stored : Packing::tight;
        zip.add(documents::pack_member(member.name, as_text(member.content), packing));
    }
    return std::move(zip).finish();
}

}  // namespace yinxin::service
