import Foundations
import GRDBSQLite
import Glibc

/// Measures the sealed store against plain SQLite through the same code, round by round in turns, so that a noisy
/// machine harms both alike. `kinbox bench` prints it; docs/performance.md keeps a table.
public enum VaultBench {
    /// One way of measuring time, medians over rounds.
    public struct Figures: Codable, Sendable {
        /// Seconds: plain SQLite, ours, and the floor (plain + pages × the cipher's time a page).
        public let plain: Double
        public let sealed: Double
        public let floor: Double
        /// Ours divided by the floor of the same round; the promise is at most 1.10.
        public let overFloor: Double
        /// Ours divided by plain.
        public let overPlain: Double
        /// Microseconds of the cipher a page.
        public let seal: Double
        public let open: Double
    }

    public struct Phase: Codable, Sendable {
        public let wall: Figures
        /// Processor time of the working thread: the steady figure where others use the machine.
        public let cpu: Figures
        public let pagesSealed: UInt64
        public let pagesOpened: UInt64
    }

    public struct Suite: Codable, Sendable {
        public let name: String
        public let insert: Phase
        public let reads: Phase
        public let scan: Phase
    }

    public struct Result: Codable, Sendable {
        public let rows: Int
        public let rounds: Int
        public let sqlite: String
        /// Against SQLite's usual VFS `unix`.
        public let suites: [Suite]
        /// Against `unix-excl`, the VFS below ours, which saves SQLite some locking: the harder comparison.
        public let suitesOverExclusive: [Suite]
    }

    /// Needs about four times `rows` × 400 bytes in `directory`, which is left empty of its files. Blocks for some
    /// seconds a round at 200,000 rows.
    public static func run(directory: String, rows: Int = 200_000, rounds: Int = 3,
                           progress: (String) -> Void = { _ in }) throws(VaultError) -> Result {
        let directory = try canonical(directory)
        let workload = BenchWorkload(rows: rows)
        let suites = CipherSuite.allCases.filter(\.isAvailable)
        var samples: [String: [BenchWorkload.Times]] = [:]
        var costs: [CipherSuite: [CipherCost]] = [:]
        guard VaultVFS.registered else { throw VaultError(.sqlite(SQLITE_ERROR, "the sealing file layer is missing")) }
        for round in 1...max(1, rounds) {
            for vfs in ["unix", VaultVFS.below] {
                progress("round \(round): plain SQLite (\(vfs))")
                let path = directory + "/kinbox-bench-plain.db"
                defer { removeAll(path) }
                samples[vfs, default: []].append(try workload.run(path, vfs: vfs, counted: false))
            }
            for suite in suites {
                progress("round \(round): \(suite)")
                let keys = try StoreKeys(vaultKey: SecretBytes.random(32), suite: suite)
                costs[suite, default: []].append(CipherCost(keys: keys))
                let times = try sealedRun(workload, keys, directory + "/kinbox-bench-sealed.db")
                samples[suite.description, default: []].append(times)
            }
        }
        func against(_ vfs: String) -> [Suite] {
            suites.map { summary($0, samples[vfs] ?? [], samples[$0.description] ?? [], costs[$0] ?? []) }
        }
        return Result(rows: rows, rounds: rounds, sqlite: String(cString: sqlite3_libversion()),
                      suites: against("unix"), suitesOverExclusive: against(VaultVFS.below))
    }

    private static func sealedRun(_ workload: BenchWorkload, _ keys: StoreKeys,
                                  _ path: String) throws(VaultError) -> BenchWorkload.Times {
        defer { removeAll(path) }
        removeAll(path)
        let core = try CoreBox(path: path, keys: keys, storeID: UUIDv7.make(at: unixMillis()), seals: 0,
                               initialised: false, building: true, observer: nil)
        let database = try RawDatabase(path)
        try VaultStore.turnIntoLogMode(database)
        try database.close()
        let times = try workload.run(path, vfs: VaultVFS.name, counted: true)
        core.unregister()
        return times
    }

    private static func removeAll(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }

    private static func summary(_ suite: CipherSuite, _ plain: [BenchWorkload.Times], _ ours: [BenchWorkload.Times],
                                _ costs: [CipherCost]) -> Suite {
        func phase(_ time: (BenchWorkload.Times) -> Spent, _ pages: (BenchWorkload.Times) -> BenchWorkload.Pages) -> Phase {
            func figures(_ clock: (Spent) -> Double) -> Figures {
                let rounds = zip(zip(plain, ours), costs).map { pair, cost in
                    let count = pages(pair.1)
                    let cipher = (Double(count.sealed) * clock(cost.seal) + Double(count.opened) * clock(cost.open)) / 1e6
                    let (plain, ours) = (clock(time(pair.0)), clock(time(pair.1)))
                    return (plain: plain, ours: ours, floor: plain + cipher)
                }
                return Figures(
                    plain: median(rounds.map(\.plain)), sealed: median(rounds.map(\.ours)),
                    floor: median(rounds.map(\.floor)), overFloor: median(rounds.map { $0.ours / $0.floor }),
                    overPlain: median(rounds.map { $0.ours / $0.plain }), seal: median(costs.map { clock($0.seal) }),
                    open: median(costs.map { clock($0.open) }))
            }
            return Phase(wall: figures(\.wall), cpu: figures(\.cpu), pagesSealed: ours.last.map { pages($0).sealed } ?? 0,
                         pagesOpened: ours.last.map { pages($0).opened } ?? 0)
        }
        return Suite(name: suite.description, insert: phase(\.insert, \.insertPages), reads: phase(\.reads, \.readPages),
                     scan: phase(\.scan, \.scanPages))
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
