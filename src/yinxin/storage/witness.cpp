// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/witness.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

/// Whether a restoration says that this place was lost by it.
bool is_known_lost(const WitnessLine& line, const std::vector<Restoration>& restorations) {
    return std::ranges::any_of(restorations, [&](const Restoration& restored) {
        const bool lies_between =
            line.seq > restored.restored_seq && line.seq <= restored.witness_seq;
        const bool is_earlier = !line.at || *line.at <= restored.at;
        const bool is_end = line.seq == restored.witness_seq;
        return lies_between && is_earlier && (!is_end || line.chain == restored.witness_chain);
    });
}

}  // namespace

Result<std::vector<WitnessLine>> parse_witness(std::string_view text) {
    std::vector<WitnessLine> lines;
    for (const std::string_view raw : split(text, '\n')) {
        const std::string_view line = trim(raw);
        if (line.empty() || line.starts_with('#')) continue;
        const auto words = split(line, ' ');
        const auto seq = parse_integer(words.front());
        if (!seq || *seq < 0 || words.size() < 2) {
            return Error(ErrorCode::malformed, "not a line of `yinxin audit head`");
        }
        YX_TRY(Bytes chain, parse_hex(words[1]));
        WitnessLine seen{*seq, std::move(chain), std::nullopt};
        if (words.size() > 2) {
            if (const auto at = parse_instant(words[2])) seen.at = *at;
        }
        lines.push_back(std::move(seen));
    }
    return lines;
}

Result<std::vector<WitnessLine>> read_witness(const std::filesystem::path& path) {
    YX_TRY(const std::string text, read_text_file(path));
    auto lines = parse_witness(text);
    if (!lines) return Error(lines.error().code(), lines.error().detail() + ": " + path.string());
    return lines;
}

WitnessLine newest(const std::vector<WitnessLine>& lines) {
    const auto found = std::ranges::max_element(lines, {}, &WitnessLine::seq);
    return found == lines.end() ? WitnessLine{} : *found;
}

std::string witness_line(const AuditHead& head, Instant now) {
    return std::to_string(head.seq) + " " + to_hex(head.chain) + " " + format_utc(now);
}

Result<void> write_witness(const std::filesystem::path& path, const AuditHead& head, Instant now) {
    return write_file_durably(path, as_bytes(witness_line(head, now) + "\n"));
}

Result<WitnessCheck> check_witness(Reader& reader, const std::vector<WitnessLine>& lines) {
    WitnessCheck check;
    YX_TRY(const auto restorations, list_restorations(reader));
    for (const WitnessLine& line : lines) {
        if (line.seq == 0) continue;
        ++check.compared;
        YX_TRY(const auto link, audit_link(reader, line.seq));
        if (link && *link == line.chain) continue;
        if (is_known_lost(line, restorations)) {
            ++check.lost;
            continue;
        }
        check.missing = line;
        break;
    }
    return check;
}

Result<void> refuse_rollback(Reader& reader, const std::vector<WitnessLine>& lines) {
    YX_TRY(const WitnessCheck check, check_witness(reader, lines));
    if (!check.missing) return ok();
    YX_TRY(const AuditHead head, audit_head(reader));
    const WitnessLine& missing = *check.missing;
    const std::string when = missing.at ? " (" + format_utc(*missing.at) + ")" : std::string();
    return Error(ErrorCode::conflict,
                 "the database is older than what the witness has seen: the audit ends at place " +
                     std::to_string(head.seq) + ", the witness saw place " +
                     std::to_string(missing.seq) + when +
                     ". An older copy was put in its place, or the audit was cut. Bring the newer "
                     "database back; if it is lost, say so with `yinxin restore --after-database "
                     "--witness FILE --apply`, so that no number is given out twice "
                     "(docs/backup.md)")
        .with("fault", std::string(rolled_back_fault));
}

}  // namespace yinxin::storage
