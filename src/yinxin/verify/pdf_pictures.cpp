// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/pdf_pictures.hpp"

#include "yinxin/verify/code_search.hpp"
#include "yinxin/verify/fax_code.hpp"
#include "yinxin/verify/pdf_hazards.hpp"
#include "yinxin/verify/qpdf_library.hpp"

#include <set>

#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

namespace yinxin::verify {
namespace {

/// The smallest QR code has 21 modules a side.
constexpr int smallest_side = 21;

std::optional<int> integer_of(QPDFObjectHandle value) {
    if (!value.isInteger()) return std::nullopt;
    return value.getIntValueAsInt();
}

bool is_true(QPDFObjectHandle value) {
    return value.isBool() && value.getBoolValue();
}

/// How the samples of an image stand (ISO 32000-2, 8.9.5).
struct Samples {
    int width = 0;
    int height = 0;
    int bits = 8;
    int components = 1;  ///< per sample as stored: 1 for a palette
    bool is_inverted = false;
    Bytes palette;  ///< of an indexed colour space, `palette_components` bytes a colour
    int palette_components = 0;

    [[nodiscard]] std::size_t row_bytes() const {
        return (static_cast<std::size_t>(width) * static_cast<std::size_t>(components * bits) + 7) /
               8;
    }
    [[nodiscard]] std::size_t bytes() const {
        return row_bytes() * static_cast<std::size_t>(height);
    }
};

/// Components of a colour space; 0 for one that is not understood.
int components_of(QPDFObjectHandle space) {
    if (space.isArray() && space.getArrayNItems() > 0) {
        QPDFObjectHandle family = space.getArrayItem(0);
        if (!family.isName()) return 0;
        const std::string name = family.getName();
        if (name == "/CalRGB" || name == "/Lab") return 3;
        if (name == "/CalGray" || name == "/Separation" || name == "/Indexed") return 1;
        const bool is_profiled = name == "/ICCBased" && space.getArrayNItems() > 1;
        if (!is_profiled || !space.getArrayItem(1).isStream()) return 0;
        return integer_of(space.getArrayItem(1).getDict().getKey("/N")).value_or(0);
    }
    if (!space.isName()) return 0;
    if (space.getName() == "/DeviceGray") return 1;
    if (space.getName() == "/DeviceRGB") return 3;
    return space.getName() == "/DeviceCMYK" ? 4 : 0;
}

bool read_palette(QPDFObjectHandle space, Samples& samples) {
    const bool is_indexed = space.isArray() && space.getArrayNItems() == 4 &&
                            space.getArrayItem(0).isName() &&
                            space.getArrayItem(0).getName() == "/Indexed";
    if (!is_indexed) return true;
    constexpr std::size_t longest = std::size_t{256} * 4;
    QPDFObjectHandle colours = space.getArrayItem(3);
    samples.palette_components = components_of(space.getArrayItem(1));
    if (colours.isString()) {
        const std::string text = colours.getStringValue();
        samples.palette.assign(text.begin(), text.end());
    } else if (colours.isStream()) {
        samples.palette = unpack(colours, longest).value_or(Bytes());
    }
    return samples.palette_components > 0 && !samples.palette.empty();
}

std::optional<Samples> samples_of(QPDFObjectHandle dictionary) {
    Samples samples;
    samples.width = integer_of(dictionary.getKey("/Width")).value_or(0);
    samples.height = integer_of(dictionary.getKey("/Height")).value_or(0);
    if (samples.width < smallest_side || samples.height < smallest_side) return std::nullopt;
    const auto pixels =
        static_cast<std::size_t>(samples.width) * static_cast<std::size_t>(samples.height);
    if (pixels > most_pixels) return std::nullopt;
    const bool is_mask = is_true(dictionary.getKey("/ImageMask"));
    QPDFObjectHandle space = dictionary.getKey("/ColorSpace");
    samples.bits = is_mask ? 1 : integer_of(dictionary.getKey("/BitsPerComponent")).value_or(0);
    samples.components = is_mask ? 1 : components_of(space);
    const bool is_known = samples.bits == 1 || samples.bits == 2 || samples.bits == 4 ||
                          samples.bits == 8 || samples.bits == 16;
    if (!is_known || samples.components < 1 || samples.components > 4) return std::nullopt;
    if (!is_mask && !read_palette(space, samples)) return std::nullopt;
    QPDFObjectHandle decode = dictionary.getKey("/Decode");
    samples.is_inverted = decode.isArray() && decode.getArrayNItems() >= 2 &&
                          decode.getArrayItem(0).isNumber() &&
                          decode.getArrayItem(0).getNumericValue() > 0.5;
    return samples;
}

std::uint8_t grey_of(const std::uint8_t* colour, int components) {
    const int light = components < 3 ? colour[0] : (colour[0] * 2 + colour[1] * 5 + colour[2]) / 8;
    if (components < 4) return static_cast<std::uint8_t>(light);
    return static_cast<std::uint8_t>((255 - light) * (255 - colour[3]) / 255);
}

/// One sample as it stands: of sixteen bits the upper eight.
unsigned sample_at(BytesView row, std::size_t index, int bits) {
    if (bits == 16) return row[2 * index];
    if (bits == 8) return row[index];
    const std::size_t bit = index * static_cast<std::size_t>(bits);
    const unsigned shift = 8U - static_cast<unsigned>(bits) - static_cast<unsigned>(bit % 8);
    return (row[bit / 8] >> shift) & ((1U << bits) - 1U);
}

std::uint8_t grey_at(const Samples& samples, BytesView row, std::size_t x) {
    std::array<std::uint8_t, 4> colour{};
    const auto components = static_cast<std::size_t>(samples.components);
    if (!samples.palette.empty()) {
        const auto size = static_cast<std::size_t>(samples.palette_components);
        const std::size_t at = sample_at(row, x, samples.bits) * size;
        if (at + size > samples.palette.size()) return 0;
        return grey_of(samples.palette.data() + at, samples.palette_components);
    }
    for (std::size_t i = 0; i < components; ++i) {
        const unsigned value = sample_at(row, x * components + i, samples.bits);
        const unsigned full = samples.bits < 8 ? (1U << samples.bits) - 1U : 255U;
        colour.at(i) = static_cast<std::uint8_t>(value * 255U / full);
    }
    const std::uint8_t grey = grey_of(colour.data(), samples.components);
    return samples.is_inverted ? static_cast<std::uint8_t>(255 - grey) : grey;
}

/// An entry that may be one thing or an array of one.
QPDFObjectHandle only_one(QPDFObjectHandle entry) {
    if (entry.isArray() && entry.getArrayNItems() == 1) return entry.getArrayItem(0);
    return entry;
}

bool has_only_filter(QPDFObjectHandle image, const char* wanted) {
    QPDFObjectHandle filter = only_one(image.getDict().getKey("/Filter"));
    return filter.isName() && filter.getName() == wanted;
}

/// Black and white as office scanners pack it; nothing for the older ways of a fax machine.
std::optional<Bytes> unpack_fax_of(QPDFObjectHandle& image, const Samples& samples) {
    QPDFObjectHandle parameters = only_one(image.getDict().getKey("/DecodeParms"));
    if (!parameters.isDictionary() || samples.bits != 1 || samples.components != 1) {
        return std::nullopt;
    }
    const auto columns = integer_of(parameters.getKey("/Columns")).value_or(1728);
    const bool is_group_4 = integer_of(parameters.getKey("/K")).value_or(0) < 0;
    if (!is_group_4 || columns != samples.width) return std::nullopt;
    const auto raw = image.getRawStreamData();
    return unpack_fax({raw->getBuffer(), raw->getSize()},
                      {.columns = static_cast<std::size_t>(samples.width),
                       .rows = static_cast<std::size_t>(samples.height),
                       .is_black_one = is_true(parameters.getKey("/BlackIs1")),
                       .is_byte_aligned = is_true(parameters.getKey("/EncodedByteAlign"))});
}

std::optional<GreyPicture> unpack_picture(QPDFObjectHandle& image, const ReadLimits& limits) {
    const std::optional<Samples> samples = samples_of(image.getDict());
    if (!samples || samples->bytes() > limits.unpacked_bytes) return std::nullopt;
    const auto packed = has_only_filter(image, "/CCITTFaxDecode") ? unpack_fax_of(image, *samples)
                                                                  : unpack(image, samples->bytes());
    if (!packed || packed->size() < samples->bytes()) return std::nullopt;
    GreyPicture picture{samples->width, samples->height};
    const auto width = static_cast<std::size_t>(samples->width);
    const auto height = static_cast<std::size_t>(samples->height);
    picture.samples.resize(width * height);
    for (std::size_t y = 0; y < height; ++y) {
        const BytesView row = BytesView(*packed).subspan(y * samples->row_bytes());
        for (std::size_t x = 0; x < width; ++x) {
            picture.samples[y * width + x] = grey_at(*samples, row, x);
        }
    }
    return picture;
}

class PageSearch {
  public:
    PageSearch(const ReadLimits& limits, Claims& claims) : limits_(limits), claims_(claims) {}

    void search(QPDFPageObjectHelper page, std::size_t number) {
        page.forEachXObject(
            true, [&](QPDFObjectHandle& image, QPDFObjectHandle&, const std::string&) {
                constexpr bool without_masks = false;
                if (!image.isImage(without_masks)) return;
                const bool is_new = !image.isIndirect() || seen_.insert(image.getObjGen()).second;
                if (is_new && !codes_.is_exhausted() && !search_image(image, number)) {
                    note_unread();
                }
            });
    }

    void note_unread() { is_something_unread_ = true; }

    void conclude() {
        if (is_something_unread_) {
            add_finding(claims_, Level::warning, "picture", "picture.unreadable");
        }
        codes_.conclude();
    }

  private:
    bool search_image(QPDFObjectHandle& image, std::size_t page) {
        if (has_only_filter(image, "/DCTDecode")) {
            const auto raw = image.getRawStreamData();
            return codes_.search_jpeg({raw->getBuffer(), raw->getSize()}, page);
        }
        const auto picture = unpack_picture(image, limits_);
        if (picture) codes_.search(*picture, page);
        return picture.has_value();
    }

    const ReadLimits& limits_;
    Claims& claims_;
    CodeSearch codes_{claims_};
    std::set<QPDFObjGen> seen_;
    bool is_something_unread_ = false;
};

}  // namespace

void search_pages(QPDF& pdf, const ReadLimits& limits, Claims& claims) {
    PageSearch search(limits, claims);
    std::size_t number = 0;
    try {
        for (const QPDFPageObjectHelper& page : QPDFPageDocumentHelper(pdf).getAllPages()) {
            if (++number > limits.pages_to_scan) {
                add_finding(claims, Level::warning, "picture", "picture.pages_left_out");
                break;
            }
            search.search(page, number);
            claims.pages_searched = number;
        }
    } catch (const std::exception&) {
        search.note_unread();
    }
    search.conclude();
}

}  // namespace yinxin::verify
