// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/doubt_words.hpp"

namespace yinxin::http {
namespace {

using domain::DoubtState;

/// Names of classes and icons that mean the same elsewhere.
std::string_view chip_of(std::string_view key) {
    if (key == "asked") return "not_ready";
    if (key == "overdue") return "overdue";
    const auto state = domain::parse_key<DoubtState>(key);
    switch (state ? *state : DoubtState::open) {
        case DoubtState::open:
            return "open";
        case DoubtState::taken:
            return "checking";
        case DoubtState::accepted:
            return "making";
        case DoubtState::refused:
            return "cancelled";
        case DoubtState::corrected:
            return "valid";
        case DoubtState::withdrawn:
            return "withdrawn";
    }
    return "open";
}

std::string part_words(const Context& context, const service::DoubtPart& part) {
    return say(context,
               "doubt_part." + (part.kind ? std::string(domain::key(*part.kind)) : "report"));
}

}  // namespace

std::string doubt_key(const Context& context, const storage::DoubtCase& doubt) {
    if (doubt.asked_at) return "asked";
    const CivilDay today = civil_day(context.site().services.clock.now());
    if (doubt.is_overdue(today)) return "overdue";
    return std::string(domain::key(doubt.state));
}

Sign doubt_sign(const Context& context, const storage::DoubtCase& doubt) {
    const std::string key = doubt_key(context, doubt);
    return {std::string(chip_of(key)), say(context, "doubt_state." + key)};
}

std::string fields_words(const Context& context, const storage::DoubtCase& doubt) {
    std::string words;
    const auto fields = domain::parse_fields(doubt.fields);
    for (const domain::DoubtField field : fields) {
        if (!words.empty()) words += say(context, "handler.list_comma");
        words += say(context, "doubt_field." + std::string(domain::key(field)));
    }
    return words.empty() ? say(context, "doubt_field.other") : words;
}

void set_parts(View& view,
               const Context& context,
               const service::DoubtStory& story,
               DoubtReader reader,
               const std::string& files_url) {
    for (const service::DoubtPart& part : story.parts) {
        View& row = view.add("PARTS");
        const bool is_office = part.is_of_office();
        std::string who = say(context, is_office ? "handler.doubt_office" : "handler.doubt_you");
        if (reader == DoubtReader::office) {
            who = is_office ? part.author : say(context, "handler.doubt_holder");
        }
        row.set("WHO", who)
            .set("PART_TEXT", part_words(context, part))
            .set("PART_AT", time_words(context, part.at))
            .set("PART_BODY", part.text)
            .set("SIDE", is_office ? "of-office" : "of-holder");
        for (const storage::DoubtFile& file : part.files) {
            View& shown = row.add("FILES");
            shown.set("FILE_URL", files_url + "/" + file.id.str())
                .set("FILE_NAME", file.name)
                .set("FILE_SIZE", size_words(file.size));
            shown.show_if("IS_IMAGE", file.media != "application/pdf");
        }
    }
}

}  // namespace yinxin::http
