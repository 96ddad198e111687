import CWorkbook

/// An office document (a ZIP archive, APPNOTE 6.3), followed entry by entry from its first byte to its last, so that nothing
/// lies between or behind them. Which document it is, and whether programs or other files hide in it, stands in the names
/// of its parts and in a few of them (`OfficeParts`); these are inflated and looked at, the others only passed. The
/// directory at the end must list the very entries that came; it is written anew where a part was changed. Holds one head,
/// one part that may change (1 MB) and the names.
struct OfficeFilter: ByteFilter {
    private enum State {
        case head
        case stored(left: Int)
        case deflated(packed: Int?)
        case descriptor
        case done
    }

    /// An entry as it came, and where it went.
    private struct Entry {
        var method: Int
        var packed: Int
        /// Of the head in what is handed out.
        var place: Int
        var changed: (sum: Int, size: Int)?
    }

    private struct Key: Hashable {
        let name: [UInt8]
        let offset: Int
    }

    private static let mostParts = 4000, mostNames = 1 << 18, mostHeld = 2 << 20

    /// A document inside another one holds a chart's table: together they may not cost what a hundred documents do.
    private let mostInflated: Int
    private var state = State.head
    private var front = ByteFront()
    private var parts: OfficeParts
    private var listed: [Key: Entry] = [:]
    private var names = 0, count = 0, inflated = 0
    /// Where the directory begins, once it has, and where it does in what is handed out.
    private var directory: (came: Int, went: Int)?
    private let inflater = Inflater()
    /// The entry that is being read, and its head as it came.
    private var current: (key: Key, entry: Entry, head: [UInt8])?
    /// All of an entry that may change.
    private var held: [UInt8]?
    private var out: [UInt8] = []
    private var handed = 0
    /// Whether a part was changed.
    private(set) var hasMended = false

    init(isInside: Bool = false) {
        parts = OfficeParts(isInside: isInside)
        mostInflated = isInside ? 16 << 20 : 300 << 20
    }

    mutating func take(_ bytes: [UInt8]) throws(MediaFault) -> [UInt8] {
        front.add(bytes)
        while try step() {}
        collect()
        defer { out = [] }
        return out
    }

    mutating func finish() throws(MediaFault) -> MediaEnd {
        guard case .done = state, front.left == 0 else { throw .damaged }
        guard let type = parts.type else { throw .unknownType }
        return MediaEnd(type: type)
    }

    /// What was passed goes out, or waits with the rest of its entry.
    private mutating func collect() {
        let bytes = front.handed()
        if held != nil {
            held?.append(contentsOf: bytes)
        } else {
            out += bytes
            handed += bytes.count
        }
    }

    private mutating func step() throws(MediaFault) -> Bool {
        switch state {
        case .head: return try head()
        case .stored(let rest):
            guard front.left > 0 || rest == 0 else { return false }
            let taken = min(rest, front.left)
            try parts.take(front[0..<taken])
            front.pass(taken)
            state = .stored(left: rest - taken)
            if rest == taken { try leave() }
        case .deflated(let packed):
            guard front.left > 0 else { return false }
            return try inflate(packed)
        case .descriptor:
            guard front.left >= 4 else { return false }
            let size = front.little(0, 4) == 0x0807_4B50 ? 16 : 12
            guard front.left >= size else { return false }
            front.pass(size)
            try leave()
        case .done:
            // Behind the end of an archive another program could hide.
            if front.left > 0 { throw .hasForeignParts }
            return false
        }
        if let held, held.count > Self.mostHeld { throw .cannotBeCleaned }
        return true
    }

    private mutating func inflate(_ packed: Int?) throws(MediaFault) -> Bool {
        let before = inflater.taken
        // Taken out meanwhile, so that nothing is copied.
        var parts = parts
        self.parts = OfficeParts()
        var sum = inflated
        let most = mostInflated
        let some = min(front.left, packed.map { $0 - before } ?? front.left)
        let isDone = try inflater.take(front[0..<some]) { bytes throws(MediaFault) in
            sum += bytes.count
            guard sum <= most else { throw .damaged }
            try parts.take(bytes)
        }
        self.parts = parts
        inflated = sum
        front.pass(inflater.taken - before)
        if isDone {
            guard packed == nil || packed == inflater.taken else { throw .damaged }
            current?.entry.packed = inflater.taken
            if packed == nil { state = .descriptor } else { try leave() }
        } else if let packed, inflater.taken >= packed {
            throw .damaged
        } else if inflater.taken == before {
            return false
        }
        return true
    }

    /// Behind an entry.
    private mutating func leave() throws(MediaFault) {
        collect()
        state = .head
        guard let current else { throw .damaged }
        var entry = current.entry, head = current.head
        let changed = try parts.end()
        if let whole = held {
            held = nil
            var bytes = whole
            if let changed {
                entry.changed = (Int(crc32(0, changed, UInt32(changed.count))), changed.count)
                bytes = Self.written(entry, over: &head, at: 6) + current.key.name + changed
                hasMended = true
            }
            out += bytes
            handed += bytes.count
        }
        listed[current.key] = entry
        self.current = nil
    }

    /// The head of an entry that was changed: stored, its sum and size in front of it, without extra fields.
    private static func written(_ entry: Entry, over head: inout [UInt8], at flags: Int) -> [UInt8] {
        guard let (sum, size) = entry.changed else { return head }
        func set(_ number: Int, _ place: Int, _ count: Int) { for byte in 0..<count { head[place + byte] = UInt8(truncatingIfNeeded: number >> (byte * 8)) } }
        // Bit 3: sizes behind the content.
        head[flags] &= ~8
        set(0, flags + 2, 2)
        set(sum, flags + 8, 4)
        set(size, flags + 12, 4)
        set(size, flags + 16, 4)
        if flags == 6 { set(0, 28, 2) }
        return head
    }

    private mutating func head() throws(MediaFault) -> Bool {
        guard front.left >= 22 else { return false }
        switch front.little(0, 4) {
        case 0x0403_4B50 where directory == nil: return try begin()
        case 0x0201_4B50:
            guard front.left >= 46 else { return false }
            let name = front.little(28, 2), size = 46 + name + front.little(30, 2) + front.little(32, 2)
            guard front.left >= size else { return false }
            if directory == nil {
                collect()
                directory = (front.offset, handed)
            }
            guard let entry = listed.removeValue(forKey: Key(name: Array(front[46..<(46 + name)]), offset: front.little(42, 4))),
                  entry.method == front.little(10, 2), entry.packed == front.little(20, 4) else { throw .damaged }
            count += 1
            var head = Array(front[0..<46])
            head = Self.written(entry, over: &head, at: 8)
            for byte in 0..<4 { head[42 + byte] = UInt8(truncatingIfNeeded: entry.place >> (byte * 8)) }
            front.put(head)
            front.skip(46)
            front.pass(size - 46)
        case 0x0605_4B50:
            guard let directory, listed.isEmpty, front.little(10, 2) == count, front.little(16, 4) == directory.came,
                  front.little(12, 4) == front.offset - directory.came else { throw .damaged }
            guard front.little(20, 2) == 0 else { throw .hasForeignParts }
            front.pass(16)
            front.put((0..<4).map { UInt8(truncatingIfNeeded: directory.went >> ($0 * 8)) })
            front.skip(4)
            front.pass(2)
            state = .done
        default: throw .damaged
        }
        return true
    }

    private mutating func begin() throws(MediaFault) -> Bool {
        guard front.left >= 30 else { return false }
        let flags = front.little(6, 2), method = front.little(8, 2), packed = front.little(18, 4)
        let nameSize = front.little(26, 2), extra = front.little(28, 2)
        guard front.left >= 30 + nameSize + extra else { return false }
        let isLater = flags & 8 != 0
        // Encrypted parts can't be looked at; stored ones without their size in front have no certain end.
        guard flags & 0x2041 == 0, packed != 0xFFFF_FFFF, method == 8 || (method == 0 && !isLater) else { throw .cannotBeCleaned }
        let name = Array(front[30..<(30 + nameSize)])
        names += nameSize
        guard listed.count < Self.mostParts, names <= Self.mostNames else { throw .damaged }
        try parts.begin(name)
        collect()
        current = (Key(name: name, offset: front.offset), Entry(method: method, packed: packed, place: handed), Array(front[0..<30]))
        if OfficeParts.mayChange(name) { held = [] }
        front.pass(30 + nameSize + extra)
        if method == 8 {
            inflater.begin()
            state = .deflated(packed: isLater ? nil : packed)
        } else {
            state = .stored(left: packed)
        }
        return true
    }
}
