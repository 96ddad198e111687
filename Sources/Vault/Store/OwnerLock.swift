import CSodium
import Foundations
import Glibc

/// The right to touch the files of one store, held by one process at a time: an open-file-description lock on
/// `kinbox.lock`. Every opener takes it first, each command included. Given back when the last reference goes or the
/// process ends, however it ends. Does not wait.
public final class OwnerLock: Sendable {
    private let descriptor: Int32
    public let directory: String

    /// Throws `inUse` when another process, or another part of this one, has it.
    public init(directory: String) throws(VaultError) {
        let path = directory + "/kinbox.lock"
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw VaultError(FileFault(.open, path, errno: errno)) }
        let refusal = kinbox_lock_whole_file(opened)
        guard refusal == 0 else {
            close(opened)
            if refusal == EAGAIN || refusal == EACCES { throw VaultError(.inUse) }
            throw VaultError(FileFault(.open, path, errno: refusal))
        }
        descriptor = opened
        self.directory = directory
    }

    deinit {
        kinbox_unlock_whole_file(descriptor)
        close(descriptor)
    }
}
