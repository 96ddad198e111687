import Glibc

/// One failed file operation: which, on what, and the system's reason.
public struct FileFault: KinboxFault, Equatable, CustomStringConvertible {
    public enum Operation: String, Sendable {
        case open, read, write, sync, truncate, rename, remove, makeDirectory, list, space
    }

    public let operation: Operation
    public let path: String
    public let errno: Int32

    public init(_ operation: Operation, _ path: String, errno: Int32) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }

    public var isNoSpace: Bool { errno == ENOSPC || errno == EDQUOT }
    public var isMissing: Bool { errno == ENOENT }
    public var alreadyExists: Bool { errno == EEXIST }

    public var code: String { isNoSpace ? "no-space" : isMissing ? "file-missing" : "file-fault" }
    public var whatHappened: String { "\(operation.rawValue) failed on \(path): \(String(cString: strerror(errno)))" }
    public var whatIsSafe: String { "Files that were saved before are unchanged." }
    public var whatToDo: String {
        isNoSpace ? "Free space on the disk, then try again."
            : "Check that the disk is connected and that this user may use the folder."
    }
    public var exitCode: Int32 { isNoSpace ? 7 : 1 }
    public var description: String { whatHappened }
}
