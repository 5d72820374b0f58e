// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/s3_answers.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/sheets/xml_events.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

constexpr std::size_t longest_text = 4096;
constexpr std::size_t longest_code = 64;
constexpr std::size_t seconds_end = 19;  // of "2026-11-29T12:00:00.000Z"

/// Collects the text of each element and hands it over when the element ends.
class TextListener : public sheets::XmlListener {
  public:
    Result<void> open(std::string_view name, const sheets::XmlAttributes&) final {
        text_.clear();
        return begin(name);
    }
    Result<void> close(std::string_view name) final {
        const Result<void> taken = end(name, text_);
        text_.clear();
        return taken;
    }
    Result<void> text(std::string_view piece) final {
        if (text_.size() + piece.size() > longest_text) {
            return Error(ErrorCode::malformed, "an endless text");
        }
        text_ += piece;
        return ok();
    }

  private:
    virtual Result<void> begin(std::string_view name) = 0;
    virtual Result<void> end(std::string_view name, const std::string& text) = 0;

    std::string text_;
};

class PageListener final : public TextListener {
  public:
    S3Page page;
    bool is_list = false;
    bool is_truncated = false;

  private:
    Result<void> begin(std::string_view name) override {
        if (name == "ListBucketResult") is_list = true;
        if (name == "Contents") {
            page.objects.emplace_back();
            is_inside_ = true;
        }
        return ok();
    }
    Result<void> end(std::string_view name, const std::string& text) override {
        if (name == "Contents") is_inside_ = false;
        if (name == "IsTruncated") is_truncated = text == "true";
        if (name == "NextContinuationToken") page.next = text;
        if (!is_inside_) return ok();
        S3Object& object = page.objects.back();
        if (name == "Key") object.key = text;
        if (name == "Size") {
            const auto size = parse_integer(text);
            if (!size || *size < 0) return Error(ErrorCode::malformed, "a size that is none");
            object.size = static_cast<std::uint64_t>(*size);
        }
        if (name == "LastModified") {
            YX_TRY(object.put_at, parse_instant(text.substr(0, seconds_end) + "Z"));
        }
        return ok();
    }

    bool is_inside_ = false;
};

class ErrorListener final : public TextListener {
  public:
    std::string code;

  private:
    Result<void> begin(std::string_view) override { return ok(); }
    Result<void> end(std::string_view name, const std::string& text) override {
        if (name == "Code") code = text;
        return ok();
    }
};

Result<void> read(sheets::XmlListener& listener, BytesView xml) {
    sheets::XmlEvents events(listener);
    YX_CHECK(events.feed(xml));
    return events.finish();
}

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

Result<S3Page> parse_s3_page(BytesView xml) {
    PageListener listener;
    if (const auto outcome = read(listener, xml); !outcome) {
        return Error(ErrorCode::malformed, "list of objects: " + outcome.error().detail());
    }
    if (!listener.is_list) return Error(ErrorCode::malformed, "no list of objects");
    if (!listener.is_truncated) listener.page.next.clear();
    if (listener.is_truncated && listener.page.next.empty()) {
        return Error(ErrorCode::malformed, "a list of objects that does not say where it goes on");
    }
    return std::move(listener.page);
}

std::string parse_s3_error(BytesView xml) {
    ErrorListener listener;
    if (!read(listener, xml) || listener.code.size() > longest_code) return {};
    return std::ranges::all_of(listener.code, is_plain) ? listener.code : std::string();
}

}  // namespace yinxin::storage
