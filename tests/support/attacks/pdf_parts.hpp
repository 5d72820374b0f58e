// SPDX-License-Identifier: Apache-2.0
#pragma once

// A PDF of ours taken apart, so that attackers can put it together again: the way our writer lays
// files out (classic table, one revision, "N 0 obj\n...\nendobj\n") is all this reads.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::attacks {

/// Objects by number: what stands between "N 0 obj\n" and "\nendobj\n".
using Bodies = std::map<int, std::string>;

class PdfParts {
  public:
    /// Throws when the file is not laid out as ours are.
    explicit PdfParts(std::string file);

    [[nodiscard]] const std::string& file() const noexcept { return file_; }
    [[nodiscard]] const Bodies& bodies() const noexcept { return bodies_; }
    [[nodiscard]] const std::string& body(int object) const { return bodies_.at(object); }
    /// The one object whose body contains `mark`; throws when there is none, or a second.
    [[nodiscard]] int find(std::string_view mark) const;
    /// Every object whose dictionary has the mark, in their order.
    [[nodiscard]] std::vector<int> find_all(std::string_view mark) const;
    /// One past the highest object number.
    [[nodiscard]] int size() const noexcept { return size_; }
    /// Offset of the cross-reference table.
    [[nodiscard]] std::size_t table() const noexcept { return table_; }
    /// Entries of the trailer but /Size: "/Root 22 0 R/Info ...".
    [[nodiscard]] const std::string& trailer() const noexcept { return trailer_; }

    [[nodiscard]] int catalog() const { return find("/Type/Catalog"); }
    [[nodiscard]] int pages() const { return find("/Type/Pages"); }
    [[nodiscard]] int page() const { return find("/Type/Page/"); }
    [[nodiscard]] int widget() const { return find("/Subtype/Widget"); }
    [[nodiscard]] int signature() const { return find("/Type/Sig/"); }
    [[nodiscard]] int metadata() const { return find("/Type/Metadata"); }
    [[nodiscard]] int photo() const { return find("/Filter/DCTDecode"); }
    /// The font program of the name, number and endorsement.
    [[nodiscard]] int font() const;
    /// The content stream that writes the name, number and endorsement.
    [[nodiscard]] int text() const;

  private:
    std::string file_;
    Bodies bodies_;
    int size_ = 0;
    std::size_t table_ = 0;
    std::string trailer_;
};

/// "12 0 R"
[[nodiscard]] std::string reference(int object);
/// "<<ENTRIES/Length N>>\nstream\nDATA\nendstream"
[[nodiscard]] std::string stream(std::string_view entries, std::string_view data);
/// A dictionary with more entries at its end.
[[nodiscard]] std::string with_entry(std::string dictionary, std::string_view entries);
/// The one place of `from` replaced; throws when there is none.
[[nodiscard]] std::string replaced(std::string text, std::string_view from, std::string_view to);

/// All objects as one revision: header, objects, one table, trailer.
/// @param trailer  entries but /Size.
[[nodiscard]] std::string put_together(const Bodies& bodies, std::string_view trailer);

/// Changes appended to a finished file as ISO 32000-1, 7.5.6 describes: readers take the later
/// object for the earlier one of its number.
class PdfUpdate {
  public:
    /// Where a table says an object is.
    struct Place {
        enum Kind : char { free, offset, packed } kind = free;
        std::size_t at = 0;  ///< offset, or the object stream's number
    };
    using Places = std::map<int, Place>;
    /// What of the revision's end is written.
    enum class End { table, stream_table, no_table, nothing };

    explicit PdfUpdate(const PdfParts& base) : base_(base), next_(base.size()) {}

    PdfUpdate& put(int object, std::string body);
    /// @return the new object's number.
    int add(std::string body);
    /// Marks an object as free.
    PdfUpdate& remove(int object);
    /// The object is said to stand at an offset, whatever stands there.
    PdfUpdate& point(int object, std::size_t offset);
    /// The object is the first of an object stream; needs End::stream_table.
    PdfUpdate& pack(int object, int object_stream);
    /// Trailer entries instead of the file's own.
    PdfUpdate& trailer(std::string entries);
    /// /Prev instead of the offset of the file's own table; -1 leaves it out.
    PdfUpdate& prev(long long offset);
    /// Objects come as generation 1.
    PdfUpdate& next_generation();

    [[nodiscard]] std::string write(End end = End::table) const;

  private:
    [[nodiscard]] std::string trailer_entries() const;

    const PdfParts& base_;
    int next_;
    Bodies changed_;
    Places places_;
    std::optional<std::string> trailer_;
    std::optional<long long> prev_;
    int generation_ = 0;
};

}  // namespace yinxin::attacks
