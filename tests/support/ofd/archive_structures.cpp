// SPDX-License-Identifier: Apache-2.0
#include "support/ofd/ofd_attacks.hpp"

namespace yinxin::ofd {
namespace {

using attacks::hostile;

/// The fresh archive with one thing about it changed.
template <class Change>
std::string spoiled(const FreshOfd& ofd, Change change) {
    ZipFile file = zip_of(ofd.seal(ofd.fresh()));
    change(file);
    return file.write();
}

}  // namespace

Attacks archive_structures(FreshOfd& ofd) {
    const std::string fresh = ofd.pack(ofd.fresh());
    const auto page = [](ZipFile& file) -> ZipItem& { return file.at(page_name); };
    Attacks made;
    const auto add = [&](std::string name, const std::string& code, auto change) {
        made.push_back(hostile(std::move(name), spoiled(ofd, change), "ofd." + code));
    };
    made.push_back(hostile("bytes_in_front", "MZ" + fresh, "ofd.zip.prefix"));
    // The first reason, and all others that could be found.
    Sealing open = ofd.fresh();
    open.unlisted = {"OFD.xml"};
    made.push_back(hostile("bytes_in_front_of_more", "MZ" + ofd.pack(open), "ofd.zip.prefix"));
    made.back().noted = "ofd.coverage.unlisted";
    made.push_back(hostile("bytes_behind", fresh + '\n', "ofd.zip.trailing"));
    made.push_back(hostile("cut_off", fresh.substr(0, fresh.size() - 30), "ofd.zip.no_end"));
    made.push_back(hostile("end_alone", "PK\5\6" + std::string(18, '\0'), "ofd.document.none"));
    add("comment", "zip.comment", [](ZipFile& file) { file.comment = "more"; });
    add("second_end_in_comment", "zip.gap", [](ZipFile& file) {
        file.comment = "PK\5\6" + std::string(16, '\0') + le16(0);
    });
    add("comment_of_an_entry", "zip.comment", [&](ZipFile& file) {
        page(file).listed.comment = "x";
    });
    add("gap_between_entries", "zip.gap", [&](ZipFile& file) { page(file).before = "hidden"; });
    add("gap_before_directory", "zip.gap", [](ZipFile& file) { file.before_directory = "hidden"; });
    add("gap_after_directory", "zip.gap", [](ZipFile& file) { file.after_directory = "hidden"; });
    add("unlisted_entry", "zip.gap", [](ZipFile& file) {
        ZipFile hidden;
        hidden.items = {zip_item("Doc_0/hidden.xml", "<a/>")};
        const std::string entry = hidden.write();
        file.before_directory = entry.substr(0, entry.find("PK\1\2"));
    });
    add("overlapping_entries", "zip.mismatch", [&](ZipFile& file) { page(file).offset = 0; });
    made.back().noted = "ofd.zip.overlap";
    add("offset_outside", "zip.gap", [&](ZipFile& file) { page(file).offset = 0x7FFFFFFF; });
    add("directory_too_short", "zip.directory", [](ZipFile& file) {
        file.count = static_cast<std::uint16_t>(file.items.size() + 1);
    });
    add("directory_too_long", "zip.directory", [](ZipFile& file) {
        file.count = static_cast<std::uint16_t>(file.items.size() - 1);
    });
    add("two_disks", "zip.split", [](ZipFile& file) { file.disk = 1; });
    add("zip64_count", "zip.zip64", [](ZipFile& file) { file.count = 0xFFFF; });
    add("zip64_extra", "zip.zip64", [&](ZipFile& file) {
        page(file).listed.extra = le16(1) + le16(8) + std::string(8, '\0');
    });
    add("zip64_locator", "zip.zip64", [](ZipFile& file) {
        file.after_directory = "PK\6\7" + std::string(16, '\0');
    });
    add("other_name_in_extra", "zip.extra", [&](ZipFile& file) {
        page(file).local.extra = le16(0x7075) + le16(6) + '\1' + std::string(4, '\0') + 'x';
    });
    add("extra_cut_off", "zip.extra", [&](ZipFile& file) { page(file).local.extra = "xyz"; });
    add("encrypted", "zip.encrypted", [&](ZipFile& file) {
        page(file) = changed(page(file), [](ZipHeader& header) { header.flags = 1; });
    });
    add("another_method", "zip.method", [&](ZipFile& file) {
        page(file) = changed(page(file), [](ZipHeader& header) { header.method = 12; });
    });
    add("symbolic_link", "zip.link", [&](ZipFile& file) {
        page(file).listed.attributes = 0xA1FF0000;
    });
    // What one program unpacks by the local header, another by the directory.
    add("local_name_differs", "zip.mismatch", [&](ZipFile& file) {
        page(file).local.name = "Doc_0/Pages/Page_1/Content.xml";
    });
    add("local_method_differs", "zip.mismatch", [&](ZipFile& file) {
        page(file).local.method = 0;
    });
    add("local_size_differs", "zip.mismatch", [&](ZipFile& file) { ++page(file).local.size; });
    add("local_checksum_differs", "zip.mismatch", [&](ZipFile& file) { ++page(file).local.crc; });
    add("local_flags_differ", "zip.mismatch", [&](ZipFile& file) { page(file).local.flags = 2; });
    add("descriptor_differs", "zip.mismatch", [&](ZipFile& file) {
        page(file) = streamed(page(file), true);
        page(file).descriptor.back() = 1;
    });
    return made;
}

Attacks archive_sizes(FreshOfd& ofd) {
    Attacks made;
    const auto add = [&](std::string name, const std::string& code, auto change) {
        made.push_back(hostile(std::move(name), spoiled(ofd, change), "ofd." + code));
    };
    constexpr std::size_t million = 1'000'000;
    add("bomb", "zip.bomb", [&](ZipFile& file) {
        file.items.push_back(zip_item("Doc_0/Res/zeros.bin", std::string(30 * million, '\0')));
    });
    add("bombs_in_sum", "zip.unpacks", [&](ZipFile& file) {
        const std::string noise = [] {
            std::string text(9 * million / 10, '\0');
            for (std::size_t i = 0; i < text.size(); ++i) {
                text[i] = static_cast<char>(i % 251 * (i / 4096 % 7));
            }
            return text;
        }();
        const ZipItem item = zip_item("x", noise);
        for (int i = 0; i < 80; ++i) {
            const std::string name = "Doc_0/Res/" + std::to_string(i);
            file.items.push_back(changed(item, [&](ZipHeader& header) { header.name = name; }));
        }
    });
    add("too_many_entries", "zip.too_many", [](ZipFile& file) {
        for (int i = 0; i < 2001; ++i) {
            file.items.push_back(stored_item("Doc_0/Res/" + std::to_string(i), ""));
        }
    });
    add("smaller_than_stated", "zip.data", [](ZipFile& file) {
        file.at(page_name) =
            changed(file.at(page_name), [](ZipHeader& header) { header.size += 9; });
    });
    add("larger_than_stated", "zip.data", [](ZipFile& file) {
        file.at(page_name) =
            changed(file.at(page_name), [](ZipHeader& header) { header.size -= 9; });
    });
    add("stored_larger_than_stated", "zip.data", [](ZipFile& file) {
        file.items.push_back(
            changed(stored_item("Doc_0/Res/a", "abc"), [](ZipHeader& header) { header.size = 2; }));
    });
    add("wrong_checksum", "zip.data", [](ZipFile& file) {
        file.at(page_name) = changed(file.at(page_name), [](ZipHeader& header) { ++header.crc; });
    });
    add("bytes_behind_the_stream", "zip.data", [](ZipFile& file) {
        ZipItem& item = file.at(page_name);
        item.packed += "hidden";
        item = changed(item, [](ZipHeader& header) { header.packed_size += 6; });
    });
    add("not_deflated", "zip.data", [](ZipFile& file) {
        file.at(page_name).packed.assign(file.at(page_name).packed.size(), '\xFF');
    });
    return made;
}

Attacks archive_names(FreshOfd& ofd) {
    Attacks made;
    constexpr std::uint16_t utf8 = 1U << 11U;
    const auto add = [&](std::string name,
                         const std::string& entry,
                         const std::string& code,
                         std::uint16_t flags = 0) {
        made.push_back(hostile(std::move(name),
                               spoiled(ofd,
                                       [&](ZipFile& file) {
                                           file.items.push_back(changed(
                                               stored_item(entry, ""),
                                               [&](ZipHeader& header) { header.flags = flags; }));
                                       }),
                               "ofd.name." + code));
    };
    const std::string page(page_name);
    add("twice", page, "duplicate");
    add("other_case", "DOC_0" + page.substr(5), "case");
    add("file_and_directory", page + "/", "duplicate");
    add("up", "../evil", "escape");
    add("up_inside", "Doc_0/../../evil", "escape");
    add("absolute", "/etc/evil", "absolute");
    add("drive", "C:evil", "odd");
    add("stream_of_a_file", page + ":evil", "odd");
    add("backslash", "Doc_0\\Pages\\Page_0\\Content.xml", "backslash");
    add("empty", "", "odd");
    add("dot", "./OFD.xml", "odd");
    add("double_slash", "Doc_0//Document.xml", "odd");
    add("dot_at_the_end", "OFD.xml.", "odd");
    add("space_at_the_end", "OFD.xml ", "odd");
    add("end_of_string", std::string("OFD.xml\0.png", 12), "odd");
    add("unknown_code_page", "Doc_0/\xD1\xDD", "encoding");
    add("broken_utf8", "Doc_0/\xC0\xAF", "encoding", utf8);
    made.push_back(hostile(
        "directory_with_content",
        spoiled(ofd,
                [](ZipFile& file) { file.items.push_back(stored_item("Doc_0/Res/", "hidden")); }),
        "ofd.name.directory"));
    made.push_back(hostile("directory_with_packed_content",
                           spoiled(ofd,
                                   [](ZipFile& file) {
                                       file.items.push_back(changed(
                                           stored_item("Doc_0/Res/", ""),
                                           [](ZipHeader& header) { header.packed_size = 6; }));
                                       file.items.back().packed = "hidden";
                                   }),
                           "ofd.name.directory"));
    return made;
}

}  // namespace yinxin::ofd
