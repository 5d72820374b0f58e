// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/audit.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/storage/audit_log.hpp"

#include <optional>
#include <vector>

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

using storage::Reader;

struct WitnessLine {
    std::int64_t seq = 0;
    std::string chain;
};

int fail(const Error& error, int code = exit_failed) {
    fmt::print(stderr, "yinxin audit: {}\n", error.describe());
    return code;
}

/// Empty lines and those that begin with # say nothing.
Result<std::vector<WitnessLine>> read_witness(const std::filesystem::path& path) {
    std::vector<WitnessLine> lines;
    if (path.empty()) return lines;
    YX_TRY(const std::string text, read_text_file(path));
    for (const std::string_view line : split(text, '\n')) {
        if (trim(line).empty() || line.starts_with('#')) continue;
        const auto words = split(trim(line), ' ');
        const auto seq = parse_integer(words.front());
        if (!seq || words.size() < 2) {
            return Error(ErrorCode::malformed,
                         "not a line of `yinxin audit head`: " + path.string());
        }
        lines.push_back({*seq, to_lower_ascii(words[1])});
    }
    return lines;
}

struct Findings {
    storage::AuditCheck check;
    std::optional<std::int64_t> missing;  ///< a place the witness saw and that is gone or another
};

Result<Findings> look(Reader& reader, const std::vector<WitnessLine>& witness) {
    Findings findings;
    YX_TRY(findings.check, storage::check_audit(reader));
    for (const WitnessLine& line : witness) {
        if (line.seq == 0) continue;
        YX_TRY(const auto link, storage::audit_link(reader, line.seq));
        if (link && to_hex(*link) == line.chain) continue;
        findings.missing = line.seq;
        break;
    }
    return findings;
}

}  // namespace

int verify_audit(const AuditRequest& request) {
    const auto witness = read_witness(request.witness);
    if (!witness) return fail(witness.error(), exit_usage);
    auto data = DataDirectory::open(request.data);
    if (!data) return fail(data.error(), exit_usage);
    const auto findings =
        data->store->read_now([&](Reader& reader) { return look(reader, *witness); });
    if (!findings) return fail(findings.error());
    if (findings->check.first_broken != 0) {
        fmt::print(
            "BROKEN  The event at place {} is not what was written, or one before it is gone.\n",
            findings->check.first_broken);
        return exit_failed;
    }
    if (findings->missing) {
        fmt::print(
            "BROKEN  The witness saw another event at place {}, or it is gone: the audit was "
            "cut or written anew, or an old state was restored.\n",
            *findings->missing);
        return exit_failed;
    }
    fmt::print("WHOLE   {} events, {} of them compared with the witness.\n",
               findings->check.events,
               witness->size());
    return exit_ok;
}

int print_audit_head(const AuditRequest& request) {
    auto data = DataDirectory::open(request.data);
    if (!data) return fail(data.error(), exit_usage);
    const auto head = data->store->read_now(storage::audit_head);
    if (!head) return fail(head.error());
    fmt::print("{} {} {}\n", head->seq, to_hex(head->chain), format_utc(SystemClock().now()));
    return exit_ok;
}

}  // namespace yinxin::cli
