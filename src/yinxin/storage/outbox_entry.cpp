// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/outbox_entry.hpp"

#include "yinxin/base/text.hpp"

namespace yinxin::storage {
namespace {

constexpr std::uint8_t form = 1;

class Writer {
  public:
    void byte(std::uint8_t value) { out.push_back(value); }
    void number(std::uint64_t value, int size) {
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
            byte(static_cast<std::uint8_t>(value >> shift));
        }
    }
    void text(BytesView value) {
        number(value.size(), 4);
        out.insert(out.end(), value.begin(), value.end());
    }
    Bytes out;
};

/// Reads what is there; `is_short` afterwards if something was missing.
class Source {
  public:
    explicit Source(BytesView bytes) : left_(bytes) {}
    std::uint64_t number(std::size_t size) {
        std::uint64_t value = 0;
        for (const std::uint8_t part : take(size)) {
            value = (value << 8) | part;
        }
        return value;
    }
    BytesView text() { return take(number(4)); }
    [[nodiscard]] bool is_over() const { return left_.empty() || is_short; }
    bool is_short = false;

  private:
    BytesView take(std::size_t size) {
        if (size > left_.size()) {
            is_short = true;
            return {};
        }
        const BytesView taken = left_.first(size);
        left_ = left_.subspan(size);
        return taken;
    }
    BytesView left_;
};

KeptValue keep_value(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    if (const auto* text = std::get_if<std::string_view>(&value)) return std::string(*text);
    if (const auto* bytes = std::get_if<BytesView>(&value)) {
        return Bytes(bytes->begin(), bytes->end());
    }
    return std::monostate{};
}

void write_value(Writer& out, const KeptValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        out.byte('i');
        out.number(static_cast<std::uint64_t>(*number), 8);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        out.byte('t');
        out.text(as_bytes(*text));
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
        out.byte('b');
        out.text(*bytes);
    } else {
        out.byte('n');
    }
}

Result<KeptValue> read_value(Source& source) {
    switch (source.number(1)) {
        case 'i':
            return KeptValue(static_cast<std::int64_t>(source.number(8)));
        case 't':
            return KeptValue(std::string(as_text(source.text())));
        case 'b': {
            const BytesView bytes = source.text();
            return KeptValue(Bytes(bytes.begin(), bytes.end()));
        }
        case 'n':
            return KeptValue(std::monostate{});
        default:
            return Error(ErrorCode::malformed, "outbox: a value of no kind");
    }
}

}  // namespace

KeptStatement keep(const Statement& statement, std::span<const Value> values) {
    KeptStatement kept{&statement, {}};
    for (const Value& value : values) {
        kept.values.push_back(keep_value(value));
    }
    return kept;
}

std::vector<Value> borrow(const std::vector<KeptValue>& values) {
    std::vector<Value> borrowed;
    borrowed.reserve(values.size());
    for (const KeptValue& kept : values) {
        Value value;
        if (const auto* number = std::get_if<std::int64_t>(&kept)) value = *number;
        if (const auto* text = std::get_if<std::string>(&kept)) value = std::string_view(*text);
        if (const auto* bytes = std::get_if<Bytes>(&kept)) value = BytesView(*bytes);
        borrowed.push_back(value);
    }
    return borrowed;
}

Bytes write_entry(const std::vector<KeptStatement>& statements) {
    Writer out;
    out.byte(form);
    for (const KeptStatement& kept : statements) {
        out.text(as_bytes(std::string_view(kept.statement->name)));
        out.byte(static_cast<std::uint8_t>(kept.values.size()));
        for (const KeptValue& value : kept.values) {
            write_value(out, value);
        }
    }
    return std::move(out.out);
}

Result<std::vector<KeptStatement>> read_entry(BytesView body) {
    Source source(body);
    if (source.number(1) != form) return Error(ErrorCode::malformed, "outbox: not form 1");
    std::vector<KeptStatement> statements;
    while (!source.is_over()) {
        KeptStatement& kept = statements.emplace_back();
        const std::string name(as_text(source.text()));
        kept.statement = find_deferred(name);
        if (kept.statement == nullptr) {
            return Error(ErrorCode::malformed, "outbox: no such statement");
        }
        const std::uint64_t count = source.number(1);
        for (std::uint64_t i = 0; i < count && !source.is_short; ++i) {
            YX_TRY(KeptValue value, read_value(source));
            kept.values.push_back(std::move(value));
        }
    }
    if (source.is_short) return Error(ErrorCode::malformed, "outbox: cut off");
    return statements;
}

}  // namespace yinxin::storage
