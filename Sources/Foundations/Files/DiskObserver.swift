/// One thing done to the disk, as it reaches the kernel. Paths are those the caller used; SQLite's are absolute.
public enum DiskOperation: Sendable, Equatable {
    /// A file that was not there came into being, empty.
    case create(path: String)
    case write(path: String, offset: Int64, bytes: [UInt8])
    case truncate(path: String, size: Int64)
    case sync(path: String)
    case rename(from: String, to: String)
    case remove(path: String)
    case makeDirectory(path: String)
    case syncDirectory(path: String)
    /// Put in by a proof, for example "save 17 was acknowledged": everything promised before it must survive a cut after it.
    case mark(String)

    public var path: String {
        switch self {
        case .create(let path), .write(let path, _, _), .truncate(let path, _), .sync(let path), .rename(_, let path),
             .remove(let path), .makeDirectory(let path), .syncDirectory(let path): path
        case .mark(let label): label
        }
    }
}

/// Watches the disk under both the file seam and SQLite. Called on whatever thread does the work; must not call back.
public protocol DiskObserver: AnyObject, Sendable {
    /// Before the operation. Zero lets it through; an errno makes it fail with that, untouched.
    func before(_ operation: DiskOperation) -> Int32
    /// After it succeeded.
    func after(_ operation: DiskOperation)
}

/// Several observers as one: the first that refuses wins, and the others then do not see the operation succeed.
public final class DiskObservers: DiskObserver {
    private let all: [any DiskObserver]

    public init(_ all: [any DiskObserver]) { self.all = all }

    public func before(_ operation: DiskOperation) -> Int32 {
        for observer in all {
            let refusal = observer.before(operation)
            if refusal != 0 { return refusal }
        }
        return 0
    }

    public func after(_ operation: DiskOperation) {
        for observer in all { observer.after(operation) }
    }
}
