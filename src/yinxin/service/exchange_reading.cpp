// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/exchange_reading.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/service/exchange_package.hpp"
#include "yinxin/sheets/archive.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <boost/json.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;

using Members = std::map<std::string, Bytes, std::less<>>;

void find(ReadPackage& package, std::string code, std::string about) {
    package.findings.push_back({std::move(code), std::move(about)});
}

/// A line of the manifest.
struct Listed {
    std::string name;
    std::int64_t size = 0;
    std::string sha256;
    std::string sm3;
};

std::optional<std::string> text_in(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return std::string(value->get_string());
}

std::optional<Listed> listed_of(const json::value& value) {
    const json::object* object = value.if_object();
    if (object == nullptr || object->size() != 4) return std::nullopt;
    const auto name = text_in(*object, "name");
    const auto sha256 = text_in(*object, "sha256");
    const auto sm3 = text_in(*object, "sm3");
    const json::value* size = object->if_contains("size");
    if (!name || !sha256 || !sm3 || size == nullptr || !size->is_int64()) return std::nullopt;
    return Listed{*name, size->get_int64(), *sha256, *sm3};
}

/// Nothing when it is not a manifest of ours.
std::optional<std::vector<Listed>> read_manifest(BytesView bytes) {
    boost::system::error_code wrong;
    const json::value value = json::parse(as_text(bytes), wrong);
    const json::object* object = wrong ? nullptr : value.if_object();
    if (object == nullptr || text_in(*object, "schema") != package_schema) return std::nullopt;
    const json::value* members = object->if_contains("members");
    if (members == nullptr || !members->is_array()) return std::nullopt;
    std::vector<Listed> list;
    for (const json::value& member : members->get_array()) {
        const auto listed = listed_of(member);
        if (!listed) return std::nullopt;
        list.push_back(*listed);
    }
    return list;
}

void compare(ReadPackage& package, const Listed& listed, BytesView content) {
    if (listed.size != static_cast<std::int64_t>(content.size())) {
        find(package, "manifest.size_wrong", listed.name);
    }
    if (listed.sha256 != to_hex(crypto::sha256(content))) {
        find(package, "manifest.sha256_wrong", listed.name);
    }
    if (listed.sm3 != to_hex(crypto::sm3(content))) {
        find(package, "manifest.sm3_wrong", listed.name);
    }
}

void check_manifest(ReadPackage& package, const Members& members) {
    const auto manifest = members.find(manifest_member);
    if (manifest == members.end()) {
        return find(package, "manifest.missing", std::string(manifest_member));
    }
    const auto list = read_manifest(manifest->second);
    if (!list) return find(package, "manifest.unreadable", std::string(manifest_member));
    std::map<std::string, int, std::less<>> seen;
    for (const Listed& listed : *list) {
        const auto member = members.find(listed.name);
        if (++seen[listed.name] > 1 || listed.name == manifest_member) {
            find(package, "manifest.listed_twice", listed.name);
        } else if (member == members.end()) {
            find(package, "manifest.member_missing", listed.name);
        } else {
            compare(package, listed, member->second);
        }
    }
    for (const auto& [name, content] : members) {
        if (name != manifest_member && !seen.contains(name)) {
            find(package, "manifest.member_unlisted", name);
        }
    }
}

/// One of the two forms; nothing when it cannot be read. Ours are canonical, so that no reader can
/// be shown another value by a key that stands twice or a comment in between.
std::optional<ExchangeMetadata> read_form(ReadPackage& package,
                                          const Members& members,
                                          std::string_view name,
                                          Result<ExchangeMetadata> (*parse)(std::string_view),
                                          std::string (*write)(const ExchangeMetadata&)) {
    const auto member = members.find(name);
    if (member == members.end()) {
        find(package, "metadata.missing", std::string(name));
        return std::nullopt;
    }
    auto metadata = parse(as_text(member->second));
    if (!metadata) {
        find(package, "metadata.unreadable", std::string(name));
        return std::nullopt;
    }
    for (const std::string& fault : faults_of(*metadata))
        find(package, "metadata.invalid", fault);
    if (write(*metadata) != as_text(member->second)) {
        find(package, "metadata.not_canonical", std::string(name));
    }
    return *std::move(metadata);
}

/// Fields that only one of them has, or that differ.
void compare_forms(ReadPackage& package,
                   const ExchangeMetadata& one,
                   const ExchangeMetadata& other,
                   bool is_second = false) {
    for (const ExchangePart& part : one) {
        for (const ExchangeField& field : part.fields) {
            const std::string value = value_of(other, field.name);
            const bool is_told = is_second && !value.empty();
            if (value != field.value && !is_told) {
                find(package, "metadata.differs", part.name + ":" + field.name);
            }
        }
    }
}

void check_metadata(ReadPackage& package, const Members& members) {
    auto plain =
        read_form(package, members, metadata_json_member, &parse_metadata_json, &metadata_json);
    const auto xml =
        read_form(package, members, metadata_xml_member, &parse_metadata_xml, &metadata_xml);
    if (plain && xml) {
        compare_forms(package, *plain, *xml);
        compare_forms(package, *xml, *plain, true);
    }
    if (plain) package.metadata = *std::move(plain);
}

Result<Members> unpack(BytesView file) {
    sheets::ArchiveLimits limits;
    limits.unpacked_bytes = 4 * most_package_bytes;
    YX_TRY(sheets::Archive archive, sheets::Archive::open(file, limits));
    Members members;
    for (const sheets::ArchiveEntry& entry : archive.entries()) {
        YX_TRY(members[entry.name], archive.read(entry));
    }
    return members;
}

}  // namespace

ReadPackage read_package(BytesView file) {
    ReadPackage package;
    if (file.size() > most_package_bytes) {
        find(package, std::string(dotted_name(ErrorCode::archive_too_large)), "the package");
        return package;
    }
    Result<Members> members = unpack(file);
    if (!members) {
        find(package,
             std::string(dotted_name(members.error().code())),
             std::string(members.error().detail()));
        return package;
    }
    package.members = members->size();
    check_manifest(package, *members);
    check_metadata(package, *members);
    for (const domain::CopyFormat format : {domain::CopyFormat::pdf, domain::CopyFormat::ofd}) {
        const auto face = members->find(face_member(format));
        if (face != members->end()) package.faces.push_back({format, std::move(face->second)});
    }
    return package;
}

std::vector<PackageFinding> compare_face(const ExchangeMetadata& metadata,
                                         domain::CopyFormat format,
                                         const verify::FaceClaims& claims) {
    std::vector<PackageFinding> findings;
    const auto differs = [&](std::string_view field, const std::string& told) {
        if (value_of(metadata, field) == told) return;
        findings.push_back({"face.differs", face_member(format) + ":" + std::string(field)});
    };
    // What has no number of its own is known by its 查询编号, which files do not name as metadata.
    if (!claims.certificate_no.empty()) differs("ZZBH", claims.certificate_no);
    differs("ZZBS", claims.licence_id);
    differs("FBBH", claims.copy_no);
    differs("JZJYXQJZSJ", claims.valid_until ? format_civil(*claims.valid_until) : "");
    return findings;
}

}  // namespace yinxin::service
