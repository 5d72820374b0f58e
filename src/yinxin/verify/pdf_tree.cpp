// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/pdf_tree.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/verify/pdf_hazards.hpp"
#include "yinxin/verify/pdf_pictures.hpp"
#include "yinxin/verify/qpdf_library.hpp"

namespace yinxin::verify {
namespace {

constexpr std::size_t most_objects = 100'000;
constexpr std::size_t most_material = 64;  ///< certificates or lists of the security store
constexpr std::size_t most_material_bytes = std::size_t{16} * 1024 * 1024;

class TreeReader {
  public:
    TreeReader(QPDF& pdf, const ReadLimits& limits, Claims& claims)
        : pdf_(pdf), limits_(limits), claims_(claims), active_(claims) {}

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
        const bool is_sealed = claims_.signature_count > 0 || !tree.signatures.empty();
        if (is_tree && !is_sealed) search_pages(pdf_, limits_, claims_);
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
            if (!stream.isStream()) continue;
            std::optional<Bytes> bytes = unpack(stream, material_left_);
            if (!bytes) continue;
            material_left_ -= bytes->size();
            into.push_back(*std::move(bytes));
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

    QPDF& pdf_;
    const ReadLimits& limits_;
    Claims& claims_;
    ActiveContent active_;
    std::size_t material_left_ = most_material_bytes;
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
        TreeReader(pdf, limits, claims).read(tree);
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
