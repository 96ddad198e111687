import CSodium
import Glibc

/// Forbids core dumps and reading this process's memory by others of the same user (RLIMIT_CORE 0, PR_SET_DUMPABLE 0),
/// and makes every new file its owner's alone.
/// Every command calls it first, before any secret is read. Throws when the system refuses.
public func hardenProcess() throws(VaultError) {
    let failure = kinbox_forbid_dumping()
    if failure != 0 { throw VaultError(.cannotHarden(errno: failure)) }
    // SQLite makes its files readable by all unless told otherwise.
    umask(0o077)
}
