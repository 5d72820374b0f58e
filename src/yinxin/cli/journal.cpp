// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/journal.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/copy_code.hpp"
#include "yinxin/storage/copies.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>
#include <fstream>
#include <unordered_map>
#include <vector>

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

/// What a line was found to be; none: there is no such thing.
using Found = std::optional<std::string>;

constexpr std::int64_t rows_of_a_page = 10'000;

/// Rows a journal names by id alone, whosever they are, with the states one pass over their table
/// found.
class NamedById {
  public:
    explicit NamedById(const storage::Statement& page) : page_(&page) {}

    /// What is no number is never found.
    void want(const std::string& id) {
        if (const auto number = parse_integer(id)) states_.try_emplace(*number);
    }

    /// Ends as soon as all were found.
    Result<void> look(Reader& reader) {
        std::size_t missing = states_.size();
        Row last;
        while (missing > 0) {
            YX_TRY(auto rows, reader.all<Row>(*page_, last.holder, last.id, rows_of_a_page));
            for (Row& row : rows) {
                const auto wanted = states_.find(row.id);
                if (wanted == states_.end()) continue;
                // An id that two holders have, which no register should hold, is judged once.
                if (!wanted->second) --missing;
                wanted->second = row.state;
            }
            if (std::ssize(rows) < rows_of_a_page) return ok();
            last = std::move(rows.back());
        }
        return ok();
    }

    [[nodiscard]] Found state(const std::string& id) const {
        const auto number = parse_integer(id);
        if (!number) return std::nullopt;
        const auto found = states_.find(*number);
        return found == states_.end() ? std::nullopt : found->second;
    }

  private:
    struct Row {
        std::int64_t holder = 0;
        std::int64_t id = 0;
        std::string state;
    };
    const storage::Statement* page_;
    std::unordered_map<std::int64_t, Found> states_;
};

struct NamedRows {
    NamedById applications{sql::list_application_states};
    NamedById copies{sql::list_copy_states};
    NamedById lines{sql::list_line_statuses};
};

bool is_bare_id(const std::string& id) {
    return parse_integer(id).has_value();
}

void want(NamedRows& named, const JournalLine& line) {
    switch (line.op) {
        case JournalOp::apply:
        case JournalOp::withdraw:
            named.applications.want(line.id);
            return;
        case JournalOp::download:
            named.copies.want(line.id);
            return;
        case JournalOp::revoke:
            named.lines.want(line.id);
            return;
        case JournalOp::register_account:
            return;
    }
}

/// By its typed code, else by its number.
Result<std::optional<storage::CopyKey>> find_named_copy(Reader& reader, const std::string& name) {
    if (const auto code = domain::parse_copy_code(name)) {
        YX_TRY(auto key, storage::find_copy_by_code(reader, *code));
        if (key) return key;
    }
    return storage::find_copy_by_number(reader, name);
}

Result<Found> state_of_copy(Reader& reader, const NamedRows& named, const std::string& id) {
    if (is_bare_id(id)) return named.copies.state(id);
    YX_TRY(const auto key, find_named_copy(reader, id));
    if (!key) return Found();
    YX_TRY(const auto copy, storage::find_copy(reader, *key));
    if (!copy) return Found();
    return Found(std::string(domain::key(copy->state)));
}

/// "<holder>-<line>", as addresses name a certificate, or the line alone.
Result<Found> status_of_line(Reader& reader, const NamedRows& named, const std::string& id) {
    const std::size_t hyphen = id.rfind('-');
    if (hyphen == std::string::npos) return named.lines.state(id);
    const auto holder = parse_integer(id.substr(0, hyphen));
    const auto line = parse_integer(id.substr(hyphen + 1));
    if (!holder || !line) return Found();
    struct InForce {
        std::string status;
        std::int64_t batch = 0;
    };
    YX_TRY(const auto found,
           reader.maybe<InForce>(storage::sql::certificate::find_status, *holder, *line));
    return found ? Found(found->status) : std::nullopt;
}

std::optional<JournalDoubt> judged(std::string object,
                                   const Found& state,
                                   std::initializer_list<std::string_view> wrong) {
    if (!state) return JournalDoubt{std::move(object), "gone"};
    if (std::ranges::find(wrong, *state) == wrong.end()) return std::nullopt;
    return JournalDoubt{std::move(object), "is " + *state};
}

/// What is wrong with an acknowledged line, if anything.
Result<std::optional<JournalDoubt>> compare(Reader& reader,
                                            const NamedRows& named,
                                            const JournalLine& line) {
    switch (line.op) {
        case JournalOp::apply:
            return judged("endorsement:" + line.id, named.applications.state(line.id), {});
        case JournalOp::withdraw:
            return judged(
                "endorsement:" + line.id, named.applications.state(line.id), {"pending", "ready"});
        case JournalOp::download: {
            YX_TRY(const auto state, state_of_copy(reader, named, line.id));
            return judged("copy:" + line.id, state, {"pressing", "failed"});
        }
        case JournalOp::revoke: {
            YX_TRY(const auto status, status_of_line(reader, named, line.id));
            return judged("certificate:" + line.id, status, {"valid", "suspended"});
        }
        case JournalOp::register_account: {
            YX_TRY(const auto found, reader.maybe<std::string>(sql::find_account, line.id));
            return judged("account", found, {});
        }
    }
    return Error(ErrorCode::internal, "an op of no kind");
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

Result<std::int64_t> compare_journal(Reader& reader,
                                     const std::filesystem::path& path,
                                     const std::function<void(const JournalDoubt&)>& visit) {
    // Read once: a client may still be writing.
    std::vector<JournalLine> acknowledged;
    NamedRows named;
    YX_CHECK(read_journal(path, [&](const JournalLine& line) -> Result<void> {
        if (line.outcome != JournalOutcome::acknowledged) return ok();
        want(named, line);
        acknowledged.push_back(line);
        return ok();
    }));
    for (NamedById* rows : {&named.applications, &named.copies, &named.lines}) {
        YX_CHECK(rows->look(reader));
    }
    for (const JournalLine& line : acknowledged) {
        YX_TRY(const auto doubt, compare(reader, named, line));
        if (doubt) visit(*doubt);
    }
    return std::ssize(acknowledged);
}

}  // namespace yinxin::cli
