// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/uploads.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/service/identity_cases.hpp"

#include <string>

/// What both sides of 身份核实 have in common on their pages.
namespace yinxin::http {

/// Class and words of a state.
Sign identity_sign(const Context& context, domain::IdentityCaseState state);
/// Who reads: the applicant is "you" on his own page.
enum class IdentityReader { applicant, office };
/// PARTS of the conversation with their FILES below `files_url`.
void set_identity_parts(View& view,
                        const Context& context,
                        const service::IdentityStory& story,
                        IdentityReader reader,
                        const std::string& files_url);
/// A request as its applicant reads it, with the form to add to it (parts/identity_request.html).
/// @param page_url  of the page; /add and /files are below it.
void set_own_request(View& view,
                     const Context& context,
                     const service::IdentityStory& story,
                     const ShownUploads& uploads,
                     std::string_view page_url);
/// ISSUERS to choose among, and ONE_ISSUER where there is no choice.
void set_issuers(View& view, const Context& context, std::string_view chosen);
/// Where the evidence of this owner waits until it is sent.
UploadShelf evidence_shelf(Context& context, service::IdentityOwner owner);
/// The form as typed, with the kept files.
service::IdentityForm typed_identity(const Context& context, const ShownUploads& uploads);

}  // namespace yinxin::http
