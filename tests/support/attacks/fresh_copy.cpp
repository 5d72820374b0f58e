// SPDX-License-Identifier: Apache-2.0
#include "support/attacks/fresh_copy.hpp"

#include "yinxin/service/copies.hpp"
#include "yinxin/signing/cms.hpp"
#include "yinxin/storage/copies.hpp"

#include <fmt/format.h>

namespace yinxin::attacks {
namespace {

using test::sure;

constexpr std::string_view organization = "印信演示机构";

test::CertificateWish wish_for(crypto::KeyKind kind) {
    if (kind == crypto::KeyKind::p256) return {};
    return {.qualification = "banker", .specialty = "1", .level = "1"};
}

crypto::CertificatePlan plan(crypto::CertificateRole role, std::string_view name, Instant now) {
    crypto::CertificatePlan plan;
    plan.role = role;
    plan.subject = {.organization = std::string(organization), .common_name = std::string(name)};
    plan.not_before = now - Days(1);
    plan.not_after = now + Days(365);
    return plan;
}

bool is_file(const verify::Claims& claims, std::string_view file) {
    return claims.sha256 == crypto::sha256(as_bytes(file));
}

/// The number, or the token of the QR's link.
bool is_named(const verify::Claims& claims, const verify::RegisteredCopy& row) {
    if (claims.face.copy_no == row.copy_no) return true;
    return std::ranges::any_of(claims.codes, [&](const verify::FoundCode& code) {
        return code.text.ends_with("/v/" + row.token);
    });
}

}  // namespace

FreshCopy::FreshCopy(crypto::KeyKind kind) : kind_(kind) {
    ours_ = std::make_unique<Sealer>(load(kind == crypto::KeyKind::p256 ? "central" : "banking"));
    issuing_ = std::make_unique<Sealer>(load("issuing"));
    const auto keys = house_.directory() / "keys";
    authority_ = sure(signing::TimestampAuthority::load("file:" + (keys / "timestamp.key").string(),
                                                        keys / "timestamp.crt"));
    make_namesake();
    Pressed first = press(wish_for(kind), "王演示");
    parts_ = std::make_unique<PdfParts>(std::move(first.file));
    row_ = std::move(first.row);
    Pressed second = press(wish_for(kind), "李演示");
    other_file_ = std::move(second.file);
    other_row_ = std::move(second.row);
}

FreshCopy::Pressed FreshCopy::press(const test::CertificateWish& wish, std::string_view name) {
    const test::Held held = house_->add_holder(wish, name);
    const CopyId copy = house_->endorse(held);
    auto& services = house_->services();
    Pressed pressed;
    pressed.file = *sure(house_->run(service::open_file(services, held.actor, copy))).bytes;
    const auto view = sure(house_->run(service::load_copy(services, held.actor, copy)));
    const domain::FaceData& face = view.certificate.certificate.face;
    verify::RegisteredCopy& row = pressed.row;
    row.copy_no = view.copy.copy_no;
    row.token = view.copy.token;
    row.certificate_no = face.certificate_no;
    row.management_no = face.management_no;
    row.title = face.title;
    row.qualification = face.qualification;
    row.issuer = face.issuer;
    row.issuer_id = face.issuer_id;
    row.approved_on = face.approved_on;
    row.issued_on = face.issued_on;
    row.has_endorsement = true;
    row.applied_at = view.copy.applied_at.value();
    row.valid_until = view.copy.valid_until.value();
    row.scenario = view.copy.scenario.value();
    row.recipient = view.copy.recipient.value_or("");
    row.released_at = view.copy.released_at;
    return pressed;
}

Sealer FreshCopy::load(const std::string& stem) const {
    const auto keys = house_.directory() / "keys";
    const std::string path = (keys / (stem + ".key")).string();
    auto certificates = sure(crypto::load_certificates(keys / (stem + ".crt")));
    const crypto::Certificate leaf = certificates.front();
    certificates.erase(certificates.begin());
    return {path, sure(crypto::open_file_key(path)), leaf, std::move(certificates)};
}

void FreshCopy::make_namesake() {
    const auto directory = house_.directory() / "namesake";
    crypto::DemonstrationPkiPlan plan;
    plan.organization = organization;
    plan.common_name_tail = " (DEMO)";
    plan.seals = {{"seal", {.common_name = ours().certificate.common_name()}, kind_}};
    plan.now = house_->clock.now();
    sure(crypto::make_demonstration_pki(directory, plan));
    namesake_ = std::make_unique<Sealer>(load("../namesake/seal"));
    false_authority_ = sure(signing::TimestampAuthority::load(
        "file:" + (directory / "timestamp.key").string(), directory / "timestamp.crt"));
}

crypto::CertificatePlan FreshCopy::seal_plan() {
    return plan(crypto::CertificateRole::seal, ours().certificate.common_name(), now());
}

Sealer FreshCopy::certify(const crypto::CertificatePlan& plan) {
    const std::string path =
        (house_.directory() / "keys" / fmt::format("made-{}.key", ++keys_made_)).string();
    sure(crypto::generate_key_file(path, kind_));
    auto key = sure(crypto::open_file_key(path));
    auto certificate = sure(crypto::issue_certificate(
        plan, key->public_key_spki(), *issuing_->key, issuing_->certificate));
    return {path, std::move(key), std::move(certificate), ours().chain};
}

Sealer FreshCopy::certify_again(const crypto::CertificatePlan& plan) {
    auto certificate = sure(crypto::issue_certificate(
        plan, ours().key->public_key_spki(), *issuing_->key, issuing_->certificate));
    return {ours().key_path, ours().key, std::move(certificate), ours().chain};
}

crypto::Crl FreshCopy::revoke(const crypto::Certificate& certificate,
                              Instant at,
                              crypto::RevocationReason reason) {
    crypto::CrlPlan plan;
    plan.number = epoch_of(now());
    plan.this_update = at;
    plan.next_update = now() + Days(365);
    const BytesView serial = certificate.serial_der();
    plan.revoked = {{Bytes(serial.begin(), serial.end()), at, reason}};
    return sure(crypto::issue_crl(plan, *issuing_->key, issuing_->certificate));
}

Sign FreshCopy::signed_by(const Sealer& sealer, const signing::Timestamper* authority) {
    const Instant at = now();
    return [sealer, authority, at](std::string_view covered) {
        const SignerParts plain(sealer.key, sealer.certificate, covered);
        SignerParts signer = plain;
        if (authority != nullptr) {
            signer.unsigned_attributes = [&](BytesView signature) -> std::vector<Bytes> {
                const Bytes token = sure(authority->token(crypto::sha256(signature), at));
                return {attribute("1.2.840.113549.1.9.16.2.14", {token})};
            };
        }
        return cms_of(signer, sealer.certificate, sealer.chain).build();
    };
}

verify::Trust FreshCopy::trust(std::vector<crypto::Crl> crls) const {
    const auto root = sure(crypto::load_certificates(house_.directory() / "keys" / "root.crt"));
    return {std::make_shared<const crypto::TrustStore>(root, std::move(crls)), {}};
}

verify::RegisterAnswer FreshCopy::register_answer(const verify::Claims& claims) const {
    verify::RegisterAnswer answer;
    if (is_file(claims, file())) answer.identical = row_;
    if (is_file(claims, other_file_)) answer.identical = other_row_;
    if (is_named(claims, row_)) answer.named = row_;
    if (is_named(claims, other_row_)) answer.named = other_row_;
    return answer;
}

}  // namespace yinxin::attacks
