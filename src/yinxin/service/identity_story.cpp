// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/identity_story.hpp"

#include "yinxin/service/packed_fields.hpp"
#include "yinxin/storage/staff.hpp"

#include <algorithm>
#include <ranges>

namespace yinxin::service {

namespace {

constexpr std::size_t fields_of_person = 3;
constexpr std::size_t fields_of_one = fields_of_person + 1;  // with the mobile

void add_person(std::vector<std::string>& fields, const storage::StatedPerson& person) {
    fields.push_back(person.name.value);
    fields.emplace_back(domain::key(person.document.type));
    fields.push_back(person.document.number);
}

Result<storage::StatedPerson> person_at(const std::vector<std::string>& fields, std::size_t first) {
    storage::StatedPerson person;
    person.name = domain::PersonName{fields[first]};
    YX_TRY(person.document.type, domain::parse_key<domain::IdDocumentType>(fields[first + 1]));
    person.document.number = fields[first + 2];
    return person;
}

}  // namespace

std::string pack_applicant(const IdentityApplicant& applicant) {
    std::vector<std::string> fields;
    add_person(fields, applicant.person);
    fields.push_back(applicant.mobile.e164);
    if (applicant.agent) add_person(fields, *applicant.agent);
    return pack_fields(fields);
}

Result<IdentityApplicant> unpack_applicant(std::string_view packed) {
    YX_TRY(const std::vector<std::string> fields, unpack_fields(packed));
    const bool has_agent = fields.size() == fields_of_one + fields_of_person;
    if (fields.size() != fields_of_one && !has_agent) {
        return Error(ErrorCode::malformed, "applicant");
    }
    IdentityApplicant applicant;
    YX_TRY(applicant.person, person_at(fields, 0));
    applicant.mobile = domain::Mobile{fields[fields_of_person]};
    if (has_agent) {
        YX_TRY(applicant.agent, person_at(fields, fields_of_one));
    }
    return applicant;
}

const IdentityPart* IdentityStory::said_by_office() const noexcept {
    for (const IdentityPart& part : std::views::reverse(parts)) {
        if (domain::is_of_office(part.kind)) return &part;
    }
    return nullptr;
}

const storage::IdentityFile* IdentityStory::find_file(domain::IdentityFileId id) const noexcept {
    for (const IdentityPart& part : parts) {
        const auto found = std::ranges::find(part.files, id, &storage::IdentityFile::id);
        if (found != part.files.end()) return &*found;
    }
    return nullptr;
}

Result<IdentityStory> read_identity_story(storage::Reader& reader,
                                          const Services& services,
                                          storage::IdentityCase request) {
    IdentityStory story;
    YX_TRY(story.applicant, unpack_applicant(request.applicant));
    YX_TRY(auto messages, storage::list_identity_messages(reader, services.keys, request.id));
    YX_TRY(const auto files, storage::list_identity_files(reader, services.keys, request.id));
    for (storage::IdentityMessage& message : messages) {
        IdentityPart part;
        part.kind = message.kind;
        part.text = std::move(message.text);
        part.at = message.written_at;
        if (domain::is_of_office(message.kind)) {
            YX_TRY(part.author,
                   storage::staff_name(reader, services.keys, domain::StaffId{message.author}));
        }
        std::ranges::copy_if(
            files, std::back_inserter(part.files), [&](const storage::IdentityFile& file) {
                return file.seq == message.seq;
            });
        story.parts.push_back(std::move(part));
    }
    story.request = std::move(request);
    return story;
}

Task<Result<IdentityEvidence>> load_evidence(Services& services,
                                             IdentityStory story,
                                             domain::IdentityFileId id) {
    const storage::IdentityFile* found = story.find_file(id);
    if (found == nullptr) co_return Error(ErrorCode::not_found, "evidence");
    YX_CO_TRY(Bytes content,
              co_await flow::on_pool(pool_of_files(services), [&services, file = *found] {
                  return storage::load_identity_file(services.blobs, services.keys, file);
              }));
    co_return IdentityEvidence{*found, std::move(content)};
}

}  // namespace yinxin::service
