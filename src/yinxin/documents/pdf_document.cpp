// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/pdf_document.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/documents/layout.hpp"
#include "yinxin/documents/licence_fields.hpp"
#include "yinxin/documents/pdf_content.hpp"
#include "yinxin/documents/pdf_font.hpp"
#include "yinxin/documents/pdf_syntax.hpp"
#include "yinxin/documents/photo.hpp"
#include "yinxin/documents/xmp.hpp"

#include <algorithm>

namespace yinxin::documents {
namespace {

/// "[0 " and three numbers of up to ten digits with a space each, padded to this width.
constexpr std::size_t byte_range_room = 36;

/// A QR code as a one-bit picture; white is 1 in DeviceGray.
std::string pack_modules(const CodeModules& code) {
    const auto side = static_cast<std::size_t>(code.size);
    const std::size_t row_bytes = (side + 7) / 8;
    std::string out(row_bytes * side, '\xFF');
    for (std::size_t row = 0; row < side; ++row) {
        for (std::size_t column = 0; column < side; ++column) {
            if (!code.dark[row * side + column]) continue;
            char& byte = out[row * row_bytes + column / 8];
            byte = static_cast<char>(static_cast<unsigned char>(byte) & ~(0x80U >> (column % 8)));
        }
    }
    return out;
}

/// Writes one document; holds the object numbers that refer to each other.
class Document {
  public:
    Document(const PdfMatter& matter,
             const PdfProfile& profile,
             const PdfTemplate& base,
             const FontBook& fonts)
        : matter_(matter),
          profile_(profile),
          base_(base),
          book_(fonts),
          writer_(base.prefix, base.offsets, estimate()) {}

    Result<UnsignedPdf> write() {
        YX_TRY(date_, pdf_date(matter_.made_at));
        if (!matter_.photo.empty()) YX_CHECK(write_photo());
        write_codes();
        write_content();
        metadata_ = writer_.add_stream("/Type/Metadata/Subtype/XML", matter_.xmp);
        if (matter_.is_sealed) write_validation();
        write_structure();
        if (matter_.is_sealed) write_signature();
        const crypto::Digest32 id = crypto::sha256(as_bytes(matter_.id_seed));
        writer_.finish(catalog_, info_, to_hex(BytesView(id).first(16)));
        return seal_ranges();
    }

  private:
    [[nodiscard]] std::size_t estimate() const {
        std::size_t material = 0;
        for (const auto* list : {&profile_.validation.certificates,
                                 &profile_.validation.crls,
                                 &profile_.validation.ocsps}) {
            for (const Bytes& item : *list)
                material += item.size() + 100;
        }
        return base_.prefix.size() + matter_.photo.size() + 2 * profile_.signature_room + material +
               90'000;
    }

    Result<void> write_photo() {
        YX_TRY(const JpegHeader header, read_jpeg_header(matter_.photo));
        std::string entries = "/Type/XObject/Subtype/Image/Width ";
        append_integer(entries, header.width);
        entries += "/Height ";
        append_integer(entries, header.height);
        entries += header.components == 1 ? "/ColorSpace/DeviceGray" : "/ColorSpace/DeviceRGB";
        entries += "/BitsPerComponent 8/Filter/DCTDecode";
        xobjects_ += "/P " + reference(writer_.add_stream(entries, matter_.photo));
        return ok();
    }

    void write_codes() {
        const VariableDrawing& drawing = matter_.drawing;
        for (std::size_t i = 0; i < drawing.codes.size(); ++i) {
            const std::string side = std::to_string(drawing.codes[i].size);
            const int code =
                writer_.add_stream("/Type/XObject/Subtype/Image/Width " + side + "/Height " + side +
                                       "/ColorSpace/DeviceGray/BitsPerComponent 1",
                                   pack_modules(drawing.codes[i]));
            xobjects_ += "/Q" + std::to_string(i) + " " + reference(code);
        }
    }

    void write_content() {
        const VariableDrawing& drawing = matter_.drawing;
        FontSubset subset(book_);
        for (std::size_t i = 0; i < drawing.forms.size(); ++i) {
            PdfContent form(subset, "/V", 0);
            form.play(drawing.forms[i].ops);
            std::string entries =
                "/Type/XObject/Subtype/Form/BBox[-50 -100 1000 100]/Resources<<>>";
            xobjects_ += "/W" + std::to_string(i) + " " +
                         reference(writer_.add_stream(entries, form.stream()));
        }
        if (!drawing.watermark.empty()) {
            PdfContent watermark(subset, "/V", page_height);
            watermark.play_with_xobjects(drawing.watermark);
            contents_ += reference(writer_.add_stream("", watermark.stream())) + " ";
        }
        contents_ += reference(base_.plate_object);
        PdfContent content(subset, "/V", page_height);
        content.play(drawing.content);
        contents_ += " " + reference(writer_.add_stream("", content.stream()));
        for (const Ops& ops : matter_.further_pages) {
            PdfContent further(subset, "/V", page_height);
            further.play(ops);
            further_contents_.push_back(reference(writer_.add_stream("", further.stream())));
        }
        if (base_.font_object != 0) fonts_ += "/S " + reference(base_.font_object);
        if (!subset.empty()) {
            fonts_ += "/V " + reference(write_font(
                                  writer_, subset, "YXTEXT+YinxinPrint", StreamCoding::plain));
        }
    }

    /// ETSI EN 319 142-1, 5.4.2: the material of the one revision, signed with everything else.
    void write_validation() {
        const auto add = [&](std::string_view name, const std::vector<Bytes>& items) {
            if (items.empty()) return;
            validation_.append(name) += '[';
            for (const Bytes& item : items) {
                validation_ += reference(writer_.add_stream("", BytesView(item))) + " ";
            }
            validation_ += ']';
        };
        add("/Certs", profile_.validation.certificates);
        add("/OCSPs", profile_.validation.ocsps);
        add("/CRLs", profile_.validation.crls);
    }

    void write_structure() {
        const bool sealed = matter_.is_sealed;
        catalog_ = writer_.reserve();
        const int pages = writer_.reserve();
        const int page = writer_.reserve();
        info_ = writer_.reserve();
        if (sealed) {
            widget_ = writer_.reserve();
            signature_ = writer_.reserve();
        }
        std::string kids = reference(page);
        std::vector<int> further;
        for (std::size_t i = 0; i < further_contents_.size(); ++i) {
            further.push_back(writer_.reserve());
            kids += ' ' + reference(further.back());
        }
        writer_.put(
            pages,
            "<</Type/Pages/Count " + std::to_string(1 + further.size()) + "/Kids[" + kids + "]>>");
        const std::string leaf = "<</Type/Page/Parent " + reference(pages) +
                                 "/MediaBox[0 0 595.28 841.89]/Resources<</Font<<" + fonts_ + ">>";
        std::string first = leaf;
        if (!xobjects_.empty()) first += "/XObject<<" + xobjects_ + ">>";
        first += ">>/Contents[" + contents_ + "]";
        if (sealed) first += "/Annots[" + reference(widget_) + "]";
        writer_.put(page, first + ">>");
        for (std::size_t i = 0; i < further.size(); ++i) {
            writer_.put(further[i], leaf + ">>/Contents[" + further_contents_[i] + "]>>");
        }
        if (sealed) write_widget(page);
        write_catalog(pages);
        write_info();
    }

    void write_widget(int page) {
        std::string out =
            "<</Type/Annot/Subtype/Widget/FT/Sig/T(Seal)/TU" +
            text_string(profile_.signer_name.empty() ? matter_.author : profile_.signer_name) +
            "/F 132/P " + reference(page) + "/Rect[";
        // Without a seal picture the box is empty, and an empty widget needs no appearance.
        const Box& box = base_.seal_box;
        const double foot = base_.seal_object == 0 ? 0 : page_height - box.y - box.height;
        for (const double edge : {box.x, foot, box.x + box.width, foot + box.height}) {
            append_decimal(out, edge * points_per_mm);
            out += ' ';
        }
        out += ']';
        if (base_.seal_object != 0) out += "/AP<</N " + reference(base_.seal_object) + ">>";
        writer_.put(widget_, out + "/V " + reference(signature_) + ">>");
    }

    void write_catalog(int pages) {
        std::string out = "<</Type/Catalog/Pages " + reference(pages) + "/Lang(" +
                          matter_.language + ")/Metadata " + reference(metadata_) +
                          "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1"
                          "/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
                          "/DestOutputProfile " +
                          reference(base_.profile_object) +
                          ">>]/ViewerPreferences<</DisplayDocTitle true>>";
        if (matter_.is_sealed) {
            out += "/AcroForm<</SigFlags 3/Fields[" + reference(widget_) + "]>>/Perms<</DocMDP " +
                   reference(signature_) + ">>";
            // ETSI EN 319 142-1, 5.6: says that ETSI.CAdES.detached and /DSS are meant.
            out += "/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel 1>>>>";
            if (!validation_.empty()) out += "/DSS<</Type/DSS" + validation_ + ">>";
        }
        writer_.put(catalog_, out + ">>");
    }

    void write_info() {
        std::string out = "<</Title" + text_string(matter_.title);
        if (!matter_.author.empty()) out += "/Author" + text_string(matter_.author);
        out += std::string("/Creator(") + producer + ")/Producer(" + producer + ")/CreationDate(" +
               date_ + ")/ModDate(" + date_ + ")>>";
        writer_.put(info_, out);
    }

    void write_signature() {
        writer_.begin(signature_);
        std::string head =
            "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(" + date_ + ")";
        if (!profile_.signer_name.empty()) head += "/Name" + text_string(profile_.signer_name);
        if (!profile_.reason.empty()) head += "/Reason" + text_string(profile_.reason);
        // ISO 32000-1, 12.8.2.2: P 1, no change whatever is permitted.
        head +=
            "/Reference[<</Type/SigRef/TransformMethod/DocMDP"
            "/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]/ByteRange[";
        writer_.append(head);
        byte_range_at_ = writer_.size();
        writer_.append(std::string(byte_range_room, ' ')).append("]/Contents");
        contents_at_ = writer_.size();
        writer_.append("<");
        writer_.bytes().resize(writer_.size() + 2 * profile_.signature_room, '0');
        writer_.append(">");
        contents_length_ = writer_.size() - contents_at_;
        writer_.append(">>");
        writer_.end();
    }

    /// The template keeps a state of SHA-256; SM3 is asked for rarely, and pays for the whole file.
    [[nodiscard]] crypto::IncrementalDigest hash_of_prefix() const {
        if (profile_.digest == crypto::DigestAlgorithm::sha256) return *base_.hash;
        crypto::IncrementalDigest hash(profile_.digest);
        hash.update(as_bytes(base_.prefix));
        return hash;
    }

    /// Fills in /ByteRange and hashes what the signature will cover, from the template's state on.
    Result<UnsignedPdf> seal_ranges() {
        UnsignedPdf pdf;
        Bytes& bytes = writer_.bytes();
        crypto::IncrementalDigest hash = hash_of_prefix();
        const BytesView all(bytes);
        const std::size_t start = base_.prefix.size();
        if (contents_length_ == 0) {
            hash.update(all.subspan(start));
        } else {
            const std::size_t behind = contents_at_ + contents_length_;
            pdf.byte_range = {0, contents_at_, behind, bytes.size() - behind};
            std::string range;
            for (const std::size_t value : pdf.byte_range) {
                append_integer(range, static_cast<std::int64_t>(value));
                range += ' ';
            }
            range.pop_back();
            std::ranges::copy(range, bytes.begin() + static_cast<std::ptrdiff_t>(byte_range_at_));
            hash.update(all.subspan(start, contents_at_ - start)).update(all.subspan(behind));
        }
        pdf.digest = hash.finish();
        pdf.contents_offset = contents_at_;
        pdf.contents_length = contents_length_;
        pdf.bytes = std::move(bytes);
        return pdf;
    }

    const PdfMatter& matter_;
    const PdfProfile& profile_;
    const PdfTemplate& base_;
    const FontBook& book_;
    PdfWriter writer_;
    std::string date_;
    std::string fonts_;                          ///< resource entries
    std::string xobjects_;                       ///< resource entries
    std::string contents_;                       ///< references
    std::vector<std::string> further_contents_;  ///< a reference for every further page
    std::string validation_;                     ///< entries of /DSS
    int metadata_ = 0;
    int catalog_ = 0;
    int info_ = 0;
    int widget_ = 0;
    int signature_ = 0;
    std::size_t byte_range_at_ = 0;
    std::size_t contents_at_ = 0;
    std::size_t contents_length_ = 0;
};

}  // namespace

Result<UnsignedPdf> write_pdf(const PdfMatter& matter,
                              const PdfProfile& profile,
                              const PdfTemplate& base,
                              const FontBook& fonts) {
    return Document(matter, profile, base, fonts).write();
}

Result<UnsignedPdf> write_document(const Face& face,
                                   const PdfProfile& profile,
                                   const PdfTemplate& base,
                                   const Stationery& stationery) {
    PdfMatter matter;
    matter.title = face.title_zh;
    matter.author = face.issuer_name;
    matter.made_at = face.metadata.made_at;
    matter.xmp = make_xmp(face, profile.conformance);
    matter.id_seed = identity_of(face);
    matter.photo = face.photo.jpeg;
    matter.is_sealed = is_sealed(face.kind);
    YX_TRY(matter.drawing, lay_out_variables(face, stationery));
    return write_pdf(matter, profile, base, stationery.fonts());
}

}  // namespace yinxin::documents
