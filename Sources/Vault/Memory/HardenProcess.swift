import CSodium

/// Forbids core dumps and reading this process's memory by others of the same user (RLIMIT_CORE 0, PR_SET_DUMPABLE 0).
/// Every command calls it first, before any secret is read. Throws when the system refuses.
public func hardenProcess() throws(VaultError) {
    let failure = kinbox_forbid_dumping()
    if failure != 0 { throw VaultError(.cannotHarden(errno: failure)) }
}
