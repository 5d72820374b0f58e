// SPDX-License-Identifier: Apache-2.0
#include "support/attacks/attack.hpp"

namespace yinxin::attacks {

using verify::Verdict;

Attack altered(std::string name, std::string file, std::string code) {
    return {std::move(name), std::move(file), {Verdict::invalid, code}, {Verdict::altered, code}};
}

Attack hostile(std::string name, std::string file, std::string code) {
    return always(std::move(name), std::move(file), Verdict::rejected, std::move(code));
}

Attack always(std::string name, std::string file, Verdict verdict, std::string code) {
    return {std::move(name), std::move(file), {verdict, code}, {verdict, code}};
}

Attack lawful(std::string name, std::string file, std::string noted) {
    Attack attack{std::move(name),
                  std::move(file),
                  {Verdict::valid, "verdict.valid_alone"},
                  {Verdict::altered, "register.other_bytes"}};
    attack.noted = std::move(noted);
    return attack;
}

Attack fooling(Attack attack) {
    attack.fools_pdfsig = true;
    return attack;
}

std::string with_wide_hole(const PdfParts& parts) {
    constexpr std::size_t room = 32 * 1024;
    Bodies bodies = parts.bodies();
    std::string& dictionary = bodies[parts.signature()];
    const Hole hole = find_hole(dictionary);
    dictionary.replace(hole.hex_begin(), hole.hex_end() - hole.hex_begin(), std::string(room, '0'));
    return put_together(bodies, parts.trailer());
}

std::string covering_content() {
    return stream("", "q 0.9 0.9 0.9 rg 60 420 470 200 re f Q");
}

std::string page_with_content(const PdfParts& parts, int stream) {
    return replaced(
        parts.body(parts.page()), " 0 R]/Annots", " 0 R " + reference(stream) + "]/Annots");
}

PdfUpdate covering_update(const PdfParts& parts) {
    PdfUpdate update(parts);
    const int cover = update.add(covering_content());
    update.put(parts.page(), page_with_content(parts, cover));
    return update;
}

}  // namespace yinxin::attacks
