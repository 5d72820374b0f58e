// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/attacks/fresh_copy.hpp"

#include "yinxin/verify/verdict.hpp"

#include <optional>
#include <string>
#include <vector>

/// Hostile files made from fresh copies of ours, one family per file of this directory: the classes
/// of the security reference, section 2.
namespace yinxin::attacks {

/// What must be said about a file, and the finding that decides it.
struct Answer {
    verify::Verdict verdict = verify::Verdict::rejected;
    std::string code;
};

struct Attack {
    std::string name;
    std::string file;
    Answer alone;       ///< the register is not asked
    Answer registered;  ///< it is
    /// pdfsig calls a signature of this file valid: the attack is real.
    bool fools_pdfsig = false;
    std::vector<crypto::Crl> crls = {};        ///< given to the verifier
    std::optional<Instant> at = std::nullopt;  ///< when the question is asked; else when sealed
    bool is_pinned = false;                    ///< only our seal's own certificate may sign
    std::string noted = {};  ///< a finding that must be among the others; empty: none
};

using Attacks = std::vector<Attack>;

/// Bytes outside the seal, a wrong digest, a second signature (row 4 of the table of verdicts): the
/// file names one of our copies, so the register says ALTERED.
[[nodiscard]] Attack altered(std::string name, std::string file, std::string code);
/// REJECTED whoever is asked (row 1).
[[nodiscard]] Attack hostile(std::string name, std::string file, std::string code);
/// The same answer whoever is asked.
[[nodiscard]] Attack always(std::string name,
                            std::string file,
                            verify::Verdict verdict,
                            std::string code);
/// What no rule forbids: VALID where the register is not asked, with a warning of this code (empty:
/// none), and ALTERED where it is.
[[nodiscard]] Attack lawful(std::string name, std::string file, std::string noted);
/// The attack fools pdfsig.
[[nodiscard]] Attack fooling(Attack attack);

/// Our file as it would be with room for a longer signature; the hole is empty.
[[nodiscard]] std::string with_wide_hole(const PdfParts& parts);
/// Content that covers what the page says.
[[nodiscard]] std::string covering_content();
/// The page with one more content stream, drawn last.
[[nodiscard]] std::string page_with_content(const PdfParts& parts, int stream);
/// An update that covers the page's text.
[[nodiscard]] PdfUpdate covering_update(const PdfParts& parts);

// Universal signature forgery: a signature with a part missing, null or odd.
[[nodiscard]] Attacks odd_contents(FreshCopy& copy);
[[nodiscard]] Attacks odd_signature_dictionaries(FreshCopy& copy);
// Incremental saving: the sealed file goes on after its end.
[[nodiscard]] Attacks incremental_saving(FreshCopy& copy);
// Signature wrapping: the second signed range is elsewhere, or the gap is not only a signature.
[[nodiscard]] Attacks signature_wrapping(FreshCopy& copy);
// Shadow documents: prepared before sealing, brought forward after it.
[[nodiscard]] Attacks shadow_documents(FreshCopy& copy);
// Evil annotation and sneaky signature on certified files.
[[nodiscard]] Attacks certified_file_changes(FreshCopy& copy);
[[nodiscard]] Attacks byte_ranges(FreshCopy& copy);
// Objects replaced by an update: signature, catalog, fonts.
[[nodiscard]] Attacks object_clobbering(FreshCopy& copy);
[[nodiscard]] Attacks cms_oddities(FreshCopy& copy);
[[nodiscard]] Attacks cms_algorithms(FreshCopy& copy);
[[nodiscard]] Attacks timestamps(FreshCopy& copy);
[[nodiscard]] Attacks seal_certificates(FreshCopy& copy);
// Bombs, loops, malformed tables, deep nesting.
[[nodiscard]] Attacks hostile_structures(FreshCopy& copy);
[[nodiscard]] Attacks polyglots(FreshCopy& copy);
[[nodiscard]] Attacks active_content(FreshCopy& copy);
// Links, attachments and layers: lawful, but none of ours has them.
[[nodiscard]] Attacks waiting_content(FreshCopy& copy);
// Words, dates, picture and code edited where they stand.
[[nodiscard]] Attacks edited_faces(FreshCopy& copy);
// The seal taken off, and files that never had one.
[[nodiscard]] Attacks without_seal(FreshCopy& copy);
// What no file can tell of itself: only the register knows.
[[nodiscard]] Attacks beyond_the_file(FreshCopy& copy);

}  // namespace yinxin::attacks
