// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/documents/face.hpp"
#include "yinxin/domain/copy_code.hpp"
#include "yinxin/domain/endorsement.hpp"
#include "yinxin/domain/face_data.hpp"

#include <optional>
#include <string>

/// From a certificate of the register to a sealed file: draft, checks, press.
namespace yinxin::issuing {

/// The same on every document of an installation.
struct Letterhead {
    std::string public_url;       ///< what a QR leads to, without trailing slash
    std::string service_address;  ///< the same in words
    std::string marking;          ///< of a demonstration; empty in production
};

/// The address in words is the public URL without its scheme: what people type by hand must lead
/// where the QR leads.
[[nodiscard]] Letterhead make_letterhead(std::string public_url, std::string marking);

/// The endorsement (加注) that a copy carries.
struct EndorsementFacts {
    domain::EndorsementTerms terms;
    domain::Validity validity;
};

/// What distinguishes one copy from another of the same certificate.
struct CopyFacts {
    std::string copy_no;
    domain::CopyCode code;
    domain::CopyToken token;
    std::optional<EndorsementFacts> endorsement;  ///< none: policy exempts the certificate
    Instant made_at;
    std::optional<std::string> offline_code;  ///< printed as the second code
};

/// The page of a sealed copy, in words. Pure: same input, same words.
[[nodiscard]] documents::Face compose_copy(const domain::FaceData& data,
                                           const Letterhead& letterhead,
                                           const CopyFacts& copy,
                                           const std::string& seal_id,
                                           Bytes photo);

/// The page without seal and QR, marked 预览 · 不作证明.
[[nodiscard]] documents::Face compose_preview(const domain::FaceData& data,
                                              const Letterhead& letterhead,
                                              Bytes photo);

/// Words of a scenario key as printed, "本人调用"; an unknown key prints as itself.
[[nodiscard]] std::string scenario_words(std::string_view scenario);

/// The end of a validity as printed: "2027年2月20日24:00".
[[nodiscard]] std::string valid_until_words(const domain::Validity& validity);

/// "一级建造师_张三_有效至2027-02-20_YX20261123-….pdf": what is inside, as a file name. Characters
/// that a file system or a header might not take are replaced by "_".
[[nodiscard]] std::string copy_file_name(const domain::FaceData& data,
                                         const CopyFacts& copy,
                                         std::string_view extension);

}  // namespace yinxin::issuing
