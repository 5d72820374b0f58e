// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "test_places.hpp"
#include "unit/crypto/openssl_program.hpp"

#include "yinxin/crypto/x509.hpp"

namespace yinxin::test {

/// A seal that BouncyCastle made, with what belongs to it: tests/java/StrangersSeals.java.
class ForeignSeal {
  public:
    /// @param kind  "sm2", "p384", "p521", "pss".
    ForeignSeal(const std::string& kind, std::string_view document) {
        const auto file = directory_.write("document", document);
        const std::string command = "sh '" YX_SOURCE_DIR "/tests/tools/java.sh' StrangersSeals " +
                                    kind + " '" + file.string() + "' '" +
                                    directory_.path().string() + "'";
        const int waited = std::system(command.c_str());
        status_ = WIFEXITED(waited) ? WEXITSTATUS(waited) : -1;
    }
    [[nodiscard]] bool is_made() const noexcept { return status_ == 0; }
    /// No JDK or no BouncyCastle on this machine.
    [[nodiscard]] bool is_missing() const noexcept { return status_ == 77; }
    /// One of the files it wrote.
    [[nodiscard]] Bytes read(std::string_view name) const { return *read_file(directory_ / name); }
    [[nodiscard]] crypto::Certificate certificate(std::string_view name) const {
        return *crypto::Certificate::parse_der(read(name));
    }

  private:
    ScratchDirectory directory_;
    int status_ = -1;
};

}  // namespace yinxin::test
