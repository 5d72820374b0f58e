// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/ofd_document.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/verify/face_fields.hpp"

#include <algorithm>
#include <array>

namespace yinxin::verify {
namespace {

constexpr std::string_view root_file = "OFD.xml";
constexpr const char* chain_clause =
    "GB/T 33190-2016: OFD.xml names the document and the list of signatures";

void refuse(Claims& claims, const char* code) {
    reject(claims, "ofd.document", code, chain_clause);
}

const OfdPackage::Member* member_at(std::string_view location,
                                    std::string_view standing_in,
                                    const OfdPackage& package,
                                    Claims& claims) {
    const std::string name = resolve(location, standing_in, claims);
    const OfdPackage::Member* member = name.empty() ? nullptr : package.find(name);
    if (member == nullptr) refuse(claims, "ofd.document.missing");
    return member;
}

void read_face(const XmlElement& information, FaceClaims& face) {
    std::string purpose;
    if (const XmlElement* list = information.child("CustomDatas")) {
        for (const XmlElement* field : list->children_named("CustomData")) {
            const std::string_view name = field->attribute("Name");
            std::string text(trim(field->text));
            if (name == "JZJZZSY" || name == "certificateCopyCause") purpose = text;
            keep_field(face, name, std::move(text));
        }
    }
    // Foreign ones say less.
    if (face.title.empty()) keep_field(face, "ZZMC", std::string(information.text_of("Title")));
    if (face.scenario.empty()) keep_field(face, "SYCJ", std::move(purpose));
}

/// Everything Document.xml points to lies inside the package.
void check_locations(const XmlElement& element, std::string_view standing_in, Claims& claims) {
    constexpr std::array<std::string_view, 6> pointers{
        "PublicRes", "DocumentRes", "Annotations", "Attachments", "CustomTags", "Extensions"};
    if (const auto location = element.attribute("BaseLoc"); !location.empty()) {
        (void)resolve(location, standing_in, claims);
    }
    if (std::ranges::find(pointers, element.name) != pointers.end()) {
        (void)resolve(trim(element.text), standing_in, claims);
    }
    for (const XmlElement& child : element.children) {
        check_locations(child, standing_in, claims);
    }
}

void read_content(const XmlElement& body,
                  const OfdPackage& package,
                  const ReadLimits& limits,
                  Claims& claims) {
    if (const XmlElement* information = body.child("DocInfo")) read_face(*information, claims.face);
    const auto* member = member_at(body.text_of("DocRoot"), root_file, package, claims);
    if (member == nullptr) return;
    const auto document = read_xml(*member, "Document", limits, claims);
    if (document) check_locations(*document, member->name, claims);
}

void read_signatures(const XmlElement& body,
                     const OfdPackage& package,
                     const ReadLimits& limits,
                     OfdDocument& document,
                     Claims& claims) {
    for (const XmlElement* stated : body.children_named("Signatures")) {
        const auto* member = member_at(trim(stated->text), root_file, package, claims);
        if (member == nullptr) continue;
        document.signatures_file = member->name;
        const auto list = read_xml(*member, "Signatures", limits, claims);
        if (!list) continue;
        for (const XmlElement* signature : list->children_named("Signature")) {
            const auto* file =
                member_at(signature->attribute("BaseLoc"), member->name, package, claims);
            const std::string_view type = signature->attribute("Type");
            document.signatures.push_back(
                {file == nullptr ? std::string() : file->name, type.empty() || type == "Seal"});
        }
    }
}

}  // namespace

std::optional<OfdDocument> read_ofd_document(const OfdPackage& package,
                                             const ReadLimits& limits,
                                             Claims& claims) {
    const OfdPackage::Member* member = package.find(root_file);
    if (member == nullptr) {
        // DOCX, XLSX and their relatives are archives as well (ECMA-376, part 2).
        if (package.find("[Content_Types].xml") != nullptr) reject(claims, "file", "file.office");
        refuse(claims, "ofd.document.none");
        return std::nullopt;
    }
    const auto root = read_xml(*member, "OFD", limits, claims);
    if (!root) return std::nullopt;
    OfdDocument document;
    const auto bodies = root->children_named("DocBody");
    document.bodies = bodies.size();
    if (bodies.empty()) refuse(claims, "ofd.document.none");
    for (const XmlElement* body : bodies) {
        read_content(*body, package, limits, claims);
        read_signatures(*body, package, limits, document, claims);
    }
    return document;
}

}  // namespace yinxin::verify
