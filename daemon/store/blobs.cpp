// SPDX-License-Identifier: Apache-2.0
#include "store/blobs.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/file.hpp"

namespace saksi::store::blobs {

std::string path(const std::string& directory, const Digest& digest) {
  const std::string name = hex(digest);
  return directory + "/blobs/" + name.substr(0, 2) + "/" + name.substr(2);
}

Result<void> sync_folder(const std::string& path) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0) return fail(path + ": cannot sync: " + std::strerror(errno));
  return {};
}

Result<Digest> keep(const std::string& directory, std::string_view bytes) {
  const Digest digest = sha256(bytes);
  const std::string file = path(directory, digest);
  std::error_code error;
  if (std::filesystem::exists(file, error)) return digest;
  const std::string folder = std::filesystem::path(file).parent_path().string();
  if (!std::filesystem::is_directory(folder, error)) {
    SAKSI_TRY(make_folder(folder));
    SAKSI_TRY(sync_folder(directory + "/blobs"));
  }
  if (auto written = write_atomically(file, bytes, 0640); !written) {
    std::filesystem::remove(file, error);           // its name may be there and not be synced
    std::filesystem::remove(file + ".new", error);  // on a full disk every block counts
    return fail("cannot keep a body: " + written.error().message);
  }
  return digest;
}

Result<std::string> read(const std::string& directory, const Digest& digest, std::size_t most) {
  SAKSI_TRY_ASSIGN(std::string bytes, read_file(path(directory, digest), most));
  if (sha256(bytes) != digest)
    return fail(path(directory, digest) + ": the file is not what was kept under this hash");
  return bytes;
}

}  // namespace saksi::store::blobs
