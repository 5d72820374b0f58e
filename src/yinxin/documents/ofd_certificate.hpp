// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/documents/face.hpp"
#include "yinxin/documents/stationery.hpp"
#include "yinxin/documents/zip_writer.hpp"

#include <memory>
#include <string_view>

namespace yinxin::documents {

/// Absolute path of what the seal's signature is about; goes into the signed bytes
/// (GB/T 38540-2020, property information).
inline constexpr std::string_view ofd_signed_path = "/Doc_0/Signs/Sign_0/Signature.xml";

/// A finished package that waits for the value of its one signature. Every other member is packed,
/// listed and hashed.
struct UnsignedOfd {
    ZipWriter archive;
    crypto::Digest32 sm3{};  ///< of Signature.xml, which lists all members with their SM3
};

/// Makes certificates as OFD (GB/T 33190-2016) from the display list that makes the PDF. Const and
/// safe to use from several threads at once. Templates are compiled at first use and kept.
class OfdPress {
  public:
    explicit OfdPress(std::shared_ptr<const Stationery> stationery);
    OfdPress(OfdPress&&) noexcept;
    OfdPress& operator=(OfdPress&&) noexcept;
    ~OfdPress();

    /// Same face, same bytes, in any process with the same stationery.
    /// @error as lay_out_plate and lay_out_variables; invalid_input  a face that is not sealed, or
    ///   a time that is none.
    [[nodiscard]] Result<UnsignedOfd> build(const Face& face) const;

    /// Compiles the template now, so that the first document is as fast as the others.
    [[nodiscard]] Result<void> warm_up(const Face& face) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Puts the seal's signature (SES_Signature, DER) into the package; everything else stays.
/// @error invalid_input  the signature is empty.
[[nodiscard]] Result<Bytes> embed(UnsignedOfd&& ofd, BytesView signature);

}  // namespace yinxin::documents
