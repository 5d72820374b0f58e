// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/verify/claims.hpp"
#include "yinxin/verify/grey_picture.hpp"

namespace yinxin::verify {

/// Searches pictures for QR codes and puts what it finds into claims.codes, each text once a page.
/// Stops after 200 megapixels: what is left out is a finding.
class CodeSearch {
  public:
    explicit CodeSearch(Claims& claims) : claims_(claims) {}

    void search(const GreyPicture& picture, std::size_t page);
    /// Large ones are searched at a smaller size first.
    /// @return false  it is no picture that can be read.
    bool search_jpeg(BytesView file, std::size_t page);
    /// A JPEG or PNG file, by its bytes.
    /// @return false  it is no picture that can be read.
    bool search_file(BytesView file, std::size_t page);
    /// Nothing more is searched.
    [[nodiscard]] bool is_exhausted() const noexcept { return left_ == 0; }
    /// Whether a code was found, as a finding.
    void conclude();

  private:
    /// @return false  too much was searched already.
    bool spend(const GreyPicture& picture);

    Claims& claims_;
    std::size_t left_ = 200'000'000;
};

}  // namespace yinxin::verify
