/// What must still be written over in what was handed out already, because the file told of it only later.
public struct MediaMending: Sendable, Hashable {
    struct Patch: Sendable, Hashable {
        var range: Range<Int>
        /// Nil: zeros.
        var name: [UInt8]?
    }

    private var patches: [Patch]
    private var next = 0
    private var offset = 0

    public var isEmpty: Bool { patches.isEmpty }

    /// - Parameter patches: none overlaps another.
    init(_ patches: [Patch] = []) { self.patches = patches.sorted { $0.range.lowerBound < $1.range.lowerBound } }

    /// The next piece of what was handed out, mended. To be given all of it, in its order.
    public mutating func apply(_ piece: [UInt8]) -> [UInt8] {
        var piece = piece
        let end = offset + piece.count
        while next < patches.count, patches[next].range.lowerBound < end {
            let patch = patches[next]
            for place in max(patch.range.lowerBound, offset)..<min(patch.range.upperBound, end) {
                piece[place - offset] = patch.name.map { $0[place - patch.range.lowerBound] } ?? 0
            }
            if patch.range.upperBound > end { break }
            next += 1
        }
        offset = end
        return piece
    }
}

/// Places in a file, in order and without overlap.
struct Places: Sendable {
    private(set) var ranges: [Range<Int>] = []

    init(_ ranges: [Range<Int>]) {
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = self.ranges.last, range.lowerBound <= last.upperBound {
                self.ranges[self.ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
    }

    /// What of these is not in `others`.
    func without(_ others: Places) -> Places {
        var kept: [Range<Int>] = []
        var next = 0
        for range in ranges {
            var start = range.lowerBound
            while next < others.ranges.count, others.ranges[next].upperBound <= start { next += 1 }
            var other = next
            while other < others.ranges.count, others.ranges[other].lowerBound < range.upperBound {
                if start < others.ranges[other].lowerBound { kept.append(start..<others.ranges[other].lowerBound) }
                start = max(start, others.ranges[other].upperBound)
                other += 1
            }
            if start < range.upperBound { kept.append(start..<range.upperBound) }
        }
        return Places(kept)
    }
}
