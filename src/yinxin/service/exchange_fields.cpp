// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/exchange_fields.hpp"

#include "yinxin/domain/licence_id.hpp"
#include "yinxin/domain/person_name.hpp"

#include <fmt/format.h>

namespace yinxin::service {
namespace {

/// 证件类型 in the words of GB/T 36903, appendix A.
std::string_view document_type_name(std::string_view code) noexcept {
    if (code == "111") return "公民身份号码";
    if (code == "114") return "军官证";
    if (code == "414") return "普通护照";
    if (code == "511") return "台湾居民来往大陆通行证";
    if (code == "516") return "港澳居民来往内地通行证";
    return "其他";
}

std::string type_code_of(const std::string& licence_id) {
    const auto id = domain::parse_licence_id(licence_id);
    return id ? id->type_code : std::string();
}

/// 关联证照标识: the version that follows this one, else the one before. Versions of one licence
/// differ in their version number alone (GB/T 36904).
std::string related_licence(const storage::CertificateRecord& certificate) {
    auto id = domain::parse_licence_id(certificate.face.licence_id);
    if (!id) return {};
    if (!storage::is_current(certificate)) {
        const auto next = domain::next_version(*std::move(id));
        return next ? domain::format(*next) : std::string();
    }
    if (id->version < 2) return {};
    --id->version;
    return domain::format(*id);
}

std::string month_of(std::chrono::year_month month) {
    if (!month.ok()) return {};
    return fmt::format(
        "{:04}-{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month()));
}

std::string joined(const std::vector<domain::Bilingual>& names) {
    std::string text;
    for (const domain::Bilingual& name : names) {
        if (!text.empty()) text += "、";
        text += name.zh;
    }
    return text;
}

/// Fields without a value are left out: an empty one would say that the value is the empty text.
std::vector<ExchangeField> filled(std::vector<ExchangeField> fields) {
    std::erase_if(fields, [](const ExchangeField& field) { return field.value.empty(); });
    return fields;
}

/// What licence and directory say alike, with the holder as far as `holder` shows him.
std::vector<ExchangeField> licence_part(const domain::FaceData& face,
                                        std::string holder,
                                        std::string number) {
    const std::string_view type = domain::gbt36903_code(face.id_type).code;
    return {{"ZZMC", face.title.zh},
            {"ZZLXDM", type_code_of(face.licence_id)},
            // A 查询结果证明 has its 查询编号 and no other number.
            {"ZZBH", face.certificate_no.empty() ? face.management_no : face.certificate_no},
            {"ZZBS", face.licence_id},
            {"ZZBFJG", face.issuer.zh},
            {"ZZBFJGDM", face.issuer_uscc},
            {"ZZBFRQ", format_day(face.issued_on)},
            {"CZZT", std::move(holder)},
            {"CZZTDM", std::move(number)},
            {"CZZTDMLX", std::string(document_type_name(type))},
            {"CZZTDMLXDM", std::string(type)},
            {"ZZYXQQSRQ", format_day(face.issued_on)}};
}

std::vector<ExchangeField> status_part(const ExchangeFacts& facts) {
    const domain::ExchangeCodes codes =
        domain::exchange_codes(standing_of(facts.certificate, facts.was_restored));
    return {{"ZZZT", std::string(codes.status.code)},
            {"ZZZTMC", std::string(codes.status.name)},
            {"CZLX", std::string(codes.operation.code)},
            {"CZLXMC", std::string(codes.operation.name)},
            {"ZTBGSJ", format_civil(facts.changed_at)},
            {"BBH", std::to_string(facts.certificate.version)},
            {"GLZZBS", related_licence(facts.certificate)}};
}

std::vector<ExchangeField> business_part(const domain::FaceData& face) {
    return {{"KZ_ZSLB", std::string(domain::key(face.kind))},
            {"KZ_GLH", face.management_no},
            {"KZ_ZGMC", face.qualification.zh},
            {"KZ_JB", face.level.zh},
            {"KZ_ZY", face.specialty.zh},
            {"KZ_PZRQ", format_day(face.approved_on)},
            {"KZ_PZBM", joined(face.authorities)},
            {"KZ_XB", std::to_string(static_cast<int>(face.sex))},
            {"KZ_CSNY", month_of(face.birth)},
            {"KZ_ZPZY", face.photo_sha256}};
}

}  // namespace

domain::Standing standing_of(const storage::CertificateRecord& certificate,
                             bool was_restored) noexcept {
    return {certificate.status,
            certificate.version,
            storage::is_recalled(certificate),
            storage::is_stopped(certificate),
            was_restored};
}

ExchangeMetadata make_metadata(const ExchangeFacts& facts) {
    const domain::FaceData& face = facts.certificate.face;
    ExchangeMetadata metadata{
        {"basic", filled(licence_part(face, face.name, face.id_number))},
        {"business", filled(business_part(face))},
    };
    if (facts.copy) {
        const ExchangeCopy& copy = *facts.copy;
        metadata.push_back({"copy",
                            filled({{"JZJZZSJ", copy.made_at},
                                    {"JZJZZZ", copy.made_by},
                                    {"JZJZZSY", copy.made_for},
                                    {"JZJYXQJZSJ", copy.valid_until},
                                    {"FBBH", copy.copy_no},
                                    {"SYCJ", copy.scenario},
                                    {"JSF", copy.recipient}})});
    }
    metadata.push_back({"directory", filled(status_part(facts))});
    return metadata;
}

std::vector<ExchangeField> make_directory_record(const ExchangeFacts& facts) {
    const domain::FaceData& face = facts.certificate.face;
    std::vector<ExchangeField> record = licence_part(
        face, domain::masked_name({face.name}), domain::masked({face.id_type, face.id_number}));
    for (ExchangeField& field : status_part(facts))
        record.push_back(std::move(field));
    return filled(std::move(record));
}

}  // namespace yinxin::service
