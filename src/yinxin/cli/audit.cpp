// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/audit.hpp"

#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/storage/witness.hpp"

#include <vector>

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

using storage::Reader;

int fail(const Error& error, int code = exit_failed) {
    fmt::print(stderr, "yinxin audit: {}\n", error.describe());
    return code;
}

struct Findings {
    storage::AuditCheck check;
    storage::WitnessCheck seen;
};

Result<Findings> look(Reader& reader, const std::vector<storage::WitnessLine>& witness) {
    Findings findings;
    YX_TRY(findings.check, storage::check_audit(reader));
    YX_TRY(findings.seen, storage::check_witness(reader, witness));
    return findings;
}

Result<std::vector<storage::WitnessLine>> lines_of(const std::filesystem::path& path) {
    if (path.empty()) return std::vector<storage::WitnessLine>{};
    return storage::read_witness(path);
}

}  // namespace

int verify_audit(const AuditRequest& request) {
    const auto witness = lines_of(request.witness);
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
    if (findings->seen.missing) {
        fmt::print(
            "BROKEN  The witness saw another event at place {}, or it is gone: the audit was "
            "cut or written anew, or an old state was restored.\n",
            findings->seen.missing->seq);
        return exit_failed;
    }
    if (findings->seen.lost > 0) {
        fmt::print(
            "KNOWN   {} place(s) the witness saw were lost when an older state was put back; "
            "the audit says when (data.restored).\n",
            findings->seen.lost);
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
    fmt::print("{}\n", storage::witness_line(*head, SystemClock().now()));
    return exit_ok;
}

}  // namespace yinxin::cli
