// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/stationery.hpp"

#include "yinxin/base/files.hpp"

#include <utility>

namespace yinxin::documents {

Result<std::shared_ptr<const Stationery>> Stationery::load(StationerySources sources) {
    const std::shared_ptr<Stationery> stationery(new Stationery);
    YX_TRY(stationery->fonts_, FontBook::load(sources.fonts));
    YX_TRY(stationery->colour_profile_, read_file(sources.colour_profile));
    for (const SealArt& seal : sources.seals)
        YX_CHECK(draw_seal(seal, *stationery->fonts_));
    stationery->seals_ = std::move(sources.seals);
    return std::shared_ptr<const Stationery>(stationery);
}

const SealArt* Stationery::find_seal(std::string_view id) const noexcept {
    for (const SealArt& seal : seals_) {
        if (seal.id == id) return &seal;
    }
    return nullptr;
}

}  // namespace yinxin::documents
