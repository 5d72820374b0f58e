// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/uploads.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/service/doubt_story.hpp"

#include <string>
#include <vector>

/// What both sides of a doubt have in common on their pages.
namespace yinxin::http {

/// Class and words of a state; a question to the holder and a late answer have signs of their own.
Sign doubt_sign(const Context& context, const storage::DoubtCase& doubt);
/// The same as a key: a state, "asked" or "overdue".
std::string doubt_key(const Context& context, const storage::DoubtCase& doubt);
/// "姓名、照片"; what was reported without fields is "其他".
std::string fields_words(const Context& context, const storage::DoubtCase& doubt);

/// Who reads: the holder is "you" on his own page.
enum class DoubtReader { holder, office };
/// PARTS of the conversation with their FILES below `files_url`.
void set_parts(View& view,
               const Context& context,
               const service::DoubtStory& story,
               DoubtReader reader,
               const std::string& files_url);

}  // namespace yinxin::http
