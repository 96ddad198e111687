/// The tracks of an MP4: which stay, and where in the file their samples lie. Holds the tables that say so, at most 2 MB
/// together; what is made of them is at most ten times that.
struct FilmTracks: Sendable {
    private struct Track {
        /// Of the box: where its name stands, and its content.
        let name: Int
        let content: Range<Int>
        var id = 0
        var handler = ""
        var isPlayed = false
        /// Bytes of one sample at least, where one size is said for all: QuickTime says 1 of sound that is not compressed.
        var least = 1
        var tables: [String: [UInt8]] = [:]

        var stays: Bool { isPlayed && (handler == "vide" || handler == "soun") }
    }

    static let tables: Set<String> = ["stco", "co64", "stsc", "stsz", "stz2"]
    private static let mostTables = 2 << 20, mostTracks = 64, mostSize = 1 << 26

    private var open: Track?
    private var filling: String?
    private var held = 0, count = 0
    private var kept: [Range<Int>] = [], gone: [Range<Int>] = []
    private(set) var keptIDs: Set<Int> = []
    private(set) var patches: [MediaMending.Patch] = []
    /// A track of sound or pictures that nothing known plays.
    private(set) var hasUnknown = false

    mutating func begin(name: Int, content: Range<Int>) throws(MediaFault) {
        count += 1
        guard open == nil, count <= Self.mostTracks else { throw .damaged }
        open = Track(name: name, content: content)
    }

    mutating func set(id: Int) { open?.id = id }
    mutating func set(handler: String) { open?.handler = handler }

    /// A sample entry that players know.
    mutating func played(least: Int) {
        guard var track = open else { return }
        track.isPlayed = true
        track.least = max(track.least, min(least, 1 << 16))
        open = track
    }

    /// Two tables of one kind: which of them a player reads is its own choice.
    mutating func begin(table: String, of size: Int) throws(MediaFault) {
        held += size
        guard held <= Self.mostTables, open?.tables[table] == nil else { throw .damaged }
        open?.tables[table] = []
        filling = table
    }

    mutating func take(_ bytes: ArraySlice<UInt8>) {
        guard let filling else { return }
        open?.tables[filling]?.append(contentsOf: bytes)
    }

    mutating func endTable() { filling = nil }

    mutating func end() {
        guard let track = open else { return }
        open = nil
        let samples = Self.samples(of: track)
        if track.stays {
            kept += samples
            keptIDs.insert(track.id)
        } else {
            gone += samples
            hasUnknown = hasUnknown || track.handler == "vide" || track.handler == "soun"
            patches.append(MediaMending.Patch(range: track.name..<(track.name + 4), name: Array("free".utf8)))
            patches.append(MediaMending.Patch(range: track.content))
        }
    }

    /// What must become zeros of the places where samples may lie. In a film of fragments not every place is known, and
    /// only what is known to go does.
    func blanks(in media: [Range<Int>], hasFragments: Bool) -> [Range<Int>] {
        let media = Places(media), gone = Places(gone)
        let stays = hasFragments ? media.without(gone) : Places(kept).without(gone)
        return media.without(stays).ranges
    }

    /// Chunk by chunk. What the tables do not tell is nowhere.
    private static func samples(of track: Track) -> [Range<Int>] {
        func table(_ name: String, _ head: Int) -> (bytes: [UInt8], count: Int)? {
            guard let bytes = track.tables[name], bytes.count >= head else { return nil }
            return (bytes, FilmTracks.number(bytes, head - 4, 4))
        }
        let isLong = track.tables["co64"] != nil, width = isLong ? 8 : 4
        guard let chunks = table(isLong ? "co64" : "stco", 8), let runs = table("stsc", 8) else { return [] }
        let sizes = table("stsz", 12), small = sizes == nil ? table("stz2", 12) : nil
        guard let total = sizes?.count ?? small?.count else { return [] }
        let every = sizes.map { number($0.bytes, 4, 4) } ?? 0
        let bits = Int(small?.bytes[7] ?? 0)
        func size(_ sample: Int) -> Int {
            if let sizes { return 12 + sample * 4 + 4 <= sizes.bytes.count ? number(sizes.bytes, 12 + sample * 4, 4) : 0 }
            guard let small, 12 + (sample + 1) * bits / 8 <= small.bytes.count else { return 0 }
            return bits == 16 ? number(small.bytes, 12 + sample * 2, 2) : bits == 8 ? Int(small.bytes[12 + sample]) : 15
        }
        let known = every > 0 ? total : min(total, mostTables)
        var found: [Range<Int>] = []
        var sample = 0, run = 0
        for chunk in 0..<min(chunks.count, (chunks.bytes.count - 8) / width) {
            if sample >= known { break }
            let start = number(chunks.bytes, 8 + chunk * width, width)
            // The last run that begins at or before this chunk, which is counted from 1.
            while run + 1 < runs.count, 8 + (run + 2) * 12 <= runs.bytes.count, number(runs.bytes, 8 + (run + 1) * 12, 4) <= chunk + 1 { run += 1 }
            guard 8 + (run + 1) * 12 <= runs.bytes.count else { break }
            let some = min(number(runs.bytes, 8 + run * 12 + 4, 4), known - sample)
            var length = 0
            if every > 0 {
                length = min(some, mostSize) * min(max(every, track.least), mostSize)
            } else {
                for next in sample..<(sample + some) { length += size(next) }
            }
            sample += some
            guard start <= Int(Int32.max) else { continue }
            let end = start + min(length, Int(Int32.max))
            if let last = found.last, last.upperBound == start { found[found.count - 1] = last.lowerBound..<end } else { found.append(start..<end) }
        }
        return found
    }

    private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int { ByteFront.big(bytes[place..<(place + count)]) }
}
