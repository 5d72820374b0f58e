// SPDX-License-Identifier: Apache-2.0
#include "yinxin/issuing/certificate_face.hpp"

#include "yinxin/base/text.hpp"

#include <fmt/format.h>

namespace yinxin::issuing {
namespace {

using documents::Face;
using documents::FaceField;
using documents::FieldWidth;

std::string sex_words(domain::Sex sex) {
    switch (sex) {
        case domain::Sex::male:
            return "男";
        case domain::Sex::female:
            return "女";
        case domain::Sex::unknown:
        case domain::Sex::unspecified:
            return "未说明";
    }
    return {};
}

std::string document_words(domain::IdDocumentType type) {
    switch (type) {
        case domain::IdDocumentType::resident_identity_card:
            return "居民身份证";
        case domain::IdDocumentType::officer_card:
            return "军官证";
        case domain::IdDocumentType::passport:
            return "护照";
        case domain::IdDocumentType::hk_macau_permit:
            return "港澳居民来往内地通行证";
        case domain::IdDocumentType::taiwan_permit:
            return "台湾居民来往大陆通行证";
        case domain::IdDocumentType::hk_macau_taiwan_residence:
            return "港澳台居民居住证";
        case domain::IdDocumentType::foreign_permanent_residence:
            return "外国人永久居留身份证";
        case domain::IdDocumentType::other:
            return "其他证件";
    }
    return {};
}

std::string month_words(std::chrono::year_month month) {
    return fmt::format(
        "{}年{}月", static_cast<int>(month.year()), static_cast<unsigned>(month.month()));
}

void put(std::vector<FaceField>& fields,
         const char* zh,
         const char* en,
         std::string value,
         FieldWidth width = FieldWidth::half) {
    if (!value.empty()) fields.push_back({zh, en, std::move(value), width});
}

std::vector<FaceField> fields_of(const domain::FaceData& data) {
    std::vector<FaceField> fields;
    put(fields, "姓名", "Name", data.name);
    put(fields, "性别", "Sex", sex_words(data.sex));
    if (data.birth.ok()) put(fields, "出生年月", "Month of birth", month_words(data.birth));
    put(fields, "证件类型", "ID document", document_words(data.id_type));
    put(fields, "证件号码", "ID number", data.id_number);
    put(fields, "级别", "Level", data.level.zh);
    put(fields, "专业", "Specialty", data.specialty.zh);
    return fields;
}

std::string joined(const std::vector<domain::Bilingual>& names,
                   std::string domain::Bilingual::* language,
                   std::string_view separator) {
    std::string text;
    for (const domain::Bilingual& name : names) {
        if (!text.empty()) text += separator;
        text += name.*language;
    }
    return text;
}

std::string preamble_zh(const domain::FaceData& data) {
    const std::string authorities = joined(data.authorities, &domain::Bilingual::zh, "、");
    const std::string subject = data.qualification.zh;
    if (data.kind == domain::CertificateKind::query_result_proof) {
        return fmt::format("经查询，持证人取得{}职业资格，相关信息如下。本证明由{}批准颁发。",
                           subject,
                           authorities);
    }
    if (data.kind == domain::CertificateKind::pass_proof) {
        return fmt::format(
            "本证明由{}批准颁发，表明持证人通过统一组织的考试，取得{}相应专业考试合格成绩。",
            authorities,
            subject);
    }
    return fmt::format(
        "本证书由{}批准颁发，表明持证人通过统一组织的考试，取得{}职业资格。", authorities, subject);
}

std::string preamble_en(const domain::FaceData& data) {
    const std::string authorities = joined(data.authorities, &domain::Bilingual::en, ", ");
    return fmt::format(
        "Issued with the approval of {}. The holder has passed the unified "
        "examination for the qualification of {}.",
        authorities,
        data.qualification.en);
}

Face compose(const domain::FaceData& data, const Letterhead& letterhead, Bytes photo) {
    Face face;
    face.template_id = data.template_id;
    face.title_zh = data.title.zh;
    face.title_en = data.title.en;
    for (const domain::Bilingual& authority : data.authorities) {
        face.authorities.push_back(authority.zh);
    }
    face.preamble_zh = preamble_zh(data);
    face.preamble_en = preamble_en(data);
    face.service_address = letterhead.service_address;
    face.marking = letterhead.marking;
    face.fields = fields_of(data);
    face.photo.jpeg = std::move(photo);
    face.issuer_name = data.issuer.zh;
    face.approval_date = format_day_zh(data.approved_on);
    face.issue_date = format_day_zh(data.issued_on);
    face.certificate_no = data.certificate_no;
    face.management_no = data.management_no;
    face.licence_id = data.licence_id;
    return face;
}

}  // namespace

Letterhead make_letterhead(std::string public_url, std::string marking) {
    const auto scheme = public_url.find("://");
    std::string words = scheme == std::string::npos ? public_url : public_url.substr(scheme + 3);
    return {std::move(public_url), std::move(words), std::move(marking)};
}

std::string scenario_words(std::string_view scenario) {
    if (scenario == domain::scenario_own_use) return "本人调用";
    return scenario == domain::scenario_authorised_use ? "授权使用" : std::string(scenario);
}

std::string valid_until_words(const domain::Validity& validity) {
    return format_day_zh(domain::last_day(validity)) + "24:00";
}

Face compose_copy(const domain::FaceData& data,
                  const Letterhead& letterhead,
                  const CopyFacts& copy,
                  const std::string& seal_id,
                  Bytes photo) {
    Face face = compose(data, letterhead, std::move(photo));
    face.kind =
        copy.endorsement ? documents::FaceKind::sealed_copy : documents::FaceKind::sealed_exempt;
    face.seal_id = seal_id;
    face.qr_url = letterhead.public_url + "/v/" + copy.token.value;
    face.check_code = domain::grouped(copy.code);
    face.offline_payload = copy.offline_code;
    face.metadata.made_at = format_civil(copy.made_at);
    face.metadata.copy_number = copy.copy_no;
    if (copy.endorsement) {
        const EndorsementFacts& endorsement = *copy.endorsement;
        const std::string scenario = scenario_words(endorsement.terms.scenario);
        face.endorsement =
            documents::EndorsementLine{scenario,
                                       endorsement.terms.recipient,
                                       valid_until_words(endorsement.validity),
                                       format_day_zh(civil_day(endorsement.validity.from)),
                                       copy.copy_no};
        face.metadata.copy_made_at = format_civil(copy.made_at);
        face.metadata.copy_made_by = data.issuer.zh;
        face.metadata.copy_made_for = endorsement.terms.recipient.empty()
                                          ? scenario
                                          : scenario + "；" + endorsement.terms.recipient;
        face.metadata.copy_valid_until = format_civil(endorsement.validity.until);
    }
    return face;
}

Face compose_preview(const domain::FaceData& data, const Letterhead& letterhead, Bytes photo) {
    Face face = compose(data, letterhead, std::move(photo));
    face.kind = documents::FaceKind::preview;
    return face;
}

std::string copy_file_name(const domain::FaceData& data,
                           const CopyFacts& copy,
                           std::string_view extension) {
    std::string name = data.qualification.zh;
    if (!data.specialty.zh.empty()) name += "_" + data.specialty.zh;
    name += "_" + data.name;
    if (copy.endorsement) {
        name += "_有效至" + format_day(domain::last_day(copy.endorsement->validity));
    }
    name += "_" + copy.copy_no;
    for (char& c : name) {
        const bool forbidden = std::string_view("/\\:*?\"<>|;").find(c) != std::string_view::npos;
        if (forbidden || static_cast<unsigned char>(c) < 0x21 || c == 0x7F) c = '_';
    }
    return name + "." + std::string(extension);
}

}  // namespace yinxin::issuing
