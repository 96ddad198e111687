/// The one seam through which our modules touch files. Production uses `DiskFiles`; proofs wrap it in `ObservedFiles`
/// to record every write, to fail the nth one, or to slow down syncs. Nothing here buffers: when a call returns the
/// operating system has the bytes, and when `sync` returns the disk has them.
public protocol FileSystem: Sendable {
    /// Opens a file for reading and writing, or creates it. Throws `FileFault` with ENOENT or EEXIST as POSIX says.
    func open(_ path: String, _ mode: FileOpenMode) throws(FileFault) -> any OpenFile
    /// Replaces `new` if it is there. Durable only after `syncDirectory` of the folder.
    func rename(_ old: String, to new: String) throws(FileFault)
    func remove(_ path: String) throws(FileFault)
    /// Makes one folder, mode 0700; an existing folder is no fault.
    func makeDirectory(_ path: String) throws(FileFault)
    /// Names in a folder, sorted, without "." and "..".
    func list(_ path: String) throws(FileFault) -> [String]
    func exists(_ path: String) -> Bool
    /// Bytes of a file; ENOENT when it is not there. Does not open the file.
    func size(_ path: String) throws(FileFault) -> Int64
    func syncDirectory(_ path: String) throws(FileFault)
    /// Bytes that this user may still write on the disk that holds `path`.
    func freeBytes(at path: String) throws(FileFault) -> Int64
    /// Whoever watches this file system; the SQLite layer reports its operations to the same observer, so that one log
    /// holds both in order. Nil in production.
    var observer: (any DiskObserver)? { get }
}

public enum FileOpenMode: Sendable, Equatable {
    case readOnly
    /// The file must exist.
    case readWrite
    /// Opens or creates it with this mode.
    case create(mode: UInt32)
    /// Creates it; EEXIST when something is there.
    case createNew(mode: UInt32)
}

/// One open file; closed when the last reference goes.
public protocol OpenFile: AnyObject, Sendable {
    /// Up to `count` bytes from `offset`; fewer only at the end of the file.
    func read(_ count: Int, at offset: Int64) throws(FileFault) -> [UInt8]
    func write(_ bytes: [UInt8], at offset: Int64) throws(FileFault)
    func sync() throws(FileFault)
    func truncate(to size: Int64) throws(FileFault)
    func size() throws(FileFault) -> Int64
}

extension FileSystem {
    public var observer: (any DiskObserver)? { nil }

    /// The whole file; EFBIG when it is larger than `limit`.
    public func readAll(_ path: String, limit: Int) throws(FileFault) -> [UInt8] {
        let file = try open(path, .readOnly)
        let size = try file.size()
        guard size <= Int64(limit) else { throw FileFault(.read, path, errno: 27) }
        return try file.read(Int(size), at: 0)
    }

    /// Makes a folder and those above it, and makes each durable.
    public func makeDirectories(_ path: String) throws(FileFault) {
        if path.isEmpty || path == "/" || exists(path) { return }
        let parent = parentDirectory(of: path)
        if parent != path { try makeDirectories(parent) }
        try makeDirectory(path)
        try syncDirectory(parent)
    }
}

/// The folder part of a path: "/" at the root, "." for a bare name.
public func parentDirectory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Puts `bytes` at `path` so that after a power cut the file holds either all of the old bytes or all of the new ones:
/// temporary file, sync, rename, sync of the folder. Durable when it returns.
public func writeAtomically(
    _ bytes: [UInt8], to path: String, through files: any FileSystem, mode: UInt32 = 0o600
) throws(FileFault) {
    let temporary = path + ".new"
    if files.exists(temporary) { try files.remove(temporary) }
    do {
        let file = try files.open(temporary, .createNew(mode: mode))
        try file.write(bytes, at: 0)
        try file.sync()
        try files.rename(temporary, to: path)
    } catch {
        try? files.remove(temporary)
        throw error
    }
    try files.syncDirectory(parentDirectory(of: path))
}
