import Glibc

/// The real disk.
public struct DiskFiles: FileSystem {
    public init() {}

    public func open(_ path: String, _ mode: FileOpenMode) throws(FileFault) -> any OpenFile {
        let flags: Int32
        var permissions: UInt32 = 0o600
        switch mode {
        case .readOnly: flags = O_RDONLY
        case .readWrite: flags = O_RDWR
        case .create(let mode): (flags, permissions) = (O_RDWR | O_CREAT, mode)
        case .createNew(let mode): (flags, permissions) = (O_RDWR | O_CREAT | O_EXCL, mode)
        }
        while true {
            let descriptor = Glibc.open(path, flags | O_CLOEXEC, permissions)
            if descriptor >= 0 { return DiskFile(descriptor: descriptor, path: path) }
            guard errno == EINTR else { throw FileFault(.open, path, errno: errno) }
        }
    }

    public func rename(_ old: String, to new: String) throws(FileFault) {
        guard Glibc.rename(old, new) == 0 else { throw FileFault(.rename, new, errno: errno) }
    }

    public func remove(_ path: String) throws(FileFault) {
        guard Glibc.unlink(path) == 0 else { throw FileFault(.remove, path, errno: errno) }
    }

    public func makeDirectory(_ path: String) throws(FileFault) {
        guard Glibc.mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw FileFault(.makeDirectory, path, errno: errno)
        }
    }

    public func list(_ path: String) throws(FileFault) -> [String] {
        guard let directory = opendir(path) else { throw FileFault(.list, path, errno: errno) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let capacity = MemoryLayout.size(ofValue: entry.pointee.d_name)
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: capacity) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    public func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    public func size(_ path: String) throws(FileFault) -> Int64 {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileFault(.read, path, errno: errno) }
        return Int64(status.st_size)
    }

    public func syncDirectory(_ path: String) throws(FileFault) {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault(.sync, path, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFault(.sync, path, errno: errno) }
    }

    public func freeBytes(at path: String) throws(FileFault) -> Int64 {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw FileFault(.space, path, errno: errno) }
        return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }
}

/// A file descriptor with an owner. Immutable after init, so it may be shared; the kernel orders concurrent calls.
final class DiskFile: OpenFile {
    private let descriptor: Int32
    private let path: String

    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    func read(_ count: Int, at offset: Int64) throws(FileFault) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
            filled = 0
            while filled < count {
                let got = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset) + off_t(filled))
                if got > 0 { filled += got } else if got == 0 { break } else if errno != EINTR {
                    failure = errno
                    break
                }
            }
        }
        if failure != 0 { throw FileFault(.read, path, errno: failure) }
        return bytes
    }

    func write(_ bytes: [UInt8], at offset: Int64) throws(FileFault) {
        var failure: Int32 = 0
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let put = pwrite(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(offset) + off_t(done))
                if put > 0 { done += put } else if put == 0 || errno != EINTR {
                    failure = put == 0 ? ENOSPC : errno
                    break
                }
            }
        }
        if failure != 0 { throw FileFault(.write, path, errno: failure) }
    }

    func sync() throws(FileFault) {
        // No retry: after a failed fsync Linux may have dropped the dirty pages and a second call would answer "fine".
        guard fsync(descriptor) == 0 else { throw FileFault(.sync, path, errno: errno) }
    }

    func truncate(to size: Int64) throws(FileFault) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw FileFault(.truncate, path, errno: errno) }
    }

    func size() throws(FileFault) -> Int64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault(.read, path, errno: errno) }
        return Int64(status.st_size)
    }
}
