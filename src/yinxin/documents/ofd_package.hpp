// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/ofd_content.hpp"

#include <string>
#include <string_view>

/// Names and XML of our OFD packages (GB/T 33190-2016): one document, one page, one seal.
namespace yinxin::documents::ofd {

inline constexpr std::string_view root_file = "OFD.xml";
inline constexpr std::string_view document_file = "Doc_0/Document.xml";
inline constexpr std::string_view public_resources_file = "Doc_0/PublicRes.xml";
inline constexpr std::string_view resources_file = "Doc_0/DocumentRes.xml";
inline constexpr std::string_view plate_file = "Doc_0/Tpls/Tpl_0/Content.xml";
inline constexpr std::string_view page_file = "Doc_0/Pages/Page_0/Content.xml";
inline constexpr std::string_view annotations_file = "Doc_0/Annots/Annotations.xml";
inline constexpr std::string_view watermark_file = "Doc_0/Annots/Page_0/Annotation.xml";
inline constexpr std::string_view attachments_file = "Doc_0/Attachs/Attachments.xml";
inline constexpr std::string_view face_file = "Doc_0/Attachs/face.xml";
inline constexpr std::string_view signatures_file = "Doc_0/Signs/Signatures.xml";
inline constexpr std::string_view signature_file = "Doc_0/Signs/Sign_0/Signature.xml";
inline constexpr std::string_view value_file = "Doc_0/Signs/Sign_0/SignedValue.dat";
inline constexpr std::string_view resource_folder = "Doc_0/Res/";

/// Identifiers of what a document has once; objects of a drawing count on from the others.
enum Id : int {
    page_id = 1,
    plate_id = 2,
    plate_fonts_id = 10,
    text_fonts_id = 20,
    photo_id = 30,
    first_code_id = 31,
    plate_layer_id = 100,
    page_layer_id = 101,
    watermark_id = 102,
    plate_objects_id = 1'000,
    page_objects_id = 20'000,
    watermark_objects_id = 30'000,
    last_id = 40'000,
};

/// The XML declaration and an element of the standard's name space around `content`.
/// @param name  with its attributes behind it, "OFD Version=\"1.1\"".
[[nodiscard]] std::string xml_file(std::string_view name, std::string_view content);
/// "<ofd:NAME>" + text, escaped + "</ofd:NAME>"
[[nodiscard]] std::string xml_element(std::string_view name, std::string_view text);
/// A page or a template: one layer with these objects. @param before  elements in front of it.
[[nodiscard]] std::string page_xml(std::string_view before,
                                   std::string_view layer_attributes,
                                   std::string_view objects);
/// The fonts of a drawing as a list of resources; their files stand in resource_folder.
[[nodiscard]] std::string fonts_xml(const std::vector<OfdFonts::Embedded>& fonts);
/// "YinxinTextSerif.otf"
[[nodiscard]] std::string file_name_of(const OfdFonts::Embedded& font);

}  // namespace yinxin::documents::ofd
