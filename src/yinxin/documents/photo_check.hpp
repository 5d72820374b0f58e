// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/domain/keyed.hpp"

#include <cstddef>
#include <optional>

namespace yinxin::documents {

/// Why a file cannot be a holder's photo. Each has a message photo_problem.<key>.
enum class PhotoProblem {
    not_jpeg,    ///< another kind of file, whatever its name says
    unreadable,  ///< damaged, cut short, or a JPEG no printer takes (CMYK)
    too_many_bytes,
    too_few_pixels,
    too_many_pixels,
    wrong_shape,  ///< neither of the shapes of ID photos
};

/// Photos become part of every copy, so they are neither heavy nor blurred.
struct PhotoLimits {
    std::size_t bytes = std::size_t{1024} * 1024;
    int least_width = 200;
    int least_height = 260;
    int most_side = 3000;
    double least_ratio = 1.15;  ///< height to width; 35 x 45 mm is 1.29, 25 x 35 mm is 1.4
    double most_ratio = 1.6;
};

/// Judges a file from strangers by decoding all of it; nothing: it may be printed as it is.
[[nodiscard]] std::optional<PhotoProblem> check_photo_file(BytesView file,
                                                           const PhotoLimits& limits = {});

}  // namespace yinxin::documents

template <>
struct yinxin::domain::KeyTable<yinxin::documents::PhotoProblem> {
    using Problem = documents::PhotoProblem;
    static constexpr std::array<Keyed<Problem>, 6> rows{{
        {Problem::not_jpeg, "not_jpeg"},
        {Problem::unreadable, "unreadable"},
        {Problem::too_many_bytes, "too_many_bytes"},
        {Problem::too_few_pixels, "too_few_pixels"},
        {Problem::too_many_pixels, "too_many_pixels"},
        {Problem::wrong_shape, "wrong_shape"},
    }};
};
