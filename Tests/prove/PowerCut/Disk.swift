public import Foundations

/// What a log says about a disk that nobody could have: the recorder missed something, so nothing it shows is proof.
public struct IncompleteLog: Error, CustomStringConvertible {
    public let description: String
}

/// A disk as a power cut may find it: for each file the bytes that a sync has made safe and the writes since then, and
/// the same for the names in folders.
///
/// The rules are POSIX's, not one file system's: a file's bytes are safe after its own sync, a name after the sync of
/// its folder, and everything else may be there, be missing, or be there in part, in any order.
public struct Disk {
    enum DataChange {
        case write(offset: Int, bytes: [UInt8])
        case truncate(size: Int)
    }

    enum NameChange {
        case link(path: String, file: Int)
        case rename(from: String, to: String, file: Int)
        case unlink(path: String)
        case makeDirectory(path: String)

        /// What the sync of a folder makes safe of this, and what is left unsynced. A folder holds names and the files they
        /// stand for: of a rename between two folders each sync settles its own side, whichever comes first.
        func settled(by directory: String) -> (safe: [NameChange], left: [NameChange]) {
            func here(_ path: String) -> Bool { parentDirectory(of: path) == directory }
            switch self {
            case .link(let path, _), .unlink(let path), .makeDirectory(let path): return here(path) ? ([self], []) : ([], [self])
            case .rename(let from, let to, let file):
                guard here(from) || here(to) else { return ([], [self]) }
                let sides = [(from, NameChange.unlink(path: from)), (to, .link(path: to, file: file))]
                return (sides.filter { here($0.0) }.map(\.1), sides.filter { !here($0.0) }.map(\.1))
            }
        }
    }

    struct File {
        var safe: [UInt8] = []
        var unsynced: [DataChange] = []
    }

    struct Names {
        var files: [String: Int] = [:]
        var directories: Set<String> = []

        mutating func apply(_ change: NameChange) {
            switch change {
            case .link(let path, let file): files[path] = file
            case .unlink(let path): files[path] = nil
            case .makeDirectory(let path): directories.insert(path)
            case .rename(let from, let to, _):
                // Nothing to move when the file's own name was lost: then the new name is lost with it.
                if let file = files.removeValue(forKey: from) { files[to] = file }
            }
        }
    }

    var files: [File] = []
    var safeNames = Names()
    var unsyncedNames: [NameChange] = []
    let root: String
    private var liveNames = Names()
    /// Syncs are obeyed unless this is false: then the disk lies, and a proof that still passes proves nothing.
    private let obeysSyncs: Bool

    /// `root` is the folder that was there, and durable, before recording began.
    public init(root: String, obeysSyncs: Bool = true) {
        self.root = root
        self.obeysSyncs = obeysSyncs
    }

    public mutating func apply(_ operation: DiskOperation) throws {
        switch operation {
        case .create(let path):
            files.append(File())
            change(.link(path: path, file: files.count - 1))
        case .write(let path, let offset, let bytes):
            files[try file(path)].unsynced.append(.write(offset: Int(offset), bytes: bytes))
        case .truncate(let path, let size):
            files[try file(path)].unsynced.append(.truncate(size: Int(size)))
        case .sync(let path):
            let file = try file(path)
            if obeysSyncs { settle(file) }
        case .rename(let from, let to):
            change(.rename(from: from, to: to, file: try file(from)))
        case .remove(let path):
            _ = try file(path)
            change(.unlink(path: path))
        case .makeDirectory(let path):
            change(.makeDirectory(path: path))
        case .syncDirectory(let path):
            if obeysSyncs { settle(directory: path) }
        case .mark:
            break
        }
    }

    private func file(_ path: String) throws -> Int {
        guard let file = liveNames.files[path] else {
            throw IncompleteLog(description: "the log touches \(path), which nothing in it created")
        }
        return file
    }

    private mutating func change(_ change: NameChange) {
        liveNames.apply(change)
        unsyncedNames.append(change)
    }

    private mutating func settle(_ file: Int) {
        for change in files[file].unsynced { change.apply(to: &files[file].safe) }
        files[file].unsynced = []
    }

    private mutating func settle(directory: String) {
        var rest: [NameChange] = []
        for change in unsyncedNames {
            let (safe, left) = change.settled(by: directory)
            for one in safe { safeNames.apply(one) }
            rest += left
        }
        unsyncedNames = rest
    }
}

extension Disk.DataChange {
    /// The change as it was meant; a gap before it reads as zeros.
    func apply(to bytes: inout [UInt8]) {
        switch self {
        case .write(let offset, let new):
            Self.put(new[...], at: offset, into: &bytes)
        case .truncate(let size):
            Self.resize(&bytes, to: size)
        }
    }

    static func put(_ new: ArraySlice<UInt8>, at offset: Int, into bytes: inout [UInt8]) {
        if new.isEmpty { return }
        let end = offset + new.count
        if bytes.count < end { resize(&bytes, to: end) }
        bytes.replaceSubrange(offset..<end, with: new)
    }

    private static func resize(_ bytes: inout [UInt8], to size: Int) {
        if size < bytes.count {
            bytes.removeLast(bytes.count - size)
        } else {
            bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
        }
    }
}
