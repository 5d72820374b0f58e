// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/seal_art.hpp"

namespace yinxin::jobs {

Result<documents::SealArt> seal_art_of(const config::Reference& reference,
                                       const domain::Seal& seal) {
    documents::SealArt art;
    art.id = seal.id;
    art.arc_text = seal.name.zh;
    const auto words = reference.seal_pictures.find(seal.id);
    if (words == reference.seal_pictures.end()) return art;
    art.arc_text = words->second.arc_text;
    art.centre_text = words->second.centre_text;
    art.base_text = words->second.base_text;
    return documents::with_stencil(std::move(art), words->second.png);
}

}  // namespace yinxin::jobs
