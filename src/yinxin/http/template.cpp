// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/template.hpp"

#include "yinxin/http/template_text.hpp"
#include "yinxin/http/wire.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include <ctemplate/per_expand_data.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>

namespace yinxin::http {
namespace {

constexpr auto strip = ctemplate::STRIP_BLANK_LINES;
using RawNames = std::set<std::string, std::less<>>;

ctemplate::TemplateString view_of(std::string_view text) {
    return {text.data(), text.size()};
}

std::string key_of(Language language, std::string_view name) {
    return std::string(tag(language)) + '/' + std::string(name);
}

}  // namespace

struct Templates::State {
    ctemplate::TemplateCache cache;
    RawNames raw;  ///< of all templates: a name is raw everywhere or nowhere
    std::vector<std::string> names;
    std::map<std::string, std::string, std::less<>> titles;  ///< by key_of

    /// Whether a plain text would reach the page unescaped.
    bool needs_escape(const View::Value& value) const {
        return !value.is_raw && raw.contains(value.name);
    }

    void fill(ctemplate::TemplateDictionary& dictionary, const View& view) const {
        for (const auto& value : view.values_) {
            if (needs_escape(value)) {
                dictionary.SetValue(value.name, escape_html(value.text));
            } else {
                // Not copied: the view lives until the page is made.
                dictionary.SetValueWithoutCopy(value.name, value.text);
            }
        }
        for (const auto& section : view.sections_) {
            for (const View& inner : section.views) {
                fill(*dictionary.AddSectionDictionary(section.name), inner);
            }
        }
    }

    /// The layout's values and its empty sections, so that the page inside sees them too.
    void fill_layout(ctemplate::TemplateDictionary& dictionary, const View& layout) const {
        for (const auto& value : layout.values_) {
            dictionary.SetTemplateGlobalValue(
                value.name, needs_escape(value) ? escape_html(value.text) : value.text);
        }
        for (const auto& section : layout.sections_) {
            dictionary.ShowTemplateGlobalSection(section.name);
            for (const View& inner : section.views) {
                if (inner.values_.empty() && inner.sections_.empty()) continue;
                fill(*dictionary.AddSectionDictionary(section.name), inner);
            }
        }
    }

    std::string expand(const std::string& key,
                       const ctemplate::TemplateDictionary& dictionary) const {
        std::string out;
        out.reserve(std::size_t{16} * 1024);
        ctemplate::PerExpandData data;
        if (!cache.ExpandNoLoad(key, strip, &dictionary, &data, &out)) {
            throw std::logic_error("template cannot be expanded: " + key);
        }
        return out;
    }

    void require(std::string_view name) const {
        if (!std::ranges::binary_search(names, name)) {
            throw std::logic_error("no template " + std::string(name));
        }
    }

    Result<void> add(const TemplateSources& sources, std::string_view name) {
        for (const Language language : languages) {
            YX_TRY(const std::string text, expand_marks(sources, name, language));
            raw.merge(raw_names(text));
            const std::string key = key_of(language, name);
            const std::string marked = "{{%AUTOESCAPE context=\"HTML\"}}" + text;
            if (!cache.StringToTemplateCache(key, marked, strip)) {
                return Error(ErrorCode::config_invalid, "template does not parse: " + key);
            }
            const auto title = sources.messages.find(language, "title." + std::string(name));
            if (title) titles.emplace(key, *title);
        }
        names.emplace_back(name);
        return ok();
    }
};

Templates::Templates(std::unique_ptr<State> state) : state_(std::move(state)) {}
Templates::Templates(Templates&&) noexcept = default;
Templates& Templates::operator=(Templates&&) noexcept = default;
Templates::~Templates() = default;

Result<Templates> Templates::load(std::span<const WebFile> files,
                                  const Messages& messages,
                                  const StaticFiles& statics) {
    constexpr std::string_view directory = "templates/";
    constexpr std::string_view ending = ".html";
    auto state = std::make_unique<State>();
    const TemplateSources sources{files, messages, statics};
    for (const auto& [path, text] : files) {
        if (!path.starts_with(directory) || !path.ends_with(ending)) continue;
        std::string_view name = path.substr(directory.size());
        name.remove_suffix(ending.size());
        // Fragments live in directories of their own and are compiled where they are pasted.
        if (name.find('/') != std::string_view::npos) continue;
        YX_CHECK(state->add(sources, name));
    }
    std::ranges::sort(state->names);
    state->cache.Freeze();
    return Templates(std::move(state));
}

std::string Templates::page(Language language,
                            std::string_view name,
                            const View& page,
                            const View& layout,
                            std::string_view layout_name) const {
    state_->require(name);
    state_->require(layout_name);
    const std::string key = key_of(language, name);
    ctemplate::TemplateDictionary outer("layout");
    outer.SetTemplateGlobalValue("LANG", view_of(tag(language)));
    if (!layout.find("PAGE_TITLE")) {
        const auto title = state_->titles.find(key);
        if (title != state_->titles.end()) {
            outer.SetTemplateGlobalValue("PAGE_TITLE", title->second);
        }
    }
    state_->fill_layout(outer, layout);
    ctemplate::TemplateDictionary* inner = outer.AddIncludeDictionary("CONTENT");
    inner->SetFilename(key);
    state_->fill(*inner, page);
    return state_->expand(key_of(language, layout_name), outer);
}

std::string Templates::fragment(Language language, std::string_view name, const View& view) const {
    state_->require(name);
    ctemplate::TemplateDictionary dictionary("fragment");
    dictionary.SetTemplateGlobalValue("LANG", view_of(tag(language)));
    state_->fill(dictionary, view);
    return state_->expand(key_of(language, name), dictionary);
}

bool Templates::has(std::string_view name) const noexcept {
    return std::ranges::binary_search(state_->names, name);
}

std::vector<std::string> Templates::names() const {
    return state_->names;
}

}  // namespace yinxin::http
