import Foundations

/// How badly a cut treats what was not synced yet.
public enum Weather: String, Sendable, CaseIterable {
    /// Everything the kernel had is on the disk, as after `kill -9`.
    case clear
    /// Nothing unsynced is there, not even names.
    case lost
    /// Writes came out in order up to one that is torn; names likewise, as a journaling file system does it.
    case torn
    /// Each write is there or not, in sectors; names in order up to some point.
    case scattered
    /// Each write and each name is there or not by itself.
    case shuffled
    /// Like scattered, and a sector that was on its way may hold zeros or noise.
    case noisy
}

/// The files that a cut leaves behind: path to bytes, and the folders.
public struct Wreck: Sendable {
    public var files: [String: [UInt8]]
    public var directories: [String]
}

extension Disk {
    /// The disk after the power went: what was safe, and of the rest what `weather` and the dice leave.
    /// Sectors are 512 or 4096 bytes: what a device promises to write whole; bytes outside a write are never harmed
    /// (SQLite calls this powersafe overwrite, and takes it for granted on Linux).
    public func cut(_ weather: Weather, sector: Int, dice: inout Dice) -> Wreck {
        let names = survivingNames(weather, &dice)
        var wreck = Wreck(files: [:], directories: [])
        var reachable: Set<String> = [root]
        for directory in names.directories.sorted() where reachable.contains(folder(of: directory)) {
            reachable.insert(directory)
        }
        wreck.directories = reachable.sorted()
        for (path, file) in names.files.sorted(by: { $0.key < $1.key }) where reachable.contains(folder(of: path)) {
            wreck.files[path] = survivingBytes(files[file], weather, sector, &dice)
        }
        return wreck
    }

    private func survivingNames(_ weather: Weather, _ dice: inout Dice) -> Names {
        var names = safeNames
        switch weather {
        case .lost:
            break
        case .clear:
            for change in unsyncedNames { names.apply(change) }
        case .torn, .scattered, .noisy:
            for change in unsyncedNames.prefix(Int.random(in: 0...unsyncedNames.count, using: &dice)) { names.apply(change) }
        case .shuffled:
            for change in unsyncedNames where Bool.random(using: &dice) { names.apply(change) }
        }
        return names
    }

    private func survivingBytes(_ file: File, _ weather: Weather, _ sector: Int, _ dice: inout Dice) -> [UInt8] {
        var bytes = file.safe
        let pending = file.unsynced
        switch weather {
        case .lost:
            break
        case .clear:
            for change in pending { change.apply(to: &bytes) }
        case .torn:
            let whole = Int.random(in: 0...pending.count, using: &dice)
            for change in pending.prefix(whole) { change.apply(to: &bytes) }
            if whole < pending.count { pending[whole].applyPrefix(to: &bytes, sector: sector, dice: &dice) }
        case .scattered, .shuffled, .noisy:
            for change in pending {
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: break
                case 1: change.apply(to: &bytes)
                default: change.applySectors(to: &bytes, sector: sector, noise: weather == .noisy, dice: &dice)
                }
            }
        }
        return bytes
    }

    private func folder(of path: String) -> String { parentDirectory(of: path) }
}

extension Disk.DataChange {
    /// The write stopped at some sector boundary.
    func applyPrefix(to bytes: inout [UInt8], sector: Int, dice: inout Dice) {
        guard case .write(let offset, let new) = self else { return }
        let pieces = Self.pieces(offset, new.count, sector)
        for piece in pieces.prefix(Int.random(in: 0...pieces.count, using: &dice)) {
            Self.put(new[piece], at: offset + piece.lowerBound, into: &bytes)
        }
    }

    /// Each sector of the write made it or not.
    func applySectors(to bytes: inout [UInt8], sector: Int, noise: Bool, dice: inout Dice) {
        guard case .write(let offset, let new) = self else { return }
        for piece in Self.pieces(offset, new.count, sector) {
            switch Int.random(in: 0..<(noise ? 8 : 6), using: &dice) {
            case 0, 1, 2: Self.put(new[piece], at: offset + piece.lowerBound, into: &bytes)
            case 6: Self.put([UInt8](repeating: 0, count: piece.count)[...], at: offset + piece.lowerBound, into: &bytes)
            case 7:
                let random = piece.map { _ in UInt8.random(in: 0...255, using: &dice) }
                Self.put(random[...], at: offset + piece.lowerBound, into: &bytes)
            default: break
            }
        }
    }

    /// The ranges of a write of `count` bytes at `offset` that lie in one sector each.
    static func pieces(_ offset: Int, _ count: Int, _ sector: Int) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var from = 0
        while from < count {
            let to = min(count, from + sector - (offset + from) % sector)
            pieces.append(from..<to)
            from = to
        }
        return pieces
    }
}
