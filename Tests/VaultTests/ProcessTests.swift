import CSodium
import Foundation
import Foundations
import Glibc
import Testing
@testable import Vault

/// One owner at a time, real processes; and what a process gives away of itself.
@Suite struct ProcessTests {
    @Test func aSecondProcessIsKeptOutUntilTheFirstLetsGo() async throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 5)
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            do throws(VaultError) {
                _ = try OwnerLock(directory: path)
                exit(1)
            } catch {
                exit(error.reason == .inUse && error.exitCode == 4 ? 0 : 2)
            }
        }
        // Another try in this process is no other owner either.
        #expect(throws: VaultError(.inUse)) { try OwnerLock(directory: folder.path) }
        #expect(throws: VaultError(.inUse)) { try LockedVault(at: folder.path) }
        try store.close()
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            exit((try? OwnerLock(directory: path)) == nil ? 1 : 0)
        }
    }

    @Test func aKilledOwnerLeavesNoLock() async throws {
        let folder = TestFolder()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
            let lock = try OwnerLock(directory: path)
            withExtendedLifetime(lock) { _ = kill(getpid(), SIGKILL) }
        }
        #expect(throws: Never.self) { _ = try OwnerLock(directory: folder.path) }
    }

    @Test func aHardenedProcessLeavesNoDumpAndNoOpenFile() async {
        await #expect(processExitsWith: .success) {
            var before = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
            setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &before)
            try hardenProcess()
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
            let mask = umask(0o077)
            exit(limit.rlim_cur == 0 && limit.rlim_max == 0 && kinbox_is_dumpable() == 0 && mask == 0o077 ? 0 : 1)
        }
    }
}
