// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/verify/ofd_package.hpp"

#include <optional>

namespace yinxin::verify {

/// An element of an OFD's own XML. Elements of other namespaces keep theirs in front of the name,
/// so that they are never taken for ours.
struct XmlElement {
    std::string name;
    std::vector<std::pair<std::string, std::string>> attributes;
    std::string text;
    std::vector<XmlElement> children;

    /// The first child of this name; nullptr when there is none.
    [[nodiscard]] const XmlElement* child(std::string_view wanted) const;
    [[nodiscard]] std::vector<const XmlElement*> children_named(std::string_view wanted) const;
    /// Its value; empty when there is none.
    [[nodiscard]] std::string_view attribute(std::string_view wanted) const;
    /// Text without white space at both ends of the first child of this name; empty when none.
    [[nodiscard]] std::string_view text_of(std::string_view wanted) const;
};

/// Reads one of the files that say how the package hangs together. Refused as "ofd.xml.…": no XML,
/// a document type, elements nested too deeply or too many, another root than this one of GB/T
/// 33190.
[[nodiscard]] std::optional<XmlElement> read_xml(const OfdPackage::Member& member,
                                                 std::string_view root,
                                                 const ReadLimits& limits,
                                                 Claims& claims);

/// Refuses what no XML of a package may hold, without keeping any of it.
/// @return false  an encoding nobody here knows: what it holds cannot be said.
[[nodiscard]] bool scan_xml(const OfdPackage::Member& member,
                            const ReadLimits& limits,
                            Claims& claims);

}  // namespace yinxin::verify
