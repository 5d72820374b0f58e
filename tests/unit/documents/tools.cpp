// SPDX-License-Identifier: Apache-2.0
#include "unit/documents/tools.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <sys/wait.h>

namespace yinxin::documents {

ToolRun run_tool(const std::string& command) {
    ToolRun run;
    FILE* pipe = popen(("{ " + command + "; } 2>&1").c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("popen");
    std::array<char, 4096> buffer;
    for (std::size_t read = 0; (read = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
        run.output.append(buffer.data(), read);
    }
    const int status = pclose(pipe);
    run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return run;
}

bool has_tool(const std::string& name) {
    return run_tool("command -v " + name).exit_code == 0;
}

Scratch::Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "yinxin-documents-XXXXXX");
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    directory_ = pattern;
}

Scratch::~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

std::string Scratch::put(const std::string& name, BytesView bytes) const {
    std::ofstream file(path(name), std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    return path(name);
}

std::string Scratch::path(const std::string& name) const {
    return directory_ / name;
}

}  // namespace yinxin::documents
