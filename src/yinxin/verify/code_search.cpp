// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/code_search.hpp"

#include "yinxin/verify/file_kinds.hpp"

#include <ZXing/ReadBarcode.h>
#include <ZXing/TextUtfEncoding.h>
#include <algorithm>

#include <climits>

namespace yinxin::verify {
namespace {

constexpr std::size_t longest_text = 4096;
constexpr std::size_t most_codes = 500;
/// A page at about 250 dpi; a code of ours has four pixels a module there.
constexpr unsigned comfortable_side = 3000;

}  // namespace

bool CodeSearch::spend(const GreyPicture& picture) {
    if (left_ == 0) return false;
    const std::size_t pixels = picture.samples.size();
    left_ = pixels < left_ ? left_ - pixels : 0;
    if (left_ == 0) add_finding(claims_, Level::warning, "picture", "picture.pages_left_out");
    return true;
}

void CodeSearch::search(const GreyPicture& picture, std::size_t page) {
    if (!spend(picture)) return;
    const ZXing::ImageView view(
        picture.samples.data(), picture.width, picture.height, ZXing::ImageFormat::Lum);
    const auto hints =
        ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(true);
    for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) {
        FoundCode code{ZXing::TextUtfEncoding::ToUtf8(result.text()), page};
        const bool is_usable = result.isValid() && code.text.size() <= longest_text &&
                               claims_.codes.size() < most_codes;
        const bool is_known = std::ranges::any_of(claims_.codes, [&](const FoundCode& known) {
            return known.text == code.text && known.page == page;
        });
        if (is_usable && !is_known) claims_.codes.push_back(std::move(code));
    }
}

bool CodeSearch::search_jpeg(BytesView file, std::size_t page) {
    const std::size_t before = claims_.codes.size();
    const auto picture = decode_jpeg(file, comfortable_side);
    if (!picture) return false;
    search(*picture, page);
    if (!picture->is_reduced || claims_.codes.size() > before) return true;
    if (const auto whole = decode_jpeg(file, UINT_MAX)) search(*whole, page);
    return true;
}

bool CodeSearch::search_file(BytesView file, std::size_t page) {
    const bool is_jpeg = !file.empty() && file[0] == 0xFF;
    if (is_jpeg) return search_jpeg(file, page);
    const auto png = decode_png(file);
    if (png) search(*png, page);
    return png.has_value();
}

void CodeSearch::conclude() {
    add_finding(claims_,
                Level::info,
                "picture",
                claims_.codes.empty() ? "picture.no_code" : "picture.code_found");
}

void read_picture(BytesView file, const ReadLimits&, Claims& claims) {
    claims.format = FileFormat::picture;
    CodeSearch codes(claims);
    if (!codes.search_file(file, 1)) return reject(claims, "picture", "picture.unreadable");
    codes.conclude();
}

}  // namespace yinxin::verify
