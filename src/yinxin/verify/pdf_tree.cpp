// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/pdf_tree.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/verify/pdf_hazards.hpp"
#include "yinxin/verify/qpdf_library.hpp"

namespace yinxin::verify {
namespace {

constexpr std::size_t most_objects = 100'000;
constexpr std::size_t most_material = 64;  ///< certificates or lists of the security store

class TreeReader {
  public:
    TreeReader(QPDF& pdf, const ReadLimits& limits, const TakePicture& on_picture, Claims& claims)
        : pdf_(pdf), limits_(limits), on_picture_(on_picture), claims_(claims), active_(claims) {}

    void read(PdfTree& tree) {
        if (pdf_.getObjectCount() > most_objects) {
            return reject(claims_, "pdf.structure", "pdf.structure.too_many_objects");
        }
        if (!check_object_streams(pdf_, limits_, claims_)) return;
        for (QPDFObjectHandle object : pdf_.getAllObjects()) {
            look_at(object, tree, 0);
        }
        QPDFObjectHandle catalog = pdf_.getRoot();
        find_shown(catalog.getKey("/AcroForm"), tree);
        read_certification(catalog, tree);
        read_security_store(catalog.getKey("/DSS"), tree);
        tree.xmp = plain_stream(catalog.getKey("/Metadata"));
        const bool is_tree = check_pages(catalog, limits_, claims_);
        if (is_tree && on_picture_ && tree.signatures.empty()) read_pictures();
        tree.is_readable = true;
    }

  private:
    /// Every dictionary of every object, direct ones inside others too: a signature need not be
    /// reachable from the catalog to be believed by some reader.
    void look_at(QPDFObjectHandle& object, PdfTree& tree, std::size_t depth) {
        if (depth > limits_.nesting) {
            if (!claims_.is_hostile) reject(claims_, "pdf.structure", "pdf.structure.nesting");
            return;
        }
        if (object.isArray()) {
            for (QPDFObjectHandle item : object.getArrayAsVector()) {
                if (!item.isIndirect()) look_at(item, tree, depth + 1);
            }
            return;
        }
        if (!object.isDictionary() && !object.isStream()) return;
        QPDFObjectHandle dictionary = object.isStream() ? object.getDict() : object;
        if (is_signature(dictionary)) tree.signatures.push_back(signature_of(dictionary));
        active_.look_at(dictionary);
        for (auto& [key, value] : dictionary.getDictAsMap()) {
            QPDFObjectHandle inner = value;
            if (!inner.isIndirect()) look_at(inner, tree, depth + 1);
        }
    }

    static bool is_signature(QPDFObjectHandle& dictionary) {
        QPDFObjectHandle type = dictionary.getKey("/Type");
        const bool is_named =
            type.isName() && (type.getName() == "/Sig" || type.getName() == "/DocTimeStamp");
        return is_named || dictionary.hasKey("/ByteRange");
    }

    static PdfSignature signature_of(QPDFObjectHandle& dictionary) {
        PdfSignature signature;
        QPDFObjectHandle range = dictionary.getKey("/ByteRange");
        signature.is_range_readable =
            range.isArray() && !range.isIndirect() && range.getArrayNItems() == 4;
        for (int i = 0; signature.is_range_readable && i < 4; ++i) {
            QPDFObjectHandle number = range.getArrayItem(i);
            signature.is_range_readable =
                number.isInteger() && !number.isIndirect() && number.getIntValue() >= 0;
            if (!signature.is_range_readable) break;
            signature.byte_range.at(static_cast<std::size_t>(i)) =
                static_cast<std::size_t>(number.getIntValue());
        }
        QPDFObjectHandle contents = dictionary.getKey("/Contents");
        if (contents.isString()) {
            signature.has_contents = !contents.getStringValue().empty();
            signature.contents_offset = static_cast<std::size_t>(contents.getParsedOffset());
        }
        signature.permissions = permissions_of(dictionary.getKey("/Reference"));
        QPDFObjectHandle format = dictionary.getKey("/SubFilter");
        if (format.isName()) signature.format = format.getName();
        QPDFObjectHandle time = dictionary.getKey("/M");
        if (time.isString()) signature.claimed_at = time.getStringValue();
        return signature;
    }

    static int permissions_of(QPDFObjectHandle references) {
        if (!references.isArray()) return 0;
        for (QPDFObjectHandle reference : references.getArrayAsVector()) {
            if (!reference.isDictionary()) continue;
            QPDFObjectHandle method = reference.getKey("/TransformMethod");
            if (!method.isName() || method.getName() != "/DocMDP") continue;
            QPDFObjectHandle parameters = reference.getKey("/TransformParams");
            if (!parameters.isDictionary()) return 0;
            QPDFObjectHandle level = parameters.getKey("/P");
            return level.isInteger() ? level.getIntValueAsInt() : 0;
        }
        return 0;
    }

    void read_certification(QPDFObjectHandle& catalog, PdfTree& tree) {
        if (tree.signatures.size() != 1) return;
        QPDFObjectHandle permissions = catalog.getKey("/Perms");
        if (!permissions.isDictionary()) return;
        tree.signatures.front().is_certification = permissions.getKey("/DocMDP").isDictionary();
    }

    void read_security_store(QPDFObjectHandle store, PdfTree& tree) {
        if (!store.isDictionary()) return;
        read_material(store.getKey("/Certs"), tree.certificates);
        read_material(store.getKey("/CRLs"), tree.crls);
    }

    void read_material(QPDFObjectHandle list, std::vector<Bytes>& into) {
        if (!list.isArray()) return;
        for (QPDFObjectHandle stream : list.getArrayAsVector()) {
            if (into.size() == most_material) return;
            Bytes bytes = plain_stream(stream);
            if (!bytes.empty()) into.push_back(std::move(bytes));
        }
    }

    /// Marks the signatures that are the value of a signature field, by where their Contents stand.
    void find_shown(QPDFObjectHandle form, PdfTree& tree) {
        if (!form.isDictionary()) return;
        std::vector<std::pair<QPDFObjectHandle, bool>> open;  // and whether an ancestor is /Sig
        std::set<QPDFObjGen> seen;
        const auto add = [&](QPDFObjectHandle list, bool is_signature) {
            if (!list.isArray()) return;
            for (QPDFObjectHandle field : list.getArrayAsVector()) {
                const bool is_new = !field.isIndirect() || seen.insert(field.getObjGen()).second;
                if (is_new && field.isDictionary()) open.emplace_back(field, is_signature);
            }
        };
        for (add(form.getKey("/Fields"), false); !open.empty();) {
            auto [field, is_signature] = open.back();
            open.pop_back();
            QPDFObjectHandle type = field.getKey("/FT");
            if (type.isName()) is_signature = type.getName() == "/Sig";
            if (is_signature) mark_shown(field.getKey("/V"), tree);
            add(field.getKey("/Kids"), is_signature);
        }
    }

    static void mark_shown(QPDFObjectHandle value, PdfTree& tree) {
        if (!value.isDictionary()) return;
        const auto at = static_cast<std::size_t>(value.getKey("/Contents").getParsedOffset());
        for (PdfSignature& signature : tree.signatures) {
            if (signature.contents_offset == at) signature.is_shown = true;
        }
    }

    /// Bytes of a stream without filter; nothing is unpacked here, so nothing can explode.
    static Bytes plain_stream(QPDFObjectHandle stream) {
        if (!stream.isStream() || stream.getDict().hasKey("/Filter")) return {};
        const auto data = stream.getRawStreamData();
        return {data->getBuffer(), data->getBuffer() + data->getSize()};
    }

    void read_pictures() {
        std::size_t number = 0;
        std::size_t left = 4 * limits_.pages_to_scan;
        for (QPDFObjectHandle page : pdf_.getAllPages()) {
            if (++number > limits_.pages_to_scan) {
                return add_finding(claims_, Level::warning, "picture", "picture.pages_left_out");
            }
            for (const auto& [name, image] : page.getPageImages()) {
                if (left == 0) return;
                --left;
                if (!take(image, number)) {
                    add_finding(claims_, Level::warning, "picture", "picture.unreadable");
                }
            }
        }
    }

    bool take(QPDFObjectHandle image, std::size_t page) {
        QPDFObjectHandle dictionary = image.getDict();
        PdfPicture picture{.page = page};
        QPDFObjectHandle filter = dictionary.getKey("/Filter");
        picture.is_jpeg = filter.isName() && filter.getName() == "/DCTDecode";
        QPDFObjectHandle width = dictionary.getKey("/Width");
        QPDFObjectHandle height = dictionary.getKey("/Height");
        if (!width.isInteger() || !height.isInteger()) return false;
        picture.width = width.getIntValueAsInt();
        picture.height = height.getIntValueAsInt();
        const auto pixels =
            static_cast<std::int64_t>(picture.width) * static_cast<std::int64_t>(picture.height);
        constexpr std::int64_t most_pixels = 50'000'000;
        if (picture.width <= 0 || picture.height <= 0 || pixels > most_pixels) return false;
        if (picture.is_jpeg) {
            const auto data = image.getRawStreamData();
            picture.bytes.assign(data->getBuffer(), data->getBuffer() + data->getSize());
        } else if (!unpack_grey(image, picture)) {
            return false;
        }
        on_picture_(picture);
        return true;
    }

    /// Samples of one or eight bits, grey or RGB, as grey of eight bits.
    static bool unpack_grey(QPDFObjectHandle& image, PdfPicture& picture) {
        QPDFObjectHandle bits = image.getDict().getKey("/BitsPerComponent");
        const int depth = bits.isInteger() ? bits.getIntValueAsInt() : 1;
        const auto w = static_cast<std::size_t>(picture.width);
        const auto h = static_cast<std::size_t>(picture.height);
        constexpr std::size_t most_channels = 3;
        const auto from = unpack(image, w * h * most_channels);
        if (!from) return false;
        const std::size_t row = from->size() / h;
        const bool is_bit = depth == 1 && row >= (w + 7) / 8;
        const std::size_t channels = row / w;
        if (!is_bit && (depth != 8 || (channels != 1 && channels != most_channels))) return false;
        picture.bytes.resize(w * h);
        for (std::size_t y = 0; y < h; ++y) {
            for (std::size_t x = 0; x < w; ++x) {
                const std::size_t at = y * row;
                picture.bytes[y * w + x] =
                    is_bit ? static_cast<std::uint8_t>((((*from)[at + x / 8] >> (7 - x % 8)) & 1U) *
                                                       255)
                           : (*from)[at + x * channels + channels / 2];
            }
        }
        return true;
    }

    QPDF& pdf_;
    const ReadLimits& limits_;
    const TakePicture& on_picture_;
    Claims& claims_;
    ActiveContent active_;
};

}  // namespace

PdfTree read_pdf_tree(BytesView file,
                      const ReadLimits& limits,
                      const TakePicture& on_picture,
                      Claims& claims) {
    PdfTree tree;
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.setAttemptRecovery(false);
    try {
        pdf.processMemoryFile(
            "upload", reinterpret_cast<const char*>(file.data()), file.size(), nullptr);
        tree.is_encrypted = pdf.isEncrypted();
        TreeReader(pdf, limits, on_picture, claims).read(tree);
    } catch (const QPDFExc& refusal) {
        tree.is_encrypted = refusal.getErrorCode() == qpdf_e_password;
        if (!tree.is_encrypted) reject(claims, "pdf.structure", "pdf.structure.unreadable");
    } catch (const std::exception&) {
        reject(claims, "pdf.structure", "pdf.structure.unreadable");
    }
    if (tree.is_readable && pdf.anyWarnings()) {
        // Where readers must guess they may guess differently: no place for a seal. A scan that
        // somebody's device wrote badly is another matter.
        if (tree.signatures.empty()) {
            add_finding(claims, Level::warning, "pdf.structure", "pdf.structure.damaged");
        } else {
            reject(claims, "pdf.structure", "pdf.structure.damaged");
        }
    }
    return tree;
}

}  // namespace yinxin::verify
