// SPDX-License-Identifier: Apache-2.0
#pragma once

// The openssl program as a stranger that judges what we write, and writes what we must read.

#include "support/scratch_directory.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace yinxin::test {

struct Ran {
    int status = -1;
    std::string output;  ///< standard output and standard error
};

/// A shell command.
inline Ran run_stranger(const std::string& command) {
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("popen");
    Ran ran;
    char buffer[4096];
    while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe)) {
        ran.output.append(buffer, count);
    }
    const int status = ::pclose(pipe);
    ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
}

/// `openssl ARGUMENTS` in a shell, in this directory.
inline Ran openssl(const ScratchDirectory& directory, const std::string& arguments) {
    return run_stranger("cd '" + directory.path().string() + "' && openssl " + arguments);
}

/// `openssl dgst` over "message": 0 where the signature of this key is right.
template <class Signer>
Ran openssl_verifies_a_signature_of(const Signer& signer) {
    const ScratchDirectory directory;
    directory.write("message", "message");
    directory.write("signature", *signer.sign(as_bytes("message")));
    directory.write("public.der", signer.public_key_spki());
    return openssl(directory,
                   "dgst -sha256 -keyform DER -verify public.der -signature signature message");
}

}  // namespace yinxin::test
