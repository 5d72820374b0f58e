// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/xml_events.hpp"

#include <expat.h>
#include <optional>

namespace yinxin::sheets {

struct XmlEvents::State {
    XmlListener& listener;
    XML_Parser parser = nullptr;
    std::size_t depth = 0;
    std::optional<Error> failure;
};

namespace {

using State = XmlEvents::State;

// As the reader of OFD has it: what one refuses the other does not take (fuzz_xml).
constexpr char namespace_end = '|';
constexpr std::size_t deepest = 64;

std::string_view local_name(std::string_view name) {
    return name.substr(name.rfind(namespace_end) + 1);
}

void stop(State& state, Error error) {
    if (!state.failure) state.failure = std::move(error);
    XML_StopParser(state.parser, XML_FALSE);
}

void keep(State& state, Result<void> outcome) {
    if (!outcome) stop(state, std::move(outcome).error());
}

// Expat may call once more after XML_StopParser; a failure that is kept ends it for the listener.

void XMLCALL on_open(void* user, const char* name, const char** attributes) {
    State& state = *static_cast<State*>(user);
    if (state.failure) return;
    if (++state.depth > deepest) return stop(state, Error(ErrorCode::sheet_unreadable, "nesting"));
    keep(state, state.listener.open(local_name(name), XmlAttributes(attributes)));
}

void XMLCALL on_close(void* user, const char* name) {
    State& state = *static_cast<State*>(user);
    if (state.failure) return;
    --state.depth;
    keep(state, state.listener.close(local_name(name)));
}

void XMLCALL on_text(void* user, const char* text, int length) {
    State& state = *static_cast<State*>(user);
    if (state.failure) return;
    keep(state, state.listener.text({text, static_cast<std::size_t>(length)}));
}

void XMLCALL on_doctype(void* user, const char*, const char*, const char*, int) {
    stop(*static_cast<State*>(user), Error(ErrorCode::archive_unsafe, "DOCTYPE"));
}

Result<void> parse(State& state, BytesView piece, bool is_last) {
    const auto status = XML_Parse(state.parser,
                                  reinterpret_cast<const char*>(piece.data()),
                                  static_cast<int>(piece.size()),
                                  is_last ? 1 : 0);
    if (state.failure) return *state.failure;
    if (status != XML_STATUS_OK) return Error(ErrorCode::sheet_unreadable, "XML");
    return ok();
}

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const noexcept {
    for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
        if (local_name(pair[0]) == name) return pair[1];
    }
    return {};
}

XmlEvents::XmlEvents(XmlListener& listener) : state_(std::make_unique<State>(listener)) {
    state_->parser = XML_ParserCreateNS(nullptr, namespace_end);
    if (state_->parser == nullptr) throw std::bad_alloc();
    XML_SetUserData(state_->parser, state_.get());
    XML_SetElementHandler(state_->parser, on_open, on_close);
    XML_SetCharacterDataHandler(state_->parser, on_text);
    XML_SetStartDoctypeDeclHandler(state_->parser, on_doctype);
}

XmlEvents::~XmlEvents() {
    XML_ParserFree(state_->parser);
}

Result<void> XmlEvents::feed(BytesView piece) {
    return parse(*state_, piece, false);
}

Result<void> XmlEvents::finish() {
    return parse(*state_, {}, true);
}

}  // namespace yinxin::sheets
