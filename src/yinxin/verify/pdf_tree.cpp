// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/pdf_tree.hpp"

#include "yinxin/base/text.hpp"

#include <set>

// qpdf 11.3's JSON.hh holds a vector of an incomplete type, which C++23 refuses; nothing here needs
// more of it than the name.
#define JSON_HH
class JSON;
#define POINTERHOLDER_TRANSITION 4
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>

namespace yinxin::verify {
namespace {

constexpr std::size_t most_objects = 100'000;
constexpr std::size_t most_material = 64;  ///< certificates or lists of the security store

/// Keys that make a document do something when it is opened.
constexpr std::array<std::pair<const char*, const char*>, 6> active_keys{{
    {"/JS", "pdf.active.script"},
    {"/JavaScript", "pdf.active.script"},
    {"/OpenAction", "pdf.active.open_action"},
    {"/AA", "pdf.active.additional_actions"},
    {"/EmbeddedFiles", "pdf.active.embedded_file"},
    {"/XFA", "pdf.active.xfa"},
}};

class TreeReader {
  public:
    TreeReader(QPDF& pdf, BytesView file, const ReadLimits& limits, Claims& claims)
        : pdf_(pdf), file_(file), limits_(limits), claims_(claims) {}

    void read(PdfTree& tree) {
        if (pdf_.getObjectCount() > most_objects) {
            return reject(claims_, "pdf.structure", "pdf.structure.too_many_objects");
        }
        for (QPDFObjectHandle object : pdf_.getAllObjects()) {
            look_at(object, tree, 0);
        }
        QPDFObjectHandle catalog = pdf_.getRoot();
        read_certification(catalog, tree);
        read_security_store(catalog.getKey("/DSS"), tree);
        tree.xmp = plain_stream(catalog.getKey("/Metadata"));
        if (tree.signatures.empty()) read_pictures(tree);
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
        note_active(dictionary);
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
        signature.is_range_readable = range.isArray() && range.getArrayNItems() == 4;
        for (int i = 0; signature.is_range_readable && i < 4; ++i) {
            QPDFObjectHandle number = range.getArrayItem(i);
            signature.is_range_readable = number.isInteger() && number.getIntValue() >= 0;
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

    void note_active(QPDFObjectHandle& dictionary) {
        for (const auto& [key, code] : active_keys) {
            if (dictionary.hasKey(key)) note_once(code);
        }
        QPDFObjectHandle action = dictionary.getKey("/S");
        if (!action.isName()) return;
        if (action.getName() == "/Launch") note_once("pdf.active.launch");
        if (action.getName() == "/URI") note_once("pdf.active.link");
    }

    void note_once(const char* code) {
        if (!noted_.insert(code).second) return;
        add_finding(claims_,
                    Level::warning,
                    "pdf.active",
                    code,
                    "ISO 19005-2, 6.5: actions that reach outside the file are not permitted");
    }

    /// Bytes of a stream without filter; nothing is unpacked here, so nothing can explode.
    static Bytes plain_stream(QPDFObjectHandle stream) {
        if (!stream.isStream() || stream.getDict().hasKey("/Filter")) return {};
        const auto data = stream.getRawStreamData();
        return {data->getBuffer(), data->getBuffer() + data->getSize()};
    }

    void read_pictures(PdfTree& tree) {
        std::size_t number = 0;
        for (QPDFObjectHandle page : pdf_.getAllPages()) {
            if (++number > limits_.pages_to_scan) {
                return add_finding(claims_, Level::warning, "picture", "picture.pages_left_out");
            }
            for (const auto& [name, image] : page.getPageImages()) {
                read_picture_of(image, number, tree);
            }
        }
    }

    void read_picture_of(QPDFObjectHandle image, std::size_t page, PdfTree& tree) {
        QPDFObjectHandle dictionary = image.getDict();
        PdfPicture picture{.page = page};
        QPDFObjectHandle filter = dictionary.getKey("/Filter");
        picture.is_jpeg = filter.isName() && filter.getName() == "/DCTDecode";
        QPDFObjectHandle width = dictionary.getKey("/Width");
        QPDFObjectHandle height = dictionary.getKey("/Height");
        if (!width.isInteger() || !height.isInteger()) return;
        picture.width = width.getIntValueAsInt();
        picture.height = height.getIntValueAsInt();
        const auto pixels =
            static_cast<std::int64_t>(picture.width) * static_cast<std::int64_t>(picture.height);
        constexpr std::int64_t most_pixels = 50'000'000;
        if (picture.width <= 0 || picture.height <= 0 || pixels > most_pixels) return;
        if (picture.is_jpeg) {
            const auto data = image.getRawStreamData();
            picture.bytes.assign(data->getBuffer(), data->getBuffer() + data->getSize());
        } else if (!unpack_grey(image, picture)) {
            return;
        }
        tree.pictures.push_back(std::move(picture));
    }

    /// Samples of one or eight bits, grey or RGB, as grey of eight bits.
    static bool unpack_grey(QPDFObjectHandle& image, PdfPicture& picture) {
        QPDFObjectHandle bits = image.getDict().getKey("/BitsPerComponent");
        const int depth = bits.isInteger() ? bits.getIntValueAsInt() : 1;
        const auto data = image.getStreamData(qpdf_dl_specialized);
        const auto w = static_cast<std::size_t>(picture.width);
        const auto h = static_cast<std::size_t>(picture.height);
        const unsigned char* from = data->getBuffer();
        const std::size_t row = data->getSize() / h;
        const bool is_bit = depth == 1 && row >= (w + 7) / 8;
        const std::size_t channels = row / w;
        if (!is_bit && (depth != 8 || (channels != 1 && channels != 3))) return false;
        picture.bytes.resize(w * h);
        for (std::size_t y = 0; y < h; ++y) {
            for (std::size_t x = 0; x < w; ++x) {
                const std::size_t at = y * row;
                const unsigned bit = (from[at + x / 8] >> (7 - x % 8)) & 1U;
                picture.bytes[y * w + x] = is_bit ? static_cast<std::uint8_t>(bit * 255)
                                                  : from[at + x * channels + channels / 2];
            }
        }
        return true;
    }

    QPDF& pdf_;
    BytesView file_;
    const ReadLimits& limits_;
    Claims& claims_;
    std::set<std::string_view> noted_;
};

}  // namespace

PdfTree read_pdf_tree(BytesView file, const ReadLimits& limits, Claims& claims) {
    PdfTree tree;
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.setAttemptRecovery(false);
    try {
        pdf.processMemoryFile(
            "upload", reinterpret_cast<const char*>(file.data()), file.size(), nullptr);
        tree.is_encrypted = pdf.isEncrypted();
        TreeReader(pdf, file, limits, claims).read(tree);
    } catch (const QPDFExc& refusal) {
        tree.is_encrypted = refusal.getErrorCode() == qpdf_e_password;
        if (!tree.is_encrypted) reject(claims, "pdf.structure", "pdf.structure.unreadable");
    } catch (const std::exception&) {
        reject(claims, "pdf.structure", "pdf.structure.unreadable");
    }
    if (tree.is_readable && pdf.anyWarnings()) {
        add_finding(claims, Level::warning, "pdf.structure", "pdf.structure.damaged");
    }
    return tree;
}

}  // namespace yinxin::verify
