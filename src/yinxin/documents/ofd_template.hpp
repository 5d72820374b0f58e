// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/face.hpp"
#include "yinxin/documents/stationery.hpp"
#include "yinxin/documents/zip_writer.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::documents {

/// A member of a package with its line in the list of what the seal covers.
struct OfdMember {
    PackedMember packed;
    std::string reference;  ///< ofd:Reference with path and SM3
};

[[nodiscard]] OfdMember make_ofd_member(std::string_view name,
                                        std::string_view content,
                                        Packing packing);

/// The members that all OFDs of one plate share, packed and hashed once: artwork, labels, their
/// fonts, and the files that only point to others.
struct OfdTemplate {
    std::vector<OfdMember> members;
    Box seal_box;  ///< millimetres on the page
};

/// Two faces with the same key share one template.
[[nodiscard]] std::string ofd_template_key(const Face& face);

/// @error as lay_out_plate; invalid_input  a face that is not sealed.
[[nodiscard]] Result<std::shared_ptr<const OfdTemplate>> compile_ofd_template(
    const Face& face, const Stationery& stationery);

}  // namespace yinxin::documents
