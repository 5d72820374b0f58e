// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/template_preview.hpp"

#include "yinxin/documents/svg.hpp"
#include "yinxin/issuing/certificate_face.hpp"
#include "yinxin/service/certificates.hpp"

namespace yinxin::service {
namespace {

/// The longest of a list, because that is where a template fails first.
domain::NamedCode longest_of(const std::vector<domain::NamedCode>& codes) {
    const auto longest = std::ranges::max_element(
        codes, {}, [](const domain::NamedCode& code) { return code.name.zh.size(); });
    return longest == codes.end() ? domain::NamedCode{} : *longest;
}

domain::FaceData sample_face(const config::Reference& reference,
                             const std::string& item_id,
                             const domain::QualificationEdition& edition,
                             CivilDay today) {
    domain::FaceData face;
    face.name = "样张";
    face.latin_name = "SPECIMEN";
    face.sex = domain::Sex::female;
    face.birth = std::chrono::year(1990) / std::chrono::January;
    face.id_number = "000000199001010000";
    face.qualification_id = item_id;
    face.title = edition.title;
    face.qualification = edition.name;
    const domain::NamedCode level = longest_of(edition.levels);
    const domain::NamedCode specialty = longest_of(edition.specialties);
    face.level_code = level.code;
    face.level = level.name;
    face.specialty_code = specialty.code;
    face.specialty = specialty.name;
    face.approved_on = today;
    face.issued_on = today;
    face.certificate_no = "00000000000000";
    face.management_no = "00000000000000000000";
    face.issuer_id = edition.issuer_id;
    if (const domain::Issuer* issuer = reference.find_issuer(edition.issuer_id)) {
        face.issuer = issuer->name;
        face.issuer_uscc = issuer->uscc.value;
    }
    for (const std::string& id : edition.authorities) {
        const auto authority = reference.authorities.find(id);
        if (authority != reference.authorities.end()) {
            face.authorities.push_back(authority->second.name);
        }
    }
    face.template_id = edition.template_id;
    face.seal_type = edition.seal_type;
    return face;
}

}  // namespace

Task<Result<std::string>> preview_edition(Services& services,
                                          domain::StaffActor actor,
                                          std::string item_id,
                                          domain::QualificationEdition edition) {
    const bool may_see =
        actor.may(domain::OfficeAct::edit_rules) || actor.may(domain::OfficeAct::decide_rules);
    if (!may_see) co_return Error(ErrorCode::forbidden, "preview of a template");
    const CivilDay today = civil_day(services.clock.now());
    const domain::FaceData face = sample_face(*services.reference, item_id, edition, today);
    auto draw = [&services, face] {
        return documents::draw_svg(issuing::compose_preview(face, letterhead_of(services), {}),
                                   services.stationery,
                                   {.size = documents::SvgSize::whole});
    };
    co_return co_await flow::on_pool(services.cpu, draw);
}

}  // namespace yinxin::service
