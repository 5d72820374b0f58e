// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace yinxin::sheets {

/// Attributes of one element by local name; borrowed.
class XmlAttributes {
  public:
    explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
    /// "" where there is none.
    [[nodiscard]] std::string_view operator[](std::string_view name) const noexcept;

  private:
    const char** pairs_;
};

/// Somebody who listens to an XML text. Names come without their namespace.
class XmlListener {
  public:
    virtual ~XmlListener() = default;
    virtual Result<void> open(std::string_view name, const XmlAttributes& attributes) = 0;
    virtual Result<void> close(std::string_view name) = 0;
    virtual Result<void> text(std::string_view text) = 0;
};

/// Reads XML from strangers: no DOCTYPE, so no entities of its own; at most 64 elements deep.
class XmlEvents {
  public:
    explicit XmlEvents(XmlListener& listener);
    XmlEvents(const XmlEvents&) = delete;
    XmlEvents& operator=(const XmlEvents&) = delete;
    ~XmlEvents();

    /// @error sheet.unreadable  not well-formed or too deep
    /// @error archive.unsafe  DOCTYPE
    /// Errors of the listener come through.
    [[nodiscard]] Result<void> feed(BytesView piece);
    [[nodiscard]] Result<void> finish();

    struct State;

  private:
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::sheets
