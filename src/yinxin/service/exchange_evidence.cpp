// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/exchange_evidence.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/signing/timestamp.hpp"

#include <boost/json.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;

/// How a stranger recomputes a link of the audit.
std::string link_rule(crypto::Suite suite) {
    const std::string digest = suite == crypto::Suite::national ? "SM3" : "SHA-256";
    return "chain = " + digest + "(chain_before || leaf); leaf = " + digest +
           "(salt || for each of id, at, kind, actor, object, facts: its length in bytes in "
           "decimal, ':', itself, LF)";
}

void add(std::vector<PackageMember>& members, std::string name, BytesView content) {
    members.push_back({"evidence/" + std::move(name), Bytes(content.begin(), content.end())});
}

void add_json(std::vector<PackageMember>& members, std::string name, const json::object& object) {
    add(members, std::move(name), as_bytes(json::serialize(object) + "\n"));
}

std::string pem_of(BytesView der, std::string_view kind) {
    constexpr std::size_t line = 64;
    std::string out = "-----BEGIN " + std::string(kind) + "-----\n";
    const std::string text = to_base64(der);
    for (std::size_t i = 0; i < text.size(); i += line)
        out += text.substr(i, line) + "\n";
    return out + "-----END " + std::string(kind) + "-----\n";
}

json::value hex_or_null(const std::optional<Bytes>& bytes) {
    return bytes ? json::value(to_hex(*bytes)) : json::value(nullptr);
}

json::value time_or_null(const std::optional<Instant>& at) {
    return at ? json::value(format_civil(*at)) : json::value(nullptr);
}

json::value text_or_null(const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object facts_of(const ExportedFace& face) {
    const storage::FaceEvidence& row = face.row;
    return {{"format", domain::key(row.format)},
            {"sha256", to_hex(row.sha256)},
            {"sm3", hex_or_null(row.sm3)},
            {"size", row.size},
            {"kept", row.has_blob},
            {"profile", row.profile},
            {"seal", row.seal_id},
            {"seal_name", face.seal ? json::value(face.seal->seal.name.zh) : json::value(nullptr)},
            {"key", row.key_name},
            {"key_algorithm", face.key ? json::value(face.key->algorithm) : json::value(nullptr)},
            {"planned_at", time_or_null(row.planned_at)},
            {"signed_digest", hex_or_null(row.digest)},
            {"sealed_at", format_civil(row.sealed_at)}};
}

/// What travels inside the file; the register may have newer lists.
void add_carried(std::vector<PackageMember>& members,
                 const std::string& folder,
                 const verify::SealClaims& seal) {
    std::string certificates = pem_of(seal.certificate, "CERTIFICATE");
    for (const Bytes& other : seal.other_certificates)
        certificates += pem_of(other, "CERTIFICATE");
    add(members, folder + "certificates-in-file.pem", as_bytes(certificates));
    if (!seal.seal_certificate.empty()) {
        add(members,
            folder + "seal-maker.pem",
            as_bytes(pem_of(seal.seal_certificate, "CERTIFICATE")));
    }
    std::string crls;
    for (const Bytes& crl : seal.crls)
        crls += pem_of(crl, "X509 CRL");
    if (!crls.empty()) add(members, folder + "crls-in-file.pem", as_bytes(crls));
    if (seal.timestamp_token.empty()) return;
    add(members, folder + "timestamp.tst", seal.timestamp_token);
    const auto stamp = signing::read_token(seal.timestamp_token);
    if (stamp && stamp->signer) {
        add(members, folder + "timestamp.pem", as_bytes(stamp->signer->pem()));
    }
}

}  // namespace

void add_approval(std::vector<PackageMember>& members,
                  const storage::CertificateRecord& certificate,
                  const ExportFacts& facts) {
    const std::string text =
        storage::approval_text(certificate.holder, certificate.line, certificate.face);
    const auto& key = facts.approval_key;
    add_json(members,
             "approval.json",
             {{"what", "approval.sig is the approval's signature over approval.txt"},
              {"sha256", to_hex(crypto::sha256(as_bytes(text)))},
              {"sm3", to_hex(crypto::sm3(as_bytes(text)))},
              {"signature", to_hex(certificate.face_signature)},
              {"key", storage::approval_key_name},
              {"key_algorithm", key ? json::value(key->algorithm) : json::value(nullptr)},
              {"batch", certificate.batch.str()},
              {"batch_state", domain::key(certificate.batch_state)},
              {"released_at", time_or_null(certificate.released_at)},
              {"status", domain::key(certificate.status)},
              {"status_at", format_civil(certificate.status_at)}});
    add(members, "approval.txt", as_bytes(text));
    add(members, "approval.sig", certificate.face_signature);
    if (key && key->public_key) {
        add(members, "approval.pem", as_bytes(pem_of(*key->public_key, "PUBLIC KEY")));
    }
}

void add_application(std::vector<PackageMember>& members, const ExportFacts& facts) {
    if (!facts.endorsement) return;
    const storage::EndorsementRow& row = *facts.endorsement;
    add_json(members,
             "application.json",
             {{"endorsement", row.id.str()},
              {"certificate_version", row.version},
              {"use", row.slot},
              {"applied_at", format_civil(row.applied_at)},
              {"applied_on", format_day(row.applied_on)},
              {"days", row.days},
              {"valid_until", format_civil(row.valid_until)},
              {"scenario", row.scenario},
              {"recipient", text_or_null(row.recipient)},
              {"state", domain::key(row.state)},
              {"state_at", format_civil(row.state_at)},
              {"reason", text_or_null(row.failure_code)}});
}

void add_audit(std::vector<PackageMember>& members, const ExportFacts& facts) {
    json::array events;
    for (const storage::AuditEvidence& event : facts.events) {
        const bool is_first = event.seq && !event.chain_before;
        events.push_back(
            json::object{{"id", event.id.str()},
                         {"at", epoch_of(event.at)},
                         {"kind", event.kind},
                         {"actor", event.actor},
                         {"object", event.object},
                         {"facts", event.facts},
                         {"salt", to_hex(event.salt)},
                         {"seq", event.seq ? json::value(*event.seq) : json::value(nullptr)},
                         {"chain_before", hex_or_null(is_first ? Bytes(32) : event.chain_before)},
                         {"chain", hex_or_null(event.chain)}});
    }
    add_json(members,
             "audit.json",
             {{"rule", link_rule(facts.suite)},
              {"head", json::object{{"seq", facts.head.seq}, {"chain", to_hex(facts.head.chain)}}},
              {"events", std::move(events)}});
}

void add_face(std::vector<PackageMember>& members,
              const ExportedFace& face,
              const FindingWords& words) {
    const std::string folder = std::string(domain::key(face.row.format)) + "/";
    add_json(members, folder + "register.json", facts_of(face));
    if (face.key) {
        const storage::KeyRecord& key = *face.key;
        const std::string chain = key.certificate_pem.value_or("") + key.chain_pem.value_or("");
        if (!chain.empty()) add(members, folder + "certificates.pem", as_bytes(chain));
        if (key.crl_pem && !key.crl_pem->empty()) {
            add(members, folder + "crls.pem", as_bytes(*key.crl_pem));
        }
    }
    const bool is_ofd = face.row.format == domain::CopyFormat::ofd;
    if (is_ofd && face.seal && face.seal->electronic_seal) {
        add(members, folder + "seal.esl", *face.seal->electronic_seal);
    }
    if (!face.judged) return;
    add(members, folder + "report.json", as_bytes(report_json(face.judged->report, words) + "\n"));
    if (face.judged->claims.seal) add_carried(members, folder, *face.judged->claims.seal);
}

}  // namespace yinxin::service
