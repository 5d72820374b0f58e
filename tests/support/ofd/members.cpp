// SPDX-License-Identifier: Apache-2.0
#include "support/ofd/ofd_attacks.hpp"

#include <algorithm>

namespace yinxin::ofd {
namespace {

using attacks::altered;
using attacks::always;
using attacks::hostile;
using verify::Verdict;

constexpr std::string_view overlay =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ofd:PageAnnot "
    "xmlns:ofd=\"http://www.ofdspec.org/2016\"/>";

/// A fresh copy, one member of it changed after sealing.
std::string edited(const FreshOfd& ofd,
                   std::string_view name,
                   std::string_view from,
                   std::string_view to,
                   const std::vector<std::string>& open = {}) {
    Sealing sealing = ofd.fresh();
    sealing.unlisted = open;
    Members members = ofd.seal(sealing);
    std::string& content = content_of(members, name);
    content = with(content, from, to);
    return zip_of(members).write();
}

/// The page changed, and its digest in the signature file as well.
std::string with_digest_replaced(const FreshOfd& ofd) {
    Members members = ofd.seal(ofd.fresh());
    std::string& page = content_of(members, page_name);
    const std::string before = to_base64(crypto::sm3(as_bytes(page)));
    page = with(page, "演示持证人", "演示另一人");
    std::string& signature = content_of(members, signature_name);
    signature = with(signature, before, to_base64(crypto::sm3(as_bytes(page))));
    return zip_of(members).write();
}

/// The first font of the package with another last byte.
std::string with_font_changed(const FreshOfd& ofd) {
    Members members = ofd.seal(ofd.fresh());
    const auto font = std::ranges::find_if(
        members, [](const auto& member) { return member.first.ends_with(".otf"); });
    font->second.back() = static_cast<char>(font->second.back() ^ 1);
    return zip_of(members).write();
}

std::string with_member(const FreshOfd& ofd, std::string_view name, std::string_view content) {
    Members members = ofd.seal(ofd.fresh());
    members.emplace_back(name, content);
    return zip_of(members).write();
}

constexpr std::string_view second_body =
    "</ofd:DocBody><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    "</ofd:DocBody>";

}  // namespace

Attacks changed_members(FreshOfd& ofd) {
    const std::string wrong = "ofd.reference.digest";
    Attacks made{
        altered("document_root_swapped",
                edited(ofd, "OFD.xml", "Doc_0/Document.xml</", "Doc_0/PublicRes.xml</"),
                "ofd.xml.root"),
        altered("name_on_the_page", edited(ofd, page_name, "演示持证人", "演示另一人"), wrong),
        altered("page_redirected",
                edited(ofd, "Doc_0/Document.xml", "Pages/Page_0", "Tpls/Tpl_0"),
                wrong),
        altered("template_changed",
                edited(ofd, "Doc_0/Tpls/Tpl_0/Content.xml", "</ofd:Page>", "</ofd:Page >"),
                wrong),
        altered("font_changed", with_font_changed(ofd), wrong),
        altered("metadata_changed", edited(ofd, "OFD.xml", "演示建设集团", "演示投资集团"), wrong),
        altered("end_moved", edited(ofd, "OFD.xml", "2026-12-24T", "2036-12-24T"), wrong),
        altered("second_body", edited(ofd, "OFD.xml", "</ofd:DocBody>", second_body), wrong),
        altered("digest_replaced_too", with_digest_replaced(ofd), "ses.data_hash_wrong"),
        altered("signature_encoded_again",
                edited(ofd, signature_name, "<ofd:Seal>", "<ofd:Seal >"),
                "ses.data_hash_wrong"),
        altered("seal_file_replaced", edited(ofd, seal_name, "PNG", "GIF"), wrong),
    };
    // The root is read before anything is compared: it is no document.
    made.front().alone.verdict = made.front().registered.verdict = Verdict::rejected;
    return made;
}

Attacks open_members(FreshOfd& ofd) {
    const std::string wrong = "ofd.coverage.unlisted";
    const std::vector<std::string> root{"OFD.xml"};
    Sealing open = ofd.fresh();
    open.unlisted = root;
    Members swapped = ofd.seal(open);
    swapped.emplace_back("Doc_1/Document.xml", content_of(swapped, "Doc_0/Document.xml"));
    std::string& first = content_of(swapped, "OFD.xml");
    first = with(first, "Doc_0/Document.xml", "Doc_1/Document.xml");
    return {
        altered("file_added", with_member(ofd, "Doc_0/Res/extra.bin", "extra"), wrong),
        altered("annotations_added", with_member(ofd, "Doc_0/Annots/Overlay.xml", overlay), wrong),
        altered("root_left_open", ofd.pack(open), wrong),
        altered("root_left_open_and_swapped", zip_of(swapped).write(), wrong),
        altered("root_left_open_and_second_body",
                edited(ofd, "OFD.xml", "</ofd:DocBody>", second_body, root),
                wrong),
        altered(
            "seal_left_open",
            [&] {
                Sealing sealing = ofd.fresh();
                sealing.unlisted = {std::string(seal_name)};
                return ofd.pack(sealing);
            }(),
            wrong),
        altered(
            "bytes_behind_the_value",
            [&] {
                Members members = ofd.seal(ofd.fresh());
                content_of(members, value_name) += "more";
                return zip_of(members).write();
            }(),
            "ses.trailing"),
    };
}

Attacks signature_lists(FreshOfd& ofd) {
    const auto sealed = [&](auto change) {
        Sealing sealing = ofd.fresh();
        change(sealing);
        return ofd.pack(sealing);
    };
    const auto edit = [&](std::string_view from, std::string_view to) {
        return sealed([&](Sealing& sealing) {
            sealing.edit = [=](std::string& xml) { xml = with(xml, from, to); };
        });
    };
    const auto method = [&](std::string_view name) {
        return sealed([&](Sealing& sealing) { sealing.check_method = name; });
    };
    const auto list = [&](std::string_view from, std::string_view to) {
        return sealed([&](Sealing& sealing) {
            sealing.unlisted = {std::string(signatures_name)};
            sealing.last_change = [=](Members& members) {
                std::string& xml = content_of(members, signatures_name);
                xml = with(xml, from, to);
            };
        });
    };
    const std::string again = "<ofd:Signature ID=\"2\" BaseLoc=\"Sign_0/Signature.xml\"/>";
    const std::string last_reference = "</ofd:References>";
    return {
        altered("weak_md5", method("MD5"), "ofd.reference.weak"),
        altered("weak_sha1", method("1.3.14.3.2.26"), "ofd.reference.weak"),
        altered("no_digest_named", method(""), "ofd.reference.weak"),
        always("unknown_digest",
               method("1.2.3.4"),
               Verdict::indeterminate,
               "ofd.reference.unsupported"),
        always("unknown_method",
               sealed([](Sealing& sealing) { sealing.signature_method = "1.2.840.10045.4.3.2"; }),
               Verdict::indeterminate,
               "ofd.signature.unsupported"),
        altered("listed_file_missing",
                edit(last_reference,
                     "<ofd:Reference FileRef=\"/Doc_0/gone.xml\"><ofd:CheckValue>AAAA"
                     "</ofd:CheckValue></ofd:Reference></ofd:References>"),
                "ofd.reference.missing"),
        altered("listed_twice",
                edit(last_reference,
                     "<ofd:Reference FileRef=\"/doc_0/document.xml\"><ofd:CheckValue>AAAA"
                     "</ofd:CheckValue></ofd:Reference></ofd:References>"),
                "ofd.reference.twice"),
        altered("two_signatures",
                list("</ofd:Signatures>", again + "</ofd:Signatures>"),
                "ofd.signatures.several"),
        altered("signature_hidden",
                list("<ofd:Signature ID", "<ofd:Signed ID"),
                "ofd.signatures.hidden"),
        always("plain_signature",
               sealed([](Sealing& sealing) { sealing.kind = "Sign"; }),
               Verdict::indeterminate,
               "ofd.signatures.kind"),
        hostile("two_lists_of_references",
                edit(last_reference, "</ofd:References><ofd:References/>"),
                "ofd.signature.incomplete"),
        hostile("no_value", edit("SignedValue.dat", "gone.dat"), "ofd.signature.incomplete"),
        hostile("signature_gone", list("Sign_0/", "Sign_9/"), "ofd.document.missing"),
        always("several_documents_sealed",
               sealed([](Sealing& sealing) {
                   std::string& root = content_of(sealing.members, "OFD.xml");
                   root = with(root, "</ofd:DocBody>", second_body);
               }),
               Verdict::indeterminate,
               "ofd.document.several"),
        always("never_sealed",
               zip_of(ofd.fresh().members).write(),
               Verdict::rejected,
               "ofd.document.missing"),
        always(
            "seal_taken_off",
            [&] {
                Members members = ofd.fresh().members;
                std::string& root = content_of(members, "OFD.xml");
                root =
                    with(root, "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>", "");
                return zip_of(members).write();
            }(),
            Verdict::unsealed,
            "seal.none_but_code"),
    };
}

Attacks xml_structures(FreshOfd& ofd) {
    Attacks made;
    const auto add = [&](std::string name,
                         std::string_view member,
                         std::string content,
                         const std::string& code) {
        Sealing sealing = ofd.fresh();
        content_of(sealing.members, member) = std::move(content);
        made.push_back(hostile(std::move(name), ofd.pack(sealing), "ofd." + code));
    };
    const std::string page(page_name);
    const Members fresh = ofd.fresh().members;
    const std::string root = content_of(fresh, "OFD.xml");
    const auto typed = [&](std::string_view declarations) {
        return with(root, "<ofd:OFD", "<!DOCTYPE OFD [" + std::string(declarations) + "]><ofd:OFD");
    };
    add("document_type", "OFD.xml", typed(""), "xml.doctype");
    add("external_entity",
        "OFD.xml",
        typed("<!ENTITY x SYSTEM \"file:///etc/passwd\">"),
        "xml.doctype");
    add("laughing_entities",
        "OFD.xml",
        typed("<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"),
        "xml.doctype");
    add("document_type_on_a_page",
        page,
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1/\"><a/>",
        "xml.doctype");
    std::string deep;
    for (int i = 0; i < 200'000; ++i)
        deep += "<a>";
    add("deep_root", "OFD.xml", deep, "xml.nesting");
    add("deep_page", page, deep, "xml.nesting");
    add("broken_page", page, "<a>", "xml.malformed");
    add("undeclared_entity", page, "<a>&b;</a>", "xml.malformed");
    add("other_namespace",
        "OFD.xml",
        with(root, "ofdspec.org/2016", "ofdspec.org/2026"),
        "xml.root");
    add("other_root", "OFD.xml", content_of(fresh, page), "xml.root");
    add("no_document",
        "OFD.xml",
        with(with(root, "ofd:DocBody>", "ofd:Body>"), "/ofd:DocBody>", "/ofd:Body>"),
        "document.none");
    add("document_missing",
        "OFD.xml",
        with(root, "Doc_0/Document.xml", "Doc_9/Document.xml"),
        "document.missing");
    add("root_outside",
        "OFD.xml",
        with(root, "Doc_0/Document.xml", "../Document.xml"),
        "location.escape");
    add("page_outside",
        "Doc_0/Document.xml",
        with(content_of(fresh, "Doc_0/Document.xml"), "Pages/Page_0", "../../etc"),
        "location.escape");
    std::string many = "<?xml version=\"1.0\"?><ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\">";
    for (int i = 0; i < 20'001; ++i)
        many += "<ofd:a/>";
    add("too_many_elements", "OFD.xml", many + "</ofd:OFD>", "xml.too_large");
    Sealing foreign = ofd.fresh();
    foreign.members.emplace_back("Doc_0/Attachs/list.xml",
                                 "<?xml version=\"1.0\" encoding=\"GBK\"?><a/>");
    made.push_back(
        always("unknown_encoding", ofd.pack(foreign), Verdict::indeterminate, "ofd.xml.encoding"));
    return made;
}

}  // namespace yinxin::ofd
