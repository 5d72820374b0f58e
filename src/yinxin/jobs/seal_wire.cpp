// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/seal_wire.hpp"

#include <algorithm>
#include <stdexcept>

namespace yinxin::jobs {
namespace {

constexpr std::string_view request_mark = "YXQ1";
constexpr std::string_view answer_mark = "YXA1";
/// Details are sentences; a longer one says nothing more.
constexpr std::size_t longest_detail = 1024;

Error malformed(const char* what) {
    return Error(ErrorCode::malformed, std::string("seal wire: ") + what);
}

void put(Bytes& out, std::uint64_t number, unsigned bytes) {
    for (unsigned left = bytes; left > 0; --left) {
        out.push_back(static_cast<std::uint8_t>(number >> (8 * (left - 1))));
    }
}

void put(Bytes& out, BytesView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

/// Takes bytes from the front, and nothing beyond the end.
class Source {
  public:
    explicit Source(BytesView bytes) : rest_(bytes) {}

    [[nodiscard]] Result<BytesView> take(std::size_t count) {
        if (count > rest_.size()) return malformed("cut short");
        const BytesView taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }
    [[nodiscard]] Result<std::uint64_t> number(unsigned bytes) {
        YX_TRY(const BytesView taken, take(bytes));
        std::uint64_t value = 0;
        for (const std::uint8_t byte : taken)
            value = value << 8U | byte;
        return value;
    }
    [[nodiscard]] Result<void> expect(std::string_view mark) {
        YX_TRY(const BytesView taken, take(mark.size()));
        if (as_text(taken) != mark) return malformed("another language");
        return ok();
    }
    [[nodiscard]] Result<void> expect_end() const {
        if (!rest_.empty()) return malformed("bytes after the end");
        return ok();
    }

  private:
    BytesView rest_;
};

bool is_known(std::uint64_t number) {
    switch (number) {
#define YX_ERROR(value, name, dotted) case value:
#define YX_RESERVED(value)
#include "yinxin/base/error_codes.def"
#undef YX_ERROR
#undef YX_RESERVED
        return true;
        default:
            return false;
    }
}

void put_error(Bytes& out, const Error& error) {
    const std::string_view detail = std::string_view(error.detail()).substr(0, longest_detail);
    put(out, static_cast<std::uint64_t>(error.code()), 4);
    put(out, detail.size(), 4);
    put(out, as_bytes(detail));
}

void put_done(Bytes& out, BytesView value) {
    put(out, 0, 4);
    put(out, value.size(), 4);
    put(out, value);
}

/// One outcome; the outer Result says whether it could be read.
Result<Result<Bytes>> take_outcome(Source& source) {
    YX_TRY(const std::uint64_t code, source.number(4));
    YX_TRY(const std::uint64_t length, source.number(4));
    YX_TRY(const BytesView value, source.take(length));
    if (code == 0) return Result<Bytes>(Bytes(value.begin(), value.end()));
    const ErrorCode known = is_known(code) ? static_cast<ErrorCode>(code) : ErrorCode::internal;
    return Result<Bytes>(Error(known, std::string(as_text(value))));
}

}  // namespace

Bytes write_seal_request(std::span<const IntentKey> intents) {
    if (intents.size() > most_intents) throw std::length_error("write_seal_request");
    Bytes out = to_bytes(request_mark);
    put(out, intents.size(), 2);
    for (const IntentKey& key : intents) {
        put(out, static_cast<std::uint64_t>(key.holder.value), 8);
        put(out, static_cast<std::uint64_t>(key.intent.value), 8);
    }
    return out;
}

Result<std::vector<IntentKey>> read_seal_request(BytesView frame) {
    Source source(frame);
    YX_CHECK(source.expect(request_mark));
    YX_TRY(const std::uint64_t count, source.number(2));
    if (count == 0 || count > most_intents) return malformed("number of intents");
    std::vector<IntentKey> intents;
    for (std::uint64_t i = 0; i < count; ++i) {
        YX_TRY(const std::uint64_t holder, source.number(8));
        YX_TRY(const std::uint64_t intent, source.number(8));
        intents.push_back({HolderId{static_cast<std::int64_t>(holder)},
                           IntentId{static_cast<std::int64_t>(intent)}});
    }
    YX_CHECK(source.expect_end());
    return intents;
}

Bytes write_seal_answer(const SealAnswers& answers) {
    Bytes out = to_bytes(answer_mark);
    if (!answers) {
        put_error(out, answers.error());
        return out;
    }
    put_done(out, {});
    for (const Result<Bytes>& answer : *answers) {
        if (answer) {
            put_done(out, *answer);
        } else {
            put_error(out, answer.error());
        }
    }
    return out;
}

Result<SealAnswers> read_seal_answer(BytesView frame, std::size_t intents) {
    Source source(frame);
    YX_CHECK(source.expect(answer_mark));
    YX_TRY(const Result<Bytes> whole, take_outcome(source));
    if (!whole) {
        YX_CHECK(source.expect_end());
        return SealAnswers(Error(whole.error()));
    }
    if (!whole->empty()) return malformed("a value for the whole call");
    std::vector<Result<Bytes>> answers;
    for (std::size_t i = 0; i < intents; ++i) {
        YX_TRY(Result<Bytes> answer, take_outcome(source));
        if (answer && answer->empty()) return malformed("an empty signature");
        answers.push_back(std::move(answer));
    }
    YX_CHECK(source.expect_end());
    return SealAnswers(std::move(answers));
}

}  // namespace yinxin::jobs
