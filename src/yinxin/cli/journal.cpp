// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/journal.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/copy_code.hpp"
#include "yinxin/storage/copies.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>
#include <fstream>

#include <boost/json.hpp>

namespace yinxin::cli {
namespace {

namespace json = boost::json;
namespace sql = storage::sql::invariant;
using storage::Reader;

Error not_a_line(std::string detail) {
    return Error(ErrorCode::malformed, std::move(detail));
}

std::optional<std::string> text_of(const json::object& object, std::string_view name) {
    const json::value* member = object.if_contains(name);
    if (member == nullptr) return std::nullopt;
    if (member->is_string()) return std::string(member->as_string());
    // Programs that keep ids as numbers may write them as such.
    if (member->is_int64()) return std::to_string(member->as_int64());
    return std::nullopt;
}

/// The state of the row with this id, whosever it is.
Result<std::optional<std::string>> state_by_id(Reader& reader,
                                               const storage::Statement& statement,
                                               const std::string& id) {
    const auto number = parse_integer(id);
    if (!number) return std::optional<std::string>();
    return reader.maybe<std::string>(statement, *number);
}

/// By its typed code, else by its number.
Result<std::optional<storage::CopyKey>> find_named_copy(Reader& reader, const std::string& name) {
    if (const auto code = domain::parse_copy_code(name)) {
        YX_TRY(auto key, storage::find_copy_by_code(reader, *code));
        if (key) return key;
    }
    return storage::find_copy_by_number(reader, name);
}

Result<std::optional<std::string>> state_of_copy(Reader& reader, const std::string& id) {
    if (parse_integer(id)) return state_by_id(reader, sql::find_copy_state, id);
    YX_TRY(const auto key, find_named_copy(reader, id));
    if (!key) return std::optional<std::string>();
    YX_TRY(const auto copy, storage::find_copy(reader, *key));
    if (!copy) return std::optional<std::string>();
    return std::optional(std::string(domain::key(copy->state)));
}

/// "<holder>-<line>", as addresses name a certificate, or the line alone.
Result<std::optional<std::string>> status_of_line(Reader& reader, const std::string& id) {
    const std::size_t hyphen = id.rfind('-');
    if (hyphen == std::string::npos) return state_by_id(reader, sql::find_line_status, id);
    const auto holder = parse_integer(id.substr(0, hyphen));
    const auto line = parse_integer(id.substr(hyphen + 1));
    if (!holder || !line) return std::optional<std::string>();
    struct InForce {
        std::string status;
        std::int64_t batch = 0;
    };
    YX_TRY(const auto found,
           reader.maybe<InForce>(storage::sql::certificate::find_status, *holder, *line));
    return found ? std::optional(found->status) : std::nullopt;
}

std::optional<JournalDoubt> judged(std::string object,
                                   const std::optional<std::string>& state,
                                   std::initializer_list<std::string_view> wrong) {
    if (!state) return JournalDoubt{std::move(object), "gone"};
    if (std::ranges::find(wrong, *state) == wrong.end()) return std::nullopt;
    return JournalDoubt{std::move(object), "is " + *state};
}

}  // namespace

Result<JournalLine> parse_journal_line(std::string_view text) {
    boost::system::error_code failure;
    const json::value parsed = json::parse(text, failure);
    if (failure || !parsed.is_object()) return not_a_line("not a JSON object");
    const json::object& object = parsed.as_object();
    JournalLine line;
    const auto op = domain::parse_key<JournalOp>(text_of(object, "op").value_or(""));
    const auto outcome = domain::parse_key<JournalOutcome>(text_of(object, "outcome").value_or(""));
    if (!op) return not_a_line("`op` is none of apply, download, revoke, withdraw, register");
    if (!outcome) return not_a_line("`outcome` is none of acknowledged, refused, unknown");
    line.op = *op;
    line.outcome = *outcome;
    const json::value* at = object.if_contains("at");
    if (at == nullptr || !at->is_int64()) return not_a_line("`at` is no whole number");
    line.at_ms = at->as_int64();
    line.id = text_of(object, "id").value_or("");
    if (line.outcome == JournalOutcome::acknowledged && line.id.empty()) {
        return not_a_line("acknowledged without `id`");
    }
    return line;
}

Result<void> read_journal(const std::filesystem::path& path,
                          const std::function<Result<void>(const JournalLine&)>& visit) {
    std::ifstream file(path);
    if (!file) return Error(ErrorCode::file_missing, "no journal " + path.string());
    std::int64_t number = 0;
    for (std::string text; std::getline(file, text);) {
        ++number;
        if (trim(text).empty()) continue;
        auto line = parse_journal_line(text);
        if (!line) {
            return Error(
                line.error().code(),
                path.string() + ", line " + std::to_string(number) + ": " + line.error().detail());
        }
        YX_CHECK(visit(*line));
    }
    if (file.bad()) return Error(ErrorCode::file_io, "read " + path.string());
    return ok();
}

Result<std::optional<JournalDoubt>> compare_journal_line(Reader& reader, const JournalLine& line) {
    if (line.outcome != JournalOutcome::acknowledged) return std::optional<JournalDoubt>();
    switch (line.op) {
        case JournalOp::apply: {
            YX_TRY(const auto state, state_by_id(reader, sql::find_application, line.id));
            return judged("endorsement:" + line.id, state, {});
        }
        case JournalOp::withdraw: {
            YX_TRY(const auto state, state_by_id(reader, sql::find_application, line.id));
            return judged("endorsement:" + line.id, state, {"pending", "ready"});
        }
        case JournalOp::download: {
            YX_TRY(const auto state, state_of_copy(reader, line.id));
            return judged("copy:" + line.id, state, {"pressing", "failed"});
        }
        case JournalOp::revoke: {
            YX_TRY(const auto status, status_of_line(reader, line.id));
            return judged("certificate:" + line.id, status, {"valid", "suspended"});
        }
        case JournalOp::register_account: {
            YX_TRY(const auto found, reader.maybe<std::string>(sql::find_account, line.id));
            return judged("account", found, {});
        }
    }
    return Error(ErrorCode::internal, "an op of no kind");
}

}  // namespace yinxin::cli
