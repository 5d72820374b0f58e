// SPDX-License-Identifier: Apache-2.0
// Loops, bombs, wrong tables and deep nesting. What can be sealed is sealed with our own key, so
// that the structure alone is at fault; the rest is made to be slow or to crash whoever reads it.
#include "support/attacks/attack.hpp"

#include "yinxin/documents/pdf_syntax.hpp"

#include <fmt/format.h>

namespace yinxin::attacks {
namespace {

using verify::Verdict;

constexpr const char* unreadable = "pdf.structure.unreadable";
constexpr const char* damaged = "pdf.structure.damaged";
constexpr const char* no_tree = "pdf.structure.pages";
constexpr const char* no_end = "pdf.frame.no_end";

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    out.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

/// What every attack of this file starts from.
class Builder {
  public:
    explicit Builder(FreshCopy& copy)
        : copy_(copy), parts_(copy.parts()), bodies_(parts_.bodies()) {}

    Builder& put(int object, std::string body) {
        bodies_[object] = std::move(body);
        return *this;
    }
    /// A new object that nothing refers to.
    Builder& add(std::string body) { return put(bodies_.rbegin()->first + 1, std::move(body)); }
    Builder& trailer(std::string_view entries) {
        trailer_ += entries;
        return *this;
    }
    [[nodiscard]] std::string sealed() const { return seal(unsealed(), copy_.signed_by_us()); }
    [[nodiscard]] std::string unsealed() const {
        return put_together(bodies_, parts_.trailer() + trailer_);
    }

  private:
    FreshCopy& copy_;
    const PdfParts& parts_;
    Bodies bodies_;
    std::string trailer_;
};

/// The sealed file with some text of its frame changed before sealing.
std::string framed(FreshCopy& copy, const std::function<std::string(std::string)>& change) {
    return seal(change(Builder(copy).unsealed()), copy.signed_by_us());
}

std::string with_last(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.rfind(from);
    if (at == std::string::npos) throw std::runtime_error("no " + std::string(from));
    return text.replace(at, from.size(), to);
}

/// /Prev leads from the table to itself.
std::string with_prev_to_itself(FreshCopy& copy) {
    return framed(copy, [](std::string file) {
        const std::string entry = fmt::format("/Prev {}>>\nstartxref", file.rfind("xref\n0 "));
        return with_last(std::move(file), ">>\nstartxref", entry);
    });
}

/// The update's table leads to the first, and the first to the update's.
std::string with_prev_in_a_ring(FreshCopy& copy) {
    const std::string place = "/Prev 0000000000";
    const PdfParts parts(framed(copy, [&](std::string file) {
        return with_last(std::move(file), ">>\nstartxref", place + ">>\nstartxref");
    }));
    std::string file = PdfUpdate(parts).put(parts.photo(), parts.body(parts.photo())).write();
    const std::string back =
        fmt::format("/Prev {:010}", file.rfind("xref\n" + std::to_string(parts.photo())));
    return file.replace(file.find(place), place.size(), back);
}

Attacks loops(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    const std::string pages = reference(parts.pages());
    const std::string page = reference(parts.page());
    const int extra = parts.size();
    return {
        hostile("prev_to_itself", with_prev_to_itself(copy), unreadable),
        hostile("prev_in_a_ring", with_prev_in_a_ring(copy), unreadable),
        hostile("pages_in_pages",
                Builder(copy)
                    .put(parts.pages(), "<</Type/Pages/Count 2/Kids[" + page + " " + pages + "]>>")
                    .sealed(),
                no_tree),
        hostile(
            "page_a_million_times",
            Builder(copy)
                .put(parts.pages(),
                     "<</Type/Pages/Count 1000000/Kids[" + repeated(page + " ", 200'000) + "]>>")
                .sealed(),
            no_tree),
        hostile(
            "length_of_itself",
            Builder(copy)
                .put(extra, fmt::format("<</Length {}>>\nstream\nq Q\nendstream", reference(extra)))
                .sealed(),
            damaged),
        hostile(
            "reference_to_itself", Builder(copy).put(extra, reference(extra)).sealed(), damaged),
        hostile("contents_in_a_ring",
                Builder(copy)
                    .put(extra, reference(extra + 1))
                    .put(extra + 1, reference(extra))
                    .put(parts.page(), page_with_content(parts, extra))
                    .sealed(),
                damaged),
    };
}

Attacks tables(FreshCopy& copy) {
    const std::string sealed = Builder(copy).sealed();
    const auto pointer = [&](std::string_view value) {
        return framed(copy, [&](std::string file) {
            const auto at = file.rfind("startxref\n") + 10;
            return file.replace(at, file.rfind("\n%%EOF") - at, value);
        });
    };
    const auto rows = [&](const std::function<void(std::string&, std::size_t)>& spoil) {
        return framed(copy, [&](std::string file) {
            spoil(file, file.find("0000000000 65535 f ", file.rfind("xref\n0 ")));
            return file;
        });
    };
    return {
        hostile("table_at_zero", pointer("0"), unreadable),
        hostile("table_beyond_the_end", pointer("999999999"), unreadable),
        hostile("table_at_minus_one", pointer("-1"), unreadable),
        hostile("table_at_a_huge_number", pointer(repeated("9", 400)), unreadable),
        hostile("table_nowhere", pointer(""), unreadable),
        hostile(
            "no_table", with_last(Builder(copy).unsealed(), "xref\n0 ", "nerf\n0 "), unreadable),
        hostile(
            "no_trailer", with_last(Builder(copy).unsealed(), "trailer", "traitor"), unreadable),
        hostile("rows_off_by_one",
                rows([](std::string& file, std::size_t at) { file[at + 29] = '9'; }),
                damaged),
        hostile("row_beyond_the_end",
                rows([](std::string& file, std::size_t at) {
                    file.replace(at + 20, 10, "0999999999");
                }),
                damaged),
        hostile("row_of_letters",
                rows([](std::string& file, std::size_t at) {
                    file.replace(at + 20, 10, "abcdefghij");
                }),
                unreadable),
        hostile("two_objects_in_one_place",
                rows([](std::string& file, std::size_t at) {
                    file.replace(at + 20, 10, file.substr(at + 40, 10));
                }),
                damaged),
        hostile("a_thousand_million_rows",
                framed(copy,
                       [](std::string file) {
                           const auto at = file.rfind("xref\n0 ") + 7;
                           return file.replace(at, file.find('\n', at) - at, "999999999");
                       }),
                unreadable),
        hostile(
            "prev_beyond_the_end", Builder(copy).trailer("/Prev 999999999").sealed(), unreadable),
        hostile("prev_negative", Builder(copy).trailer("/Prev -5").sealed(), unreadable),
        hostile("prev_into_an_object", Builder(copy).trailer("/Prev 15").sealed(), unreadable),
        hostile("root_is_a_number", replaced(sealed, "/Root ", "/Boot "), unreadable),
    };
}

Attacks nesting(FreshCopy& copy) {
    const auto nested = [&](std::string_view open, std::string_view close, std::size_t times) {
        return Builder(copy).add(repeated(open, times) + repeated(close, times)).sealed();
    };
    return {
        hostile("seventy_arrays", nested("[", "]", 70), "pdf.structure.nesting"),
        hostile("seventy_dictionaries", nested("<</A", ">>", 70), "pdf.structure.nesting"),
        hostile("very_many_arrays", nested("[", "]", 100'000), damaged),
        hostile("very_many_dictionaries", nested("<</A", ">>", 100'000), damaged),
        hostile(
            "arrays_never_closed", Builder(copy).add(repeated("[", 1'000'000)).sealed(), damaged),
        hostile("dictionaries_never_closed",
                Builder(copy).add(repeated("<</A", 1'000'000)).sealed(),
                damaged),
    };
}

/// A hundred megabytes of nothing.
const std::string& packed_once() {
    static const std::string packed = documents::deflate(std::string(100'000'000, ' '));
    return packed;
}

/// Nobody here unpacks what it holds, so it is judged like any other: a namesake sealed it.
Attack survived(FreshCopy& copy, std::string name, const Builder& builder) {
    return always(std::move(name),
                  seal(builder.unsealed(), copy.signed_by(copy.namesake())),
                  Verdict::untrusted,
                  "signer.untrusted");
}

/// An update whose page is in an object stream of a hundred megabytes.
std::string with_object_stream(const PdfParts& parts) {
    PdfUpdate update(parts);
    const int packed =
        update.add(stream("/Type/ObjStm/N 1/First 10/Filter/FlateDecode", packed_once()));
    return update.pack(parts.page(), packed).write(PdfUpdate::End::stream_table);
}

Attacks bombs(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    const std::string object = "1 0 obj\nnull\nendobj\n";
    const std::string once = "/Filter/FlateDecode";
    return {
        survived(copy,
                 "content_that_unpacks",
                 Builder(copy).put(parts.text(), stream(once, packed_once()))),
        survived(copy,
                 "content_that_unpacks_twice",
                 Builder(copy).put(parts.text(),
                                   stream("/Filter[/FlateDecode/FlateDecode]",
                                          documents::deflate(packed_once())))),
        survived(copy,
                 "metadata_that_unpack",
                 Builder(copy).put(parts.metadata(),
                                   stream("/Type/Metadata/Subtype/XML" + once, packed_once()))),
        hostile("object_stream_that_unpacks", with_object_stream(parts), "pdf.structure.unpacks"),
        hostile(
            "many_objects",
            [&] {
                Builder builder(copy);
                for (int i = 0; i < 100'001; ++i)
                    builder.add("null");
                return builder.sealed();
            }(),
            "pdf.structure.too_many_objects"),
        hostile("eleven_megabytes",
                Builder(copy).add(stream("", std::string(11 << 20, 'x'))).sealed(),
                "file.too_large"),
        hostile("one_number_of_a_megabyte",
                Builder(copy).add(repeated("9", 1 << 20)).sealed(),
                damaged),
        hostile("many_ranges",
                "%PDF-1.7\n" + repeated("/ByteRange[0 1 2 3]", 400'000) + "\n%%EOF\n",
                unreadable),
        hostile("many_ends", "%PDF-1.7\n" + repeated("startxref\n9\n%%EOF\n", 400'000), unreadable),
        hostile("many_tables",
                "%PDF-1.7\n" + repeated("xref\n0 1\n", 400'000) + "startxref\n9\n%%EOF\n",
                unreadable),
        hostile("many_tiny_objects",
                "%PDF-1.7\n" + repeated(object, 400'000) + "startxref\n9\n%%EOF\n",
                unreadable),
        hostile(
            "many_brackets", "%PDF-1.7\n" + repeated("<<[(", 2'000'000) + "\n%%EOF\n", unreadable),
    };
}

Attacks fragments(FreshCopy& copy) {
    const std::string& file = copy.file();
    const auto encrypted =
        Builder(copy).trailer("/Encrypt<</Filter/Standard/V 1/R 2/O<00>/U<00>/P -4>>");
    return {
        hostile("nothing", "", "file.unknown"),
        hostile("head_only", "%PDF-1.7\n", no_end),
        hostile("half", file.substr(0, file.size() / 2), no_end),
        hostile("all_but_the_last_line", file.substr(0, file.size() - 6), no_end),
        hostile("second_half", file.substr(file.size() / 2), "file.unknown"),
        hostile("zeros", std::string(100'000, '\0'), "file.unknown"),
        always("encrypted", encrypted.sealed(), Verdict::indeterminate, "pdf.encrypted"),
    };
}

}  // namespace

Attacks hostile_structures(FreshCopy& copy) {
    Attacks all;
    for (Attacks family :
         {loops(copy), tables(copy), nesting(copy), bombs(copy), fragments(copy)}) {
        std::ranges::move(family, std::back_inserter(all));
    }
    return all;
}

}  // namespace yinxin::attacks
