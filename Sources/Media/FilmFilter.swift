/// MP4 and QuickTime (ISO 14496-12). Telephones write place, time and maker into boxes, tracks and samples. Other boxes are
/// found by their distance from the beginning, so what is not in `FilmBoxes` is blanked in its place: named `free`, with
/// zeros inside. Times of making and names of handlers are zeroed. Tracks that are neither sound nor picture go, and with
/// them every byte that no sample of a track that stays uses: what tells of them may come behind them, so that is mended
/// at the end (`MediaMending`). Holds one small box's content, and the tables of `FilmTracks`.
struct FilmFilter: ByteFilter {
    private enum State {
        case head
        /// Nil: to the end of the file.
        case content(left: Int?, isKept: Bool)
    }

    private struct Open {
        let name: String
        var left: Int
    }

    private static let mostDeep = 10, mostSmall = 4096

    private let type: MediaType
    private var state = State.head
    private var front = ByteFront()
    /// The boxes that were entered, the outermost first.
    private var inside: [Open] = []
    private var tracks = FilmTracks()
    /// Where samples may lie.
    private var media: [Range<Int>] = []
    private var hasFilm = false, hasFragments = false
    /// The list of sample entries is one of ISO's second kind, in which sound has no parts of QuickTime's.
    private var isSecondKind = false

    init(_ type: MediaType) { self.type = type }

    mutating func take(_ bytes: [UInt8]) throws(MediaFault) -> [UInt8] {
        front.add(bytes)
        while try step() {}
        return front.handed()
    }

    mutating func finish() throws(MediaFault) -> MediaEnd {
        leave()
        guard hasFilm, front.left == 0, inside.isEmpty else { throw .damaged }
        if case .content(.some, _) = state { throw .damaged }
        guard !tracks.keptIDs.isEmpty else { throw tracks.hasUnknown ? .unknownType : .damaged }
        let end = front.offset
        let blanks = tracks.blanks(in: media.map { $0.lowerBound..<min($0.upperBound, end) }, hasFragments: hasFragments)
        return MediaEnd(type: type, mending: MediaMending(tracks.patches + blanks.map { MediaMending.Patch(range: $0) }))
    }

    /// Closes the boxes that are at their end.
    private mutating func leave() {
        while let last = inside.last, last.left == 0 {
            inside.removeLast()
            if last.name == "trak" { tracks.end() }
        }
    }

    private mutating func step() throws(MediaFault) -> Bool {
        switch state {
        case .head:
            leave()
            return front.left > 0 ? try head() : false
        case .content(let rest, let isKept):
            guard front.left > 0 else { return false }
            let count = min(front.left, rest ?? front.left)
            if isKept {
                tracks.take(front[0..<count])
                front.pass(count)
            } else {
                front.blank(count)
            }
            if let rest {
                state = count < rest ? .content(left: rest - count, isKept: isKept) : .head
                if count == rest { tracks.endTable() }
            }
            return true
        }
    }

    private mutating func head() throws(MediaFault) -> Bool {
        if let rest = inside.last?.left, rest < 8 {
            // QuickTime ends some lists with a few zeros.
            guard front.left >= rest else { return false }
            front.blank(rest)
            inside[inside.count - 1].left = 0
            return true
        }
        guard front.left >= 8 else { return false }
        let short = front.big(0, 4)
        guard front.left >= 16 || short != 1 else { return false }
        let name = front.name(4)
        let headSize = short == 1 ? 16 : 8
        let size = short == 1 ? front.big(8, 8) : short
        let isOpen = short == 0
        guard isOpen ? inside.isEmpty : (size >= headSize && size <= inside.last?.left ?? Int(Int32.max)) else { throw .damaged }
        let parent = inside.last?.name ?? ""
        let use = FilmBoxes.use(name, in: parent)
        if isOpen {
            // Such a box holds the pictures; one with the film's structure would be read to its end unseen.
            guard name == "mdat" || use == .blanked else { throw .damaged }
            putHead(headSize, use == .blanked ? "free" : name)
            if use != .blanked { media.append(front.offset..<Int.max) }
            state = .content(left: nil, isKept: use != .blanked)
            return true
        }
        // What must be looked at as a whole waits until it is here.
        let content = size - headSize
        guard let looked = looked(at: name, use, headSize, content) else { return false }
        guard looked <= Self.mostSmall, looked <= content else { throw .damaged }
        guard front.left >= headSize + looked else { return false }
        if !inside.isEmpty { inside[inside.count - 1].left -= size }
        try note(name, in: parent, use, headSize, content)
        let start = headSize
        switch use {
        case .kept:
            putHead(headSize, name)
            state = content > 0 ? .content(left: content, isKept: true) : .head
            if content == 0 { tracks.endTable() }
        case .blanked:
            putHead(headSize, "free")
            state = content > 0 ? .content(left: content, isKept: false) : .head
        case .entered(let prefix):
            if name == "stsd" { isSecondKind = front[start] == 1 }
            putHead(headSize, name)
            front.pass(prefix)
            try enter(name, content - prefix)
        case .sampleEntry:
            let cleaned = FilmBoxes.cleanedSampleEntry(front[start..<(start + looked)])
            putHead(headSize, name)
            front.put(cleaned)
            front.skip(looked)
            try enter("entry", content - looked)
        case .looked:
            guard let cleaned = FilmBoxes.cleaned(name, in: parent, Array(front[start..<(start + content)])) else { throw .damaged }
            putHead(headSize, parent == "dref" ? "url " : name)
            front.put(cleaned)
            front.skip(content)
        }
        return true
    }

    /// How much of a box must be here before it is decided; nil where even that is not known yet.
    private func looked(at name: String, _ use: FilmBoxes.Use, _ headSize: Int, _ content: Int) -> Int? {
        switch use {
        case .looked: return content
        case .entered(let prefix): return prefix
        case .sampleEntry:
            let first = min(content, 28)
            guard front.left >= headSize + first else { return nil }
            return isSecondKind && FilmBoxes.isSound(name) ? 28 : FilmBoxes.prefix(ofSampleEntry: name, front[headSize..<(headSize + first)])
        case .kept: return name == "tfhd" ? 8 : 0
        case .blanked: return 0
        }
    }

    /// What a box tells of the film's structure.
    private mutating func note(_ name: String, in parent: String, _ use: FilmBoxes.Use, _ headSize: Int, _ content: Int) throws(MediaFault) {
        let start = front.offset + headSize
        switch (parent, name) {
        case ("", "moov"): hasFilm = true
        case ("", "moof"): hasFragments = true
        case ("", "mdat"):
            guard media.count < 100_000 else { throw .damaged }
            media.append(start..<(start + content))
        case ("moov", "trak"): try tracks.begin(name: front.offset + 4, content: start..<(start + content))
        case ("trak", "tkhd"):
            let place = content > 0 && front[headSize] == 1 ? 20 : 12
            if content >= place + 4 { tracks.set(id: front.big(headSize + place, 4)) }
        case ("mdia", "hdlr"): if content >= 12 { tracks.set(handler: front.name(headSize + 8)) }
        case ("stbl", _) where FilmTracks.tables.contains(name): try tracks.begin(table: name, of: content)
        // Where the samples of a fragment lie is not followed, so they must be those of a track that stays.
        case ("traf", "tfhd"): guard tracks.keptIDs.contains(front.big(headSize + 4, 4)) else { throw .cannotBeCleaned }
        default: break
        }
        if use == .sampleEntry {
            let looked = self.looked(at: name, use, headSize, content) ?? 0
            tracks.played(least: FilmBoxes.least(ofSampleEntry: name, front[headSize..<(headSize + looked)]))
        }
    }

    private mutating func putHead(_ headSize: Int, _ name: String) {
        front.pass(4)
        // Byte by byte as it came: names need not be ASCII.
        if name == "free" || name == "url " {
            front.put(name.utf8)
            front.skip(4)
        } else {
            front.pass(4)
        }
        front.pass(headSize - 8)
    }

    private mutating func enter(_ name: String, _ left: Int) throws(MediaFault) {
        guard inside.count < Self.mostDeep else { throw .damaged }
        inside.append(Open(name: name, left: left))
    }
}
