// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/face_data.hpp"

#include "yinxin/base/text.hpp"

#include <concepts>

#include <fmt/format.h>

namespace yinxin::domain {
namespace {

constexpr std::string_view first_line = "yinxin-face 1\n";
constexpr std::size_t most_authorities = 32;

/// Names every field once, in the order of the canonical text; both directions walk it.
template <class Face, class Walker>
void walk(Face& face, Walker& walker) {
    walker("kind", face.kind);
    walker("version", face.version);
    walker("name", face.name);
    walker("latin_name", face.latin_name);
    walker("sex", face.sex);
    walker("birth", face.birth);
    walker("id_type", face.id_type);
    walker("id_number", face.id_number);
    walker("photo_sha256", face.photo_sha256);
    walker("qualification_id", face.qualification_id);
    walker("level_code", face.level_code);
    walker("specialty_code", face.specialty_code);
    walker("title", face.title);
    walker("qualification", face.qualification);
    walker("level", face.level);
    walker("specialty", face.specialty);
    walker("approved_on", face.approved_on);
    walker("issued_on", face.issued_on);
    walker("certificate_no", face.certificate_no);
    walker("management_no", face.management_no);
    walker("licence_id", face.licence_id);
    walker("issuer_id", face.issuer_id);
    walker("issuer_uscc", face.issuer_uscc);
    walker("issuer", face.issuer);
    walker("authorities", face.authorities);
    walker("template_id", face.template_id);
    walker("seal_type", face.seal_type);
}

class Writer {
  public:
    void operator()(std::string_view field, const std::string& value) {
        text_ += fmt::format("{} {}:{}\n", field, value.size(), value);
    }
    void operator()(std::string_view field, int value) { (*this)(field, std::to_string(value)); }
    void operator()(std::string_view field, CivilDay day) { (*this)(field, format_day(day)); }
    void operator()(std::string_view field, std::chrono::year_month month) {
        (*this)(field,
                month.ok() ? fmt::format("{:04}-{:02}",
                                         static_cast<int>(month.year()),
                                         static_cast<unsigned>(month.month()))
                           : std::string());
    }
    void operator()(std::string_view field, const Bilingual& value) {
        (*this)(fmt::format("{}.zh", field), value.zh);
        (*this)(fmt::format("{}.en", field), value.en);
    }
    void operator()(std::string_view field, const std::vector<Bilingual>& list) {
        (*this)(field, static_cast<int>(list.size()));
        for (const Bilingual& one : list) {
            (*this)(field, one);
        }
    }
    template <HasKeys E>
    void operator()(std::string_view field, E value) {
        (*this)(field, std::string(key(value)));
    }

    std::string text_{first_line};
};

/// Reads what Writer writes. The first fault is kept and ends all further reading.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {
        if (rest_.starts_with(first_line)) {
            rest_.remove_prefix(first_line.size());
        } else {
            fail("first line");
        }
    }

    void operator()(std::string_view field, std::string& value) {
        if (!fault_.empty()) return;
        const auto colon = rest_.find(':');
        if (!rest_.starts_with(field) || colon == std::string_view::npos ||
            colon < field.size() + 2 || rest_[field.size()] != ' ') {
            return fail(field);
        }
        const auto size = parse_integer(rest_.substr(field.size() + 1, colon - field.size() - 1));
        const std::size_t left = rest_.size() - colon - 1;
        if (!size || *size < 0 || static_cast<std::uint64_t>(*size) >= left) return fail(field);
        const auto count = static_cast<std::size_t>(*size);
        if (rest_[colon + 1 + count] != '\n') return fail(field);
        value = rest_.substr(colon + 1, count);
        rest_.remove_prefix(colon + 1 + count + 1);
    }
    void operator()(std::string_view field, int& value) {
        const auto number = parse_integer(next(field));
        if (!number || *number < 0 || *number > 999'999) return fail(field);
        value = static_cast<int>(*number);
    }
    void operator()(std::string_view field, CivilDay& day) {
        const auto parsed = parse_day(next(field));
        if (!parsed) return fail(field);
        day = *parsed;
    }
    void operator()(std::string_view field, std::chrono::year_month& month) {
        const std::string text = next(field);
        if (text.empty()) return;
        const auto parsed = parse_day(text + "-01");
        if (!parsed) return fail(field);
        const std::chrono::year_month_day day(*parsed);
        month = day.year() / day.month();
    }
    void operator()(std::string_view field, Bilingual& value) {
        (*this)(fmt::format("{}.zh", field), value.zh);
        (*this)(fmt::format("{}.en", field), value.en);
    }
    void operator()(std::string_view field, std::vector<Bilingual>& list) {
        int count = 0;
        (*this)(field, count);
        if (static_cast<std::size_t>(count) > most_authorities) return fail(field);
        list.resize(static_cast<std::size_t>(count));
        for (Bilingual& one : list) {
            (*this)(field, one);
        }
    }
    template <HasKeys E>
    void operator()(std::string_view field, E& value) {
        const auto parsed = parse_key<E>(next(field));
        if (!parsed) return fail(field);
        value = *parsed;
    }

    [[nodiscard]] std::string fault() const {
        return fault_.empty() && !rest_.empty() ? "trailing text" : fault_;
    }

  private:
    std::string next(std::string_view field) {
        std::string text;
        (*this)(field, text);
        return text;
    }
    void fail(std::string_view field) {
        if (fault_.empty()) fault_ = field;
    }

    std::string_view rest_;
    std::string fault_;
};

}  // namespace

std::string canonical_text(const FaceData& face) {
    Writer writer;
    walk(face, writer);
    return std::move(writer.text_);
}

Result<FaceData> parse_canonical_text(std::string_view text) {
    FaceData face;
    Reader reader(text);
    walk(face, reader);
    if (const std::string fault = reader.fault(); !fault.empty()) {
        return Error(ErrorCode::malformed, "canonical face: " + fault);
    }
    // Only the one spelling canonical_text gives is accepted (no "+1", no leading zeros).
    if (canonical_text(face) != text) {
        return Error(ErrorCode::malformed, "canonical face: another spelling");
    }
    return face;
}

}  // namespace yinxin::domain
