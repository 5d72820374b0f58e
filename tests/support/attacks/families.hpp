// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/attacks/attack.hpp"

#include <ostream>
#include <vector>

namespace yinxin::attacks {

struct Family {
    const char* name;
    Attacks (*make)(FreshCopy&);

    friend void PrintTo(const Family& family, std::ostream* out) { *out << family.name; }
};

/// Every class there is, for parameterised tests.
inline std::vector<Family> families() {
    return {
        {"odd_contents", &odd_contents},
        {"odd_signature_dictionaries", &odd_signature_dictionaries},
        {"incremental_saving", &incremental_saving},
        {"signature_wrapping", &signature_wrapping},
        {"shadow_documents", &shadow_documents},
        {"certified_file_changes", &certified_file_changes},
        {"byte_ranges", &byte_ranges},
        {"object_clobbering", &object_clobbering},
        {"cms_oddities", &cms_oddities},
        {"cms_algorithms", &cms_algorithms},
        {"timestamps", &timestamps},
        {"seal_certificates", &seal_certificates},
        {"hostile_structures", &hostile_structures},
        {"polyglots", &polyglots},
        {"active_content", &active_content},
        {"waiting_content", &waiting_content},
        {"edited_faces", &edited_faces},
        {"without_seal", &without_seal},
        {"beyond_the_file", &beyond_the_file},
    };
}

}  // namespace yinxin::attacks
