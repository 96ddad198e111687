import Synchronization

/// A file system under watch: each operation is shown to the observer before and after it happens.
public struct ObservedFiles: FileSystem {
    private let base: any FileSystem
    private let watcher: any DiskObserver
    public var observer: (any DiskObserver)? { watcher }

    public init(_ base: any FileSystem = DiskFiles(), observer: any DiskObserver) {
        self.base = base
        self.watcher = observer
    }

    public init(_ base: any FileSystem = DiskFiles(), observers: [any DiskObserver]) {
        self.init(base, observer: DiskObservers(observers))
    }

    private func watched<Result>(
        _ operation: DiskOperation, _ kind: FileFault.Operation, _ body: () throws(FileFault) -> Result
    ) throws(FileFault) -> Result {
        let refusal = watcher.before(operation)
        guard refusal == 0 else { throw FileFault(kind, operation.path, errno: refusal) }
        let result = try body()
        watcher.after(operation)
        return result
    }

    public func open(_ path: String, _ mode: FileOpenMode) throws(FileFault) -> any OpenFile {
        let creates: Bool
        switch mode {
        case .create, .createNew: creates = !base.exists(path)
        case .readOnly, .readWrite: creates = false
        }
        let file: any OpenFile
        if creates {
            file = try watched(.create(path: path), .open) { () throws(FileFault) in try base.open(path, mode) }
        } else {
            file = try base.open(path, mode)
        }
        return ObservedFile(base: file, path: path, watcher: watcher)
    }

    public func rename(_ old: String, to new: String) throws(FileFault) {
        try watched(.rename(from: old, to: new), .rename) { () throws(FileFault) in try base.rename(old, to: new) }
    }

    public func remove(_ path: String) throws(FileFault) {
        try watched(.remove(path: path), .remove) { () throws(FileFault) in try base.remove(path) }
    }

    public func makeDirectory(_ path: String) throws(FileFault) {
        if base.exists(path) { return }
        try watched(.makeDirectory(path: path), .makeDirectory) { () throws(FileFault) in try base.makeDirectory(path) }
    }

    public func list(_ path: String) throws(FileFault) -> [String] { try base.list(path) }
    public func exists(_ path: String) -> Bool { base.exists(path) }
    public func size(_ path: String) throws(FileFault) -> Int64 { try base.size(path) }
    public func freeBytes(at path: String) throws(FileFault) -> Int64 { try base.freeBytes(at: path) }

    public func syncDirectory(_ path: String) throws(FileFault) {
        try watched(.syncDirectory(path: path), .sync) { () throws(FileFault) in try base.syncDirectory(path) }
    }
}

final class ObservedFile: OpenFile {
    private let base: any OpenFile
    private let path: String
    private let watcher: any DiskObserver

    init(base: any OpenFile, path: String, watcher: any DiskObserver) {
        self.base = base
        self.path = path
        self.watcher = watcher
    }

    private func watched(
        _ operation: DiskOperation, _ kind: FileFault.Operation, _ body: () throws(FileFault) -> Void
    ) throws(FileFault) {
        let refusal = watcher.before(operation)
        guard refusal == 0 else { throw FileFault(kind, path, errno: refusal) }
        try body()
        watcher.after(operation)
    }

    func read(_ count: Int, at offset: Int64) throws(FileFault) -> [UInt8] { try base.read(count, at: offset) }
    func size() throws(FileFault) -> Int64 { try base.size() }

    func write(_ bytes: [UInt8], at offset: Int64) throws(FileFault) {
        try watched(.write(path: path, offset: offset, bytes: bytes), .write) { () throws(FileFault) in
            try base.write(bytes, at: offset)
        }
    }

    func sync() throws(FileFault) {
        try watched(.sync(path: path), .sync) { () throws(FileFault) in try base.sync() }
    }

    func truncate(to size: Int64) throws(FileFault) {
        try watched(.truncate(path: path, size: size), .truncate) { () throws(FileFault) in try base.truncate(to: size) }
    }
}
