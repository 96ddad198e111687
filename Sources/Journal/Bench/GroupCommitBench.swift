import Foundation
import Foundations
import Synchronization

/// Measures what sharing one fsync among saves gains: saves one after another, then many at once, on the same store
/// and the same (slowed) disk.
public enum GroupCommitBench {
    public struct Result: Codable, Sendable {
        /// Saves a second, each waiting for the one before.
        public let serial: Double
        /// Saves a second with `writers` at once.
        public let grouped: Double
        /// `grouped` / `serial`.
        public let ratio: Double
        /// Of a save with `writers` at once, milliseconds.
        public let p50: Double
        public let p95: Double
        public let writers: Int
    }

    /// 32 writers: twice the clients for which the times over HTTPS are promised. Each waits for its answer before it saves
    /// again, so that `ratio` cannot be above `writers`. Blocks nobody; takes some seconds. `journal` gets `serialSaves + writers × savesEach` records.
    public static func run(_ journal: JournalStore, serialSaves: Int = 60, writers: Int = 32, savesEach: Int = 60) async throws -> Result {
        let began = DispatchTime.now().uptimeNanoseconds
        for number in 0..<serialSaves { _ = try await journal.commit(save(journal, number)) }
        let serial = Double(serialSaves) / seconds(since: began)

        let groupBegan = DispatchTime.now().uptimeNanoseconds
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var times: [Double] = []
                    for number in 0..<savesEach {
                        let start = DispatchTime.now().uptimeNanoseconds
                        _ = try await journal.commit(save(journal, writer * savesEach + number))
                        times.append(seconds(since: start) * 1000)
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let grouped = Double(writers * savesEach) / seconds(since: groupBegan)
        let sorted = times.sorted()
        return Result(serial: serial, grouped: grouped, ratio: grouped / serial, p50: sorted[sorted.count / 2],
                      p95: sorted[sorted.count * 95 / 100], writers: writers)
    }

    private static func seconds(since start: UInt64) -> Double {
        Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    }

    private static func save(_ journal: JournalStore, _ number: Int) -> Save {
        let now = journal.time.now()
        let child = UUIDv7.make(at: now.millis)
        let change = Change(id: UUIDv7.make(at: now.millis), record: child, kind: "child", op: .create, scope: Scope(.dossier, child), dossier: child,
                            fields: ["given_name": .text("Bench \(number)"), "family_name": "Measured", "sex": "unknown"])
        return Save(id: UUIDv7.make(at: now.millis), actor: journal.site, device: UUIDv7.make(at: now.millis), at: now, changes: [change])
    }
}
