// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/identity_words.hpp"

#include "yinxin/base/text.hpp"

namespace yinxin::http {
namespace {

using domain::IdentityCaseState;

std::string_view chip_of(IdentityCaseState state) {
    switch (state) {
        case IdentityCaseState::open:
            return "open";
        case IdentityCaseState::asked:
            return "not_ready";
        case IdentityCaseState::proposed:
            return "checking";
        case IdentityCaseState::confirmed:
            return "valid";
        case IdentityCaseState::refused:
            return "cancelled";
        case IdentityCaseState::withdrawn:
            return "withdrawn";
    }
    return "open";
}

KeptUpload kept_upload(const storage::IdentityFile& file) {
    return {file.id.value, file.name, file.size};
}

}  // namespace

Sign identity_sign(const Context& context, IdentityCaseState state) {
    return {std::string(chip_of(state)),
            say(context, "identity_state." + std::string(domain::key(state)))};
}

void set_identity_parts(View& view,
                        const Context& context,
                        const service::IdentityStory& story,
                        IdentityReader reader,
                        const std::string& files_url) {
    for (const service::IdentityPart& part : story.parts) {
        View& row = view.add("PARTS");
        const bool is_office = domain::is_of_office(part.kind);
        std::string who = say(context, is_office ? "handler.doubt_office" : "handler.doubt_you");
        if (reader == IdentityReader::office) {
            who = is_office ? part.author : say(context, "handler.identity_applicant");
        }
        row.set("WHO", who)
            .set("PART_TEXT", say(context, "identity_part." + std::string(domain::key(part.kind))))
            .set("PART_AT", time_words(context, part.at))
            .set("PART_BODY", part.text)
            .set("SIDE", is_office ? "of-office" : "of-holder");
        for (const storage::IdentityFile& file : part.files) {
            View& shown = row.add("FILES");
            shown.set("FILE_URL", files_url + "/" + file.id.str())
                .set("FILE_NAME", file.name)
                .set("FILE_SIZE", size_words(file.size));
            shown.show_if("IS_IMAGE", file.media != "application/pdf");
        }
    }
}

namespace {

/// The message that says what comes next; who has got an account back looks for it elsewhere.
std::string now_key(const storage::IdentityCase& request) {
    // An agent reads what comes of what he asked for.
    if (domain::is_of_agent(request.kind) && request.state == IdentityCaseState::confirmed) {
        return "identity_now." + std::string(domain::key(request.kind));
    }
    const bool is_account_back = request.kind == domain::IdentityCaseKind::recovery &&
                                 request.state == IdentityCaseState::confirmed;
    return "identity_now." +
           (is_account_back ? "recovered" : std::string(domain::key(request.state)));
}

}  // namespace

void set_own_request(View& view,
                     const Context& context,
                     const service::IdentityStory& story,
                     const ShownUploads& uploads,
                     std::string_view page_url) {
    const storage::IdentityCase& request = story.request;
    const std::string page(page_url);
    set_sign(view, "STATE", identity_sign(context, request.state));
    view.set("REFERENCE", request.id.value)
        .set("REQUESTED_AT", time_words(context, request.requested_at))
        .set("NOW_TEXT", say(context, now_key(request)))
        .set("ADD_URL", page + "/add");
    const domain::Issuer* issuer =
        context.site().services.reference->find_issuer(request.issuer_id);
    if (issuer != nullptr) set_contact(view, context, *issuer);
    set_identity_parts(view, context, story, IdentityReader::applicant, page + "/files");
    if (request.settled_at) return;
    View& add = view.add("MAY_ADD");
    add.show_either(request.state == IdentityCaseState::asked, "ASKED", "NOT_ASKED");
    add.set("V_TEXT", context.request.form["text"])
        .set("MOST", static_cast<std::int64_t>(domain::longest_doubt_text));
    set_uploads(add, uploads);
}

void set_issuers(View& view, const Context& context, std::string_view chosen) {
    const auto& issuers = context.site().services.reference->issuers;
    if (issuers.size() == 1) {
        view.add("ONE_ISSUER").set("ISSUER", issuers.begin()->first);
        return;
    }
    View& choice = view.add("SOME_ISSUERS");
    for (const auto& [id, issuer] : issuers) {
        View& row = choice.add("ISSUERS");
        row.set("VALUE", id).set("LABEL", pick(context, issuer.name));
        row.show_if("SELECTED", id == chosen);
    }
}

UploadShelf evidence_shelf(Context& context, service::IdentityOwner owner) {
    UploadShelf shelf;
    shelf.find = [&context,
                  owner](std::vector<std::int64_t> ids) -> Task<Result<std::vector<KeptUpload>>> {
        std::vector<domain::IdentityFileId> files;
        for (const std::int64_t id : ids) {
            files.push_back(domain::IdentityFileId{id});
        }
        YX_CO_TRY(
            const auto found,
            co_await service::find_kept_identity_files(context.site().services, owner, files));
        std::vector<KeptUpload> kept;
        for (const storage::IdentityFile& file : found) {
            kept.push_back(kept_upload(file));
        }
        co_return kept;
    };
    shelf.keep = [&context, owner](std::string name, Bytes content) -> Task<Result<KeptUpload>> {
        service::IdentityUpload chosen{std::move(name), std::move(content)};
        YX_CO_TRY(const storage::IdentityFile file,
                  co_await service::keep_identity_file(
                      context.site().services, owner, std::move(chosen)));
        co_return kept_upload(file);
    };
    return shelf;
}

service::IdentityForm typed_identity(const Context& context, const ShownUploads& uploads) {
    const Fields& typed = context.request.form;
    service::IdentityForm form;
    form.issuer_id = trim(typed["issuer"]);
    form.text = typed["text"];
    for (const KeptUpload& file : uploads.kept) {
        form.files.push_back(domain::IdentityFileId{file.id});
    }
    return form;
}

}  // namespace yinxin::http
