// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only: what in a PDF is dangerous to its readers.

#include "yinxin/verify/file_kinds.hpp"

#include <optional>
#include <set>
#include <string_view>

class QPDF;
class QPDFObjectHandle;

namespace yinxin::verify {

/// Finds what a document would do by itself, one dictionary after the other. What runs, sends or
/// opens something is REJECTED; what waits to be asked (links, attachments, layers) is a warning.
class ActiveContent {
  public:
    explicit ActiveContent(Claims& claims) : claims_(claims) {}
    void look_at(QPDFObjectHandle& dictionary);

  private:
    void note(std::string_view code, Level level);

    Claims& claims_;
    std::set<std::string_view> noted_;
};

/// Whether every page is in the tree once, and the tree is no deeper than the limit; otherwise the
/// file is rejected.
[[nodiscard]] bool check_pages(QPDFObjectHandle& catalog, const ReadLimits& limits, Claims& claims);

/// Whether the object streams together unpack to no more than the limit; must be asked before any
/// object in one is looked at, because qpdf unpacks them whole. Otherwise the file is rejected.
[[nodiscard]] bool check_object_streams(QPDF& pdf, const ReadLimits& limits, Claims& claims);

/// What a stream unpacks to; nothing when that is more than `most`, or its filters cannot be
/// undone.
[[nodiscard]] std::optional<Bytes> unpack(QPDFObjectHandle& stream, std::size_t most);

}  // namespace yinxin::verify
