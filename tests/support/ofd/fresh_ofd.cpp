// SPDX-License-Identifier: Apache-2.0
#include "support/ofd/fresh_ofd.hpp"

#include "support/house_pattern.hpp"

#include "yinxin/crypto/algorithms.hpp"
#include "yinxin/documents/ofd_certificate.hpp"
#include "yinxin/verify/ofd_package.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yinxin::ofd {
namespace {

using test::sure;

constexpr std::string_view copy_no = "YX-2026-000001";
constexpr std::string_view seal_id = "demo";
constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr std::string_view name_space = " xmlns:ofd=\"http://www.ofdspec.org/2016\"";

std::string element(std::string_view name, std::string_view content) {
    return fmt::format("{}<ofd:{}{}>{}</ofd:{}>", declaration, name, name_space, content, name);
}

std::string field(std::string_view name, std::string_view value) {
    return fmt::format("<ofd:CustomData Name=\"{}\">{}</ofd:CustomData>", name, value);
}

std::string root_xml() {
    const std::string fields =
        field("ZZMC", "演示职业资格证书") + field("ZZBH", "演示20260001") +
        field("ZZBS",
              "1.2.156.3005.2.99999999999999999X001.99999999999999999X.2026000000001.001.V") +
        field("ZZBFJG", "演示省人力资源演示厅") + field("ZZBFRQ", "2026-11-01") +
        field("FBBH", copy_no) + field("SYCJ", "投标") + field("JSF", "演示建设集团") +
        field("JZJZZSJ", "2026-11-24T10:00:00+08:00") +
        field("JZJYXQJZSJ", "2026-12-24T10:00:00+08:00");
    return fmt::format(
        "{}<ofd:OFD{} Version=\"1.1\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo><ofd:DocID>"
        "0123456789abcdef0123456789abcdef</ofd:DocID><ofd:CustomDatas>{}</ofd:CustomDatas>"
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>",
        declaration,
        name_space,
        fields);
}

/// A package with one of each, small enough to be changed bit by bit.
Members small_members() {
    return {
        {"OFD.xml", root_xml()},
        {"Doc_0/Document.xml",
         element("Document",
                 "<ofd:CommonData><ofd:MaxUnitID>10</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>"
                 "0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml"
                 "</ofd:PublicRes><ofd:TemplatePage ID=\"2\" BaseLoc=\"Tpls/Tpl_0/Content.xml\"/>"
                 "</ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" "
                 "BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages>")},
        {"Doc_0/PublicRes.xml",
         element("Res",
                 "<ofd:Fonts><ofd:Font ID=\"3\" FontName=\"Demo\"><ofd:FontFile>Res/font.otf"
                 "</ofd:FontFile></ofd:Font></ofd:Fonts>")},
        {"Doc_0/Tpls/Tpl_0/Content.xml", element("Page", "<ofd:Content/>")},
        {std::string(page_name),
         element("Page",
                 "<ofd:Template TemplateID=\"2\"/><ofd:Content><ofd:Layer ID=\"4\"><ofd:TextObject "
                 "ID=\"5\" Boundary=\"0 0 210 20\" Font=\"3\" Size=\"5\"><ofd:TextCode X=\"0\" "
                 "Y=\"10\">演示持证人</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content>")},
        {"Doc_0/Res/font.otf", std::string(2000, 'f')},
    };
}

/// What one of our copies says. Nobody in it exists.
documents::Face face_of_a_copy() {
    documents::Face face;
    face.kind = documents::FaceKind::sealed_copy;
    face.title_zh = "演示职业资格证书";
    face.title_en = "Demonstration Certificate";
    face.authorities = {"演示省人力资源演示厅"};
    face.preamble_zh = "本证书由演示省人力资源演示厅批准颁发。";
    face.service_address = "verify.yinxin.example";
    face.marking = "演示证书 不具法律效力";
    face.seal_id = seal_id;
    face.fields = {{"姓名", "Name", "演示持证人", documents::FieldWidth::half}};
    face.photo.jpeg = test::portrait();
    face.issuer_name = "演示省人力资源演示厅";
    face.approval_date = "2026年10月1日";
    face.issue_date = "2026-11-01";
    face.certificate_no = "演示20260001";
    face.management_no = "202606001110100123";
    face.licence_id = "1.2.156.3005.2.99999999999999999X001.99999999999999999X.2026000000001.001.V";
    face.endorsement = documents::EndorsementLine{
        "投标", "演示建设集团", "2026年12月24日10:00", "2026年11月24日", std::string(copy_no)};
    face.qr_url = "https://verify.yinxin.example/v/Zk3vQ0h7TmP4x8sY";
    face.check_code = "7K3M-Q2XA-9TDF";
    face.metadata.made_at = face.metadata.copy_made_at = "2026-11-24T10:00:00+08:00";
    face.metadata.copy_number = copy_no;
    face.metadata.copy_made_by = "演示省人力资源演示厅";
    face.metadata.copy_made_for = "投标";
    face.metadata.copy_valid_until = "2026-12-24T10:00:00+08:00";
    return face;
}

/// The members of a package that our own press made, unpacked, without those of its signature.
Members press_members() {
    documents::StationerySources sources;
    sources.seals.push_back(
        {std::string(seal_id), "演示省人力资源演示厅", "演示", "", 40, nullptr});
    const auto stationery = sure(documents::Stationery::load(std::move(sources)));
    documents::UnsignedOfd unsigned_ofd =
        sure(documents::OfdPress(stationery).build(face_of_a_copy()));
    const Bytes file = sure(documents::embed(std::move(unsigned_ofd), as_bytes("value")));
    verify::Claims claims;
    Members members;
    for (const auto& member : verify::OfdPackage::read(file, {}, claims).members()) {
        const bool is_signature = member.name == signatures_name || member.name == signature_name ||
                                  member.name == value_name;
        if (!is_signature) members.emplace_back(member.name, as_text(member.content));
    }
    return members;
}

std::string signature_xml(const Members& listed, const Sealing& sealing) {
    std::string references;
    for (const auto& [name, content] : listed) {
        if (std::ranges::find(sealing.unlisted, name) != sealing.unlisted.end()) continue;
        const bool is_sha256 = sealing.check_method == crypto::oid::sha256;
        const auto digest =
            is_sha256 ? crypto::sha256(as_bytes(content)) : crypto::sm3(as_bytes(content));
        references += fmt::format(
            "<ofd:Reference FileRef=\"/{}\"><ofd:CheckValue>{}</ofd:CheckValue></ofd:Reference>",
            name,
            to_base64(digest));
    }
    return element(
        "Signature",
        fmt::format(
            "<ofd:SignedInfo><ofd:Provider ProviderName=\"test\"/><ofd:SignatureMethod>{}"
            "</ofd:SignatureMethod><ofd:SignatureDateTime>20261124020000Z</ofd:SignatureDateTime>"
            "<ofd:References CheckMethod=\"{}\">{}</ofd:References><ofd:StampAnnot ID=\"6\" "
            "PageRef=\"1\" Boundary=\"130 200 42 42\"/><ofd:Seal><ofd:BaseLoc>Seal.esl"
            "</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo><ofd:SignedValue>SignedValue.dat"
            "</ofd:SignedValue>",
            sealing.signature_method,
            sealing.check_method,
            references));
}

}  // namespace

std::string with(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::out_of_range(std::string(from));
    return text.replace(at, from.size(), to);
}

std::string& content_of(Members& members, std::string_view name) {
    const auto found =
        std::ranges::find_if(members, [&](const auto& member) { return member.first == name; });
    if (found == members.end()) throw std::out_of_range(std::string(name));
    return found->second;
}

std::string content_of(const Members& members, std::string_view name) {
    return content_of(const_cast<Members&>(members), name);
}

ZipFile zip_of(const Members& members) {
    ZipFile file;
    for (const auto& [name, content] : members) {
        file.items.push_back(zip_item(name, content));
    }
    return file;
}

FreshOfd::FreshOfd(Package package)
    : members_(package == Package::pressed ? press_members() : small_members()) {
    crypto::CertificatePlan stamping = plan("演示时间戳机构");
    stamping.role = crypto::CertificateRole::timestamp;
    const KeyHolder stamper = certify(stamping, crypto::KeyKind::p256);
    authority_ = sure(signing::TimestampAuthority::create(stamper.key, stamper.certificate, {}));
}

crypto::CertificatePlan FreshOfd::plan(std::string common_name) const {
    return {.role = crypto::CertificateRole::seal,
            .subject = {.organization = "演示机构", .common_name = std::move(common_name)},
            .not_before = now_ - Days(10),
            .not_after = now_ + Days(3650)};
}

KeyHolder FreshOfd::make_key(crypto::KeyKind kind, const Certify& certify_it) {
    const auto path = (directory_ / fmt::format("{}.key", ++keys_made_)).string();
    sure(crypto::generate_key_file(path, kind));
    auto key = sure(crypto::open_file_key(path));
    crypto::Certificate certificate = sure(certify_it(*key));
    return {path, std::move(key), std::move(certificate)};
}

KeyHolder FreshOfd::make_root() {
    crypto::CertificatePlan rooting = plan("演示根");
    rooting.role = crypto::CertificateRole::root_ca;
    return make_key(crypto::KeyKind::sm2, [&](const crypto::Signer& key) {
        return crypto::issue_self_signed(rooting, key);
    });
}

KeyHolder FreshOfd::certify_under(const KeyHolder& root,
                                  const crypto::CertificatePlan& plan,
                                  crypto::KeyKind kind) {
    return make_key(kind, [&](const crypto::Signer& key) {
        return crypto::issue_certificate(plan, key.public_key_spki(), *root.key, root.certificate);
    });
}

KeyHolder FreshOfd::certify(const crypto::CertificatePlan& plan, crypto::KeyKind kind) {
    return certify_under(root_, plan, kind);
}

Sealing FreshOfd::fresh() const {
    Sealing sealing;
    sealing.members = members_;
    sealing.seal.certificates = {signer_.certificate.der()};
    sealing.seal.not_before = now_ - Days(5);
    sealing.seal.not_after = now_ + Days(1825);
    sealing.signature.at = now_;
    sealing.signature.property = "/" + std::string(signature_name);
    sealing.signature.timestamp = [this](BytesView value) {
        return sure(authority_->token(crypto::sha256(value), now_));
    };
    return sealing;
}

Members FreshOfd::seal(const Sealing& sealing,
                       const KeyHolder& maker,
                       const KeyHolder& signer) const {
    Members members = sealing.members;
    SignatureParts parts = sealing.signature;
    if (parts.seal.empty()) parts.seal = sealing.seal.build(maker);
    members.emplace_back(
        signatures_name,
        element("Signatures",
                fmt::format("<ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID=\"1\" "
                            "Type=\"{}\" BaseLoc=\"Sign_0/Signature.xml\"/>",
                            sealing.kind)));
    members.emplace_back(seal_name, as_text(parts.seal));
    if (sealing.last_change) sealing.last_change(members);
    std::string signature = signature_xml(members, sealing);
    if (sealing.edit) sealing.edit(signature);
    const auto hash = crypto::sm3(as_bytes(signature));
    if (parts.data_hash.empty()) parts.data_hash.assign(hash.begin(), hash.end());
    members.emplace_back(signature_name, signature);
    members.emplace_back(value_name, as_text(parts.build(signer)));
    return members;
}

Members FreshOfd::seal(const Sealing& sealing) const {
    return seal(sealing, maker_, signer_);
}

std::string FreshOfd::pack(const Sealing& sealing) const {
    return zip_of(seal(sealing)).write();
}

crypto::Crl FreshOfd::revoke(const crypto::Certificate& certificate, Instant at) const {
    crypto::CrlPlan list;
    list.this_update = at;
    list.next_update = now_ + Days(365);
    const BytesView serial = certificate.serial_der();
    list.revoked = {
        {Bytes(serial.begin(), serial.end()), at, crypto::RevocationReason::superseded}};
    return sure(crypto::issue_crl(list, *root_.key, root_.certificate));
}

verify::Trust FreshOfd::trust(std::vector<crypto::Crl> crls) const {
    return {
        std::make_shared<const crypto::TrustStore>(std::vector{root_.certificate}, std::move(crls)),
        {}};
}

verify::RegisterAnswer FreshOfd::register_answer(const verify::Claims& claims) const {
    verify::RegisterAnswer answer;
    if (claims.face.copy_no == copy_no) answer.named.emplace().copy_no = copy_no;
    return answer;
}

}  // namespace yinxin::ofd
