// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/fonts.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/documents/characters.hpp"
#include "yinxin/documents/font_file.hpp"
#include "yinxin/documents/glyph_table.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace yinxin::documents {

struct FontBook::State {
    std::vector<std::unique_ptr<FontFile>> files;
    /// Per role: its own face, then the fallbacks.
    std::array<std::vector<const FontFile*>, font_role_count> chains;
    mutable std::array<GlyphTable, font_role_count> tables;
    Glyph missing;

    const Glyph* make(FontRole role, char32_t point) const {
        return tables[static_cast<std::size_t>(role)].find(point, [&](Glyph& glyph) {
            for (const FontFile* file : chains[static_cast<std::size_t>(role)]) {
                if (file->draw(point, glyph)) return true;
            }
            return false;
        });
    }
};

FontSources FontSources::debian() {
    const std::filesystem::path noto = "/usr/share/fonts/opentype/noto";
    const std::filesystem::path truetype = "/usr/share/fonts/truetype";
    constexpr unsigned simplified_chinese = 2;  // order in the collections: JP KR SC TC HK
    FontSources sources;
    sources.roles = {FontSource{noto / "NotoSerifCJK-Regular.ttc", simplified_chinese},
                     FontSource{noto / "NotoSerifCJK-Bold.ttc", simplified_chinese},
                     FontSource{noto / "NotoSansCJK-Regular.ttc", simplified_chinese}};
    sources.fallbacks = {FontSource{truetype / "babelstone/BabelStoneHan.ttf", 0},
                         FontSource{truetype / "cns11643/TW-Sung-Ext-B-98_1.ttf", 0, false},
                         FontSource{truetype / "hanazono/HanaMinB.ttf", 0}};
    return sources;
}

FontBook::FontBook(std::unique_ptr<State> state) : state_(std::move(state)) {}
FontBook::~FontBook() = default;

Result<std::shared_ptr<const FontBook>> FontBook::load(const FontSources& sources) {
    auto state = std::make_unique<State>();
    const auto open = [&](const FontSource& source) -> Result<const FontFile*> {
        auto file = FontFile::open(source.path, source.face);
        if (!file) {
            if (!source.required && file.error().code() == ErrorCode::file_missing) return nullptr;
            return Error(ErrorCode::font_missing, source.path.filename().string())
                .with("font", source.path.filename().string());
        }
        state->files.push_back(*std::move(file));
        return state->files.back().get();
    };
    for (std::size_t role = 0; role < font_role_count; ++role) {
        YX_TRY(const FontFile* own, open(sources.roles[role]));
        if (own != nullptr) state->chains[role].push_back(own);
    }
    for (const FontSource& source : sources.fallbacks) {
        YX_TRY(const FontFile* fallback, open(source));
        if (fallback == nullptr) continue;
        for (auto& chain : state->chains)
            chain.push_back(fallback);
    }
    state->missing = missing_glyph();
    return std::shared_ptr<const FontBook>(new FontBook(std::move(state)));
}

Result<void> FontBook::check_coverage(std::string_view text) const {
    YX_TRY(const std::u32string points, decode_utf8(text));
    return check_coverage(points);
}

Result<void> FontBook::check_coverage(std::u32string_view text) const {
    for (const char32_t point : text) {
        for (std::size_t role = 0; role < font_role_count; ++role) {
            if (find(static_cast<FontRole>(role), point) == nullptr) {
                const auto name = fmt::format("U+{:04X}", static_cast<std::uint32_t>(point));
                return Error(ErrorCode::glyph_missing, name).with("code_point", name);
            }
        }
    }
    return ok();
}

const Glyph* FontBook::find(FontRole role, char32_t point) const {
    const Glyph* known = state_->tables[static_cast<std::size_t>(role)].known(point);
    if (known != nullptr) return known;
    return is_printable(point) ? state_->make(role, point) : nullptr;
}

const Glyph& FontBook::missing() const noexcept {
    return state_->missing;
}

double FontBook::measure(FontRole role, std::u32string_view text, double size) const {
    int units = 0;
    for (const char32_t point : text) {
        const Glyph* glyph = find(role, point);
        units += glyph == nullptr ? 1000 : glyph->advance;
    }
    return units * size / 1000;
}

}  // namespace yinxin::documents
