import Foundations

/// Dossiers opened by break-glass, by the monotonic clock. In memory: a restart closes them all.
struct GlassTable: Sendable {
    static let perPerson = 5

    private struct Opening: Sendable {
        let dossier: UUIDv7
        let ends: UInt64
    }

    private var open: [UUIDv7: [Opening]] = [:]

    /// False when the person already has as many open as is sane.
    mutating func open(_ dossier: UUIDv7, for person: UUIDv7, until ends: UInt64, at now: UInt64) -> Bool {
        var mine = (open[person] ?? []).filter { $0.ends > now && $0.dossier != dossier }
        guard mine.count < Self.perPerson else { return false }
        mine.append(Opening(dossier: dossier, ends: ends))
        open[person] = mine
        return true
    }

    func open(for person: UUIDv7, at now: UInt64) -> Set<UUIDv7> {
        Set((open[person] ?? []).filter { $0.ends > now }.map(\.dossier))
    }

    mutating func close(_ dossier: UUIDv7, of person: UUIDv7) { open[person]?.removeAll { $0.dossier == dossier } }

    mutating func closeAll(of person: UUIDv7) { open[person] = nil }
}
